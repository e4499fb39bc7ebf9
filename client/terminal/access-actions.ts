// `/share`, `/links` and `/devices`: who may come, by what, and what was decided about them.

import type { KnownDevice, KnownLink } from '../../shared/access.ts'
import type { Results } from '../../shared/protocol.ts'
import { type Role, roles } from '../../shared/roles.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { type ShareWish, shareWish } from './share-argument.ts'

export type Say = (text: string, tone: 'info' | 'warning', copy?: string) => void
export type Shared = Results['share']

export const mayDo: { readonly [R in Role]: string } = {
  view: 'watch',
  approve: 'watch, answer questions and interrupt',
  drive: 'do everything you can do here',
  owner: 'do everything, and let others in',
}

export interface AccessActionsOptions {
  readonly connection: Connection
  readonly say: Say
  /** A link was made: its code can be shown. */
  readonly onShared: (link: Shared) => void
}

export class AccessActions {
  readonly #options: AccessActionsOptions
  /** As they were last listed: numbers mean these. */
  #devices: readonly KnownDevice[] = []
  #links: readonly KnownLink[] = []

  constructor(options: AccessActionsOptions) {
    this.#options = options
  }

  share(argument: string): void {
    const wish = shareWish(argument)
    if (typeof wish === 'string') this.#options.say(wish, 'warning')
    else this.#try('No link was made', () => this.#share(wish))
  }

  links(argument: string): void {
    const [verb, place, ...more] = words(argument)
    if (verb === undefined) return this.#try('Not listed', () => this.#listLinks())
    if (verb !== 'revoke' || more.length > 0) return this.#options.say('/links revoke 1 takes a link back.', 'warning')
    const link = this.#links[Number(place) - 1]
    if (!link) return this.#options.say('Look at the list first, then give its number: /links', 'warning')
    this.#try('Not taken back', async () => {
      const { devices } = await this.#options.connection.call('unlink', { link: link.link })
      const left =
        devices === 0 ? '' : ` ${counted(devices, 'device')} that came by it ${devices === 1 ? 'is' : 'are'} out.`
      this.#options.say(`Link ${place} works no longer.${left}`, 'info')
    })
  }

  devices(argument: string): void {
    const [verb, place, ...rest] = words(argument)
    if (verb === undefined) return this.#try('Not listed', () => this.#listDevices())
    if (verb !== 'rename' && verb !== 'role' && verb !== 'revoke') {
      return this.#options.say(`/devices takes rename, role or revoke, not "${verb}".`, 'warning')
    }
    const device = this.#devices[Number(place) - 1]
    if (!device) return this.#options.say('Look at the list first, then give its number: /devices', 'warning')
    if (verb === 'rename') this.#rename(device, rest.join(' '))
    else if (verb === 'role') this.#setRole(device, rest.join(' '))
    else {
      this.#try('Not taken back', async () => {
        await this.#options.connection.call('revoke', { device: device.device })
        this.#options.say(`${plainLine(device.name)} has no access any more.`, 'info')
      })
    }
  }

  async #share(wish: ShareWish): Promise<void> {
    const link = await this.#options.connection.call('share', wish)
    const many = link.uses === undefined || link.uses === 1 ? 'one other device' : `${link.uses} other devices`
    const who = `A link for ${many}, which may ${mayDo[wish.role]}.`
    this.#options.say(`${who} It works until ${moment(link.expires)}; /links takes it back.`, 'info', link.url)
    this.#options.onShared(link)
  }

  async #listLinks(): Promise<void> {
    const { links } = await this.#options.connection.call('links', {})
    this.#links = links
    const here = this.#options.connection.self?.room
    const lines = links.map(({ room, role, uses, used, expires }, at) => {
      const left = uses - used.length
      const by = used.length === 0 ? 'nobody yet' : used.map(({ name }) => plainLine(name)).join(', ')
      const where = room === here ? 'this session' : 'another session'
      return `${at + 1}  ${role}, ${where}, until ${moment(expires)} · ${left} of ${uses} left · used by ${by}`
    })
    const none = 'No link is out. /share makes one.'
    this.#options.say(lines.length === 0 ? none : `${lines.join('\n')}\n/links revoke 1 takes one back.`, 'info')
  }

  async #listDevices(): Promise<void> {
    const { devices } = await this.#options.connection.call('devices', {})
    this.#devices = devices
    const lines = devices.map(({ name, role, scope, here, lastSeen, address, expires }, at) => {
      const reach = scope.kind === 'host' ? 'every session' : 'one session'
      const seen = here ? 'here now' : `last here ${moment(lastSeen)}`
      const from = address === undefined ? '' : ` · ${plainLine(address)}`
      const until = expires === undefined ? 'until it leaves' : `until ${moment(expires)}`
      return `${at + 1}  ${plainLine(name)} · ${role}, ${reach} · ${seen}${from} · ${until}`
    })
    const none = 'No device has access. /session shows a code for one, /share makes a link.'
    const how = '/devices revoke 1 · /devices role 1 view · /devices rename 1 <name>'
    this.#options.say(lines.length === 0 ? none : `${lines.join('\n')}\n${how}`, 'info')
  }

  #rename({ device }: KnownDevice, name: string): void {
    if (name === '')
      return this.#options.say('/devices rename takes a number and a name: /devices rename 1 Anna', 'warning')
    this.#try('Not renamed', async () => {
      await this.#options.connection.call('device', { device, name: name.slice(0, 80) })
      this.#options.say(`It is called ${plainLine(name)} now.`, 'info')
    })
  }

  #setRole({ device, name }: KnownDevice, wanted: string): void {
    const role: Role | undefined = roles.find((known) => known === wanted)
    if (!role) return this.#options.say(`A role is view, approve, drive or owner, not "${wanted}".`, 'warning')
    this.#try('Not changed', async () => {
      await this.#options.connection.call('device', { device, role })
      this.#options.say(`${plainLine(name)} is ${role} now.`, 'info')
    })
  }

  #try(what: string, act: () => Promise<void>): void {
    act().catch((problem: unknown) => {
      this.#options.say(`${what}: ${problem instanceof Error ? problem.message : String(problem)}`, 'warning')
    })
  }
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** ISO 8601 as people of this place write it. */
export const moment = (time: string): string =>
  new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
