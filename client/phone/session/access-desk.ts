// Who may come, by what: the lists as an owner's page shows them, and what is decided about them.

import { type ReadonlySignal, signal } from '@preact/signals'
import type { DrawnCode, KnownDevice, KnownLink } from '../../../shared/access.ts'
import type { DeviceId, LinkId } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/roles.ts'
import type { Connection } from '../../connection.ts'

interface ShownCode {
  readonly code: DrawnCode
  /** ISO 8601. */
  readonly expires: string
  readonly warning?: string
}

export interface AccessDesk {
  /** Undefined until the lists have come. */
  readonly devices: ReadonlySignal<readonly KnownDevice[] | undefined>
  readonly links: ReadonlySignal<readonly KnownLink[] | undefined>
  readonly code: ReadonlySignal<ShownCode | undefined>
  /** Something is on its way. */
  readonly busy: ReadonlySignal<boolean>
  /** A sentence on what did not work. */
  readonly problem: ReadonlySignal<string | undefined>
  /** Brings the lists anew. */
  look(): void
  rename(device: DeviceId, name: string): void
  setRole(device: DeviceId, role: Role): void
  revoke(device: DeviceId): void
  unlink(link: LinkId): void
  /** A code that pairs an own device. */
  showCode(): void
}

export function accessDesk(connection: Connection): AccessDesk {
  const devices = signal<readonly KnownDevice[] | undefined>(undefined)
  const links = signal<readonly KnownLink[] | undefined>(undefined)
  const code = signal<ShownCode | undefined>(undefined)
  const busy = signal(false)
  const problem = signal<string | undefined>(undefined)

  const look = async (): Promise<void> => {
    const [known, out] = await Promise.all([connection.call('devices', {}), connection.call('links', {})])
    devices.value = known.devices
    links.value = out.links
  }
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    busy.value = true
    problem.value = undefined
    try {
      await work()
    } catch (error) {
      problem.value = error instanceof Error ? error.message : 'That did not work. Try again.'
    }
    busy.value = false
  }
  /** What was decided is seen in the lists, also where it was too late for it. */
  const decide = (work: () => Promise<unknown>): void => {
    void act(async () => {
      try {
        await work()
      } finally {
        await look()
      }
    })
  }

  return {
    devices,
    links,
    code,
    busy,
    problem,
    look: () => void act(look),
    rename: (device, name) => decide(() => connection.call('device', { device, name })),
    setRole: (device, role) => decide(() => connection.call('device', { device, role })),
    revoke: (device) => decide(() => connection.call('revoke', { device })),
    unlink: (link) => decide(() => connection.call('unlink', { link })),
    showCode: () =>
      void act(async () => {
        const { code: drawn, expires, warning } = await connection.call('ticket', { drawn: true })
        if (drawn) code.value = { code: drawn, expires, warning }
      }),
  }
}
