// The visible chain in the order in which the official functions tell it, which is not always the file's.

import type { Chain } from './chain.ts'
import type { Link } from './link.ts'

/** The trunk, each reply followed by what belongs to it and is not on the trunk: its other blocks, then their results. */
export function chainOrder<L extends Link>({ trunk, beside }: Chain<L>): readonly L[] {
  if (beside.length === 0) return trunk
  const lastOf = new Map<string, L>()
  for (const link of trunk) if (link.message !== undefined) lastOf.set(link.message, link)
  const messages = new Map<string, string>()
  for (const link of [...trunk, ...beside]) if (link.message !== undefined) messages.set(link.uuid, link.message)
  const messageOf = (link: L) => link.message ?? messages.get(link.parent ?? '')
  const blocks = grouped(
    beside.filter((link) => link.message !== undefined),
    messageOf,
  )
  const results = grouped(
    beside.filter((link) => link.message === undefined),
    messageOf,
  )
  return trunk.flatMap((link) => {
    const { message } = link
    if (message === undefined || lastOf.get(message) !== link) return [link]
    return [link, ...(blocks.get(message) ?? []), ...(results.get(message) ?? [])]
  })
}

function grouped<L>(links: readonly L[], key: (link: L) => string | undefined): Map<string | undefined, L[]> {
  const groups = new Map<string | undefined, L[]>()
  for (const link of links) {
    const group = groups.get(key(link))
    if (group) group.push(link)
    else groups.set(key(link), [link])
  }
  return groups
}
