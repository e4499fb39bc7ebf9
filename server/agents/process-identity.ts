// Which process an id means: ids are used again, a process and the moment it began are not.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** When a process began, in the system's own words; undefined where there is none, or where that cannot be told. */
export function beginningOf(pid: number): string | undefined {
  switch (process.platform) {
    case 'linux':
      return statusOf(pid)?.began
    case 'win32':
      return undefined
    default:
      return listedBeginning(pid)
  }
}

/** Where ids mean the same: this boot of this machine, and within it this container. */
export function whereIdsHold(): { readonly boot: string; readonly space: string } {
  return {
    boot: attempted(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '',
    space: attempted(() => readlinkSync('/proc/self/ns/pid')) ?? '',
  }
}

/** Whether a process of this group was given `mark` in its environment; only Linux tells. */
export const groupBears = (group: number, mark: string): boolean =>
  processes().some((id) => statusOf(id)?.group === group && isGiven(id, mark))

/** The leader of a group that was given `mark`. */
export const leaderBearing = (mark: string): number | undefined =>
  processes().find((id) => statusOf(id)?.group === id && isGiven(id, mark))

export interface ProcessIdentity {
  readonly pid: number
  readonly began: string
}

/** Children and theirs that have left the group that this process leads; only Linux tells. */
export function strayedFrom(leader: number): ProcessIdentity[] {
  const all = processes().flatMap((pid) => {
    const status = statusOf(pid)
    return status ? [{ pid, ...status }] : []
  })
  const family = new Set([leader])
  for (let known = 0; known < family.size; ) {
    known = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all.filter(({ pid, group }) => family.has(pid) && group !== leader)
}

const processes = (): number[] =>
  (attempted(() => readdirSync('/proc')) ?? []).filter((name) => /^\d+$/.test(name)).map(Number)

const isGiven = (id: number, mark: string): boolean => environmentOf(id).includes(`\0${mark}\0`)

const environmentOf = (id: number): string =>
  attempted(() => `\0${readFileSync(`/proc/${id}/environ`, 'utf8')}\0`) ?? ''

interface ProcessStatus {
  readonly parent: number
  readonly group: number
  readonly began: string
}

/** A zombie has ended. */
function statusOf(pid: number): ProcessStatus | undefined {
  const text = attempted(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The name before it may hold anything, also brackets.
  const [state, parent, group, ...rest] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? []
  const began = rest[16]
  if (state === undefined || state === 'Z' || began === undefined) return undefined
  return { parent: Number(parent), group: Number(group), began }
}

function listedBeginning(pid: number): string | undefined {
  const options = { encoding: 'utf8', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' }, stdio: 'pipe' } as const
  return attempted(() => execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], options).trim()) || undefined
}

function attempted<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
