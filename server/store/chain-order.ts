// The visible chain in the order in which the official functions tell it, which is not always the file's.

import type { Chain } from './chain.ts'
import type { Link } from './link.ts'

/** The trunk, each reply followed by what belongs to it and is not on the trunk: its other blocks, then their results. */
export function chainOrder<L extends Link>({ trunk, beside }: Chain<L>): readonly L[] {
  if (beside.length === 0) return trunk
  const lastOf = new Map<string, L>()
  for (const link of trunk) if (link.message !== undefined) lastOf.set(link.message, link)
  /** The replies of blocks and of calls, by the ids of these. */
  const messages = new Map<string, string>()
  for (const { uuid, message, calls = [] } of [...trunk, ...beside]) {
    if (message !== undefined) for (const id of [uuid, ...calls]) messages.set(id, message)
  }
  const messageOf = ({ message, parent, answers }: L) =>
    message ?? [parent, ...answers].flatMap((id) => messages.get(id ?? '') ?? [])[0]
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
