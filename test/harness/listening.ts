// What a process and its children listen at, as Linux tells it: each as `address:port`.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Of every process that belongs to the session which `leader` leads. */
export function listeningOf(leader: number): string[] {
  const sockets = new Set(membersOf(leader).flatMap(socketsOf))
  return ['tcp', 'tcp6']
    .flatMap((kind) => tableOf(leader, kind))
    .filter(({ inode, listens }) => listens && sockets.has(inode))
    .map(({ address }) => address)
    .sort()
}

function membersOf(leader: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => sessionOf(pid) === leader)
}

/** The sixth field; the second, a name in parentheses, may hold anything. */
function sessionOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[3])
  } catch {
    return undefined
  }
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const found = /^socket:\[(\d+)\]$/.exec(linkAt(join(`/proc/${pid}/fd`, fd)))
      return found?.[1] ?? []
    })
  } catch {
    return []
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

const listenState = '0A'

function tableOf(pid: number, kind: string) {
  const [, ...rows] = readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').trimEnd().split('\n')
  return rows.map((row) => {
    const fields = row.trim().split(/\s+/)
    const [host = '', port = ''] = (fields[1] ?? '').split(':')
    return {
      address: `${addressOf(host)}:${Number.parseInt(port, 16)}`,
      listens: fields[3] === listenState,
      inode: fields[9] ?? '',
    }
  })
}

/** Four-byte words, each least byte first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
  return `[${(bytes.join('').match(/.{4}/g) ?? []).join(':')}]`
}
