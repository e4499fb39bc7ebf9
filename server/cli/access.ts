// `carryon devices`, `links` and `keys`: what takes a right away, from any shell. What adds one takes a running session.

import { plainLine } from '../../client/plain-text.ts'
import { type Grant, Grants, iso } from '../access/grants.ts'
import { rotateKeys } from '../access/keys.ts'
import { LinkFolder, type LinkOut } from '../access/link-folder.ts'
import { readable } from '../access/readable.ts'
import type { DecidingCommand } from './access-options.ts'
import { CommandFailed } from './failure.ts'
import { carryonHome, type Machine } from './machine.ts'

/** What is printed. Throws `CommandFailed`, or `PrivateFileFailed` with a sentence of its own. */
export function decideAccess(command: DecidingCommand, machine: Machine): string {
  const home = carryonHome(machine)
  const { clock, limits } = machine
  const grants = new Grants({ home, clock, limits })
  const links = new LinkFolder(home)
  switch (command.kind) {
    case 'devices':
      return devices(command, grants)
    case 'links':
      return linksOut(command, links, grants, clock.now())
    case 'keys':
      return rotate(home, grants, links)
  }
}

function devices(command: Extract<DecidingCommand, { kind: 'devices' }>, grants: Grants): string {
  const known = grants.current()
  if (command.act === 'list') return command.json ? json(known.map(withoutSecrets)) : deviceLines(known)
  const { device, name } = meant(known, command.which)
  if (command.act === 'revoke') {
    grants.revoke(device)
    return `${plainLine(name)} has no access any more.`
  }
  const called = readable(command.name.slice(0, 80))
  grants.change(device, { name: called })
  return `${plainLine(name)} is called ${plainLine(called)} now.`
}

function linksOut(
  command: Extract<DecidingCommand, { kind: 'links' }>,
  folder: LinkFolder,
  grants: Grants,
  now: number,
): string {
  const out = folder.list().filter(({ expires }) => expires > now)
  if (command.act === 'list') {
    const named = out.map((link) => ({
      ...link,
      usedBy: link.usedBy.map((device) => grants.find(device)?.name ?? device),
    }))
    return command.json
      ? json(named.map((link) => ({ ...link, created: iso(link.created), expires: iso(link.expires) })))
      : linkLines(named)
  }
  const fitting = out.filter(({ id }) => id.startsWith(command.which))
  const [link, ...others] = fitting
  if (!link) throw new CommandFailed('No such link is out. Look at them with: carryon links')
  if (others.length > 0) throw new CommandFailed('Several links begin so. Give more of its id.')
  folder.revoke(link.id)
  const count = grants.revokeLink(link.id)
  return `The link works no longer; ${count === 1 ? '1 device is' : `${count} devices are`} out that came by it.`
}

function rotate(home: string, grants: Grants, links: LinkFolder): string {
  for (const link of links.list()) links.revoke(link.id)
  const count = grants.current().filter(({ device }) => grants.revoke(device)).length
  rotateKeys(home)
  return (
    `New keys are made. Every link is taken back, and ${count === 1 ? '1 device has' : `${count} devices have`} to pair anew. ` +
    'Sessions that run use the new keys at once.'
  )
}

/** By name, or by the beginning of the id. */
function meant(known: readonly Grant[], which: string): Grant {
  const fitting = known.filter(
    ({ device, name }) => device.startsWith(which) || name.toLowerCase() === which.toLowerCase(),
  )
  const [grant, ...others] = fitting
  if (!grant) throw new CommandFailed(`No device here is called ${which}. Look at them with: carryon devices`)
  if (others.length > 0) throw new CommandFailed(`Several devices are meant by ${which}. Give the beginning of its id.`)
  return grant
}

const withoutSecrets = ({ device, name, role, scope, created, expires, lastSeen, address, link }: Grant) => ({
  ...{ device, name, role, scope, created, expires, lastSeen, address, link },
})

function deviceLines(known: readonly Grant[]): string {
  if (known.length === 0) return 'No device has access. Start carryon --remote and scan its code.'
  return known
    .map(({ device, name, role, scope, lastSeen, address }) => {
      const reach = scope.kind === 'host' ? 'every session' : 'one session'
      const from = address === undefined ? '' : `  ${plainLine(address)}`
      return `${device.slice(0, 8)}  ${plainLine(name)}  ${role}, ${reach}  last here ${lastSeen}${from}`
    })
    .join('\n')
}

type NamedLink = Omit<LinkOut, 'usedBy'> & { readonly usedBy: readonly string[] }

function linkLines(out: readonly NamedLink[]): string {
  if (out.length === 0) return 'No link is out. Type /share in a session to make one.'
  return out
    .map(({ id, role, uses, usedBy, expires }) => {
      const by = usedBy.length === 0 ? 'nobody yet' : usedBy.map(plainLine).join(', ')
      return `${id.slice(0, 8)}  ${role}  until ${iso(expires)}  ${uses - usedBy.length} of ${uses} left  used by ${by}`
    })
    .join('\n')
}

const json = (value: object): string => JSON.stringify(value, undefined, 2)
