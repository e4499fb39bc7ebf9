// The visible chain: which lines of a transcript are the conversation, defined here once for pages, following and the library.

import type { Link } from './link.ts'
import { LinksByUuid } from './links-by-uuid.ts'

export interface Chain<L extends Link> {
  /** The newest line and its ancestors, the oldest first. What ends at one of these stays as it is. */
  readonly trunk: readonly L[]
  /** What belongs to it off the trunk, in file order: parallel tool calls branched the file's tree. */
  readonly beside: readonly L[]
  /** A parent that is not among the links given: the chain goes on before them, or is broken there. */
  readonly missing: string | undefined
}

export interface ChainView {
  /**
   * What people see and the official functions leave out: what a compaction summed up, and what stands before a line
   * that was lost.
   */
  readonly whole: boolean
  /** Parents known to be nowhere in the file; with `whole` the chain goes on at the line before. */
  readonly lost?: ReadonlySet<string>
}

/** The chain that ends in the newest of the links, which are given in file order. */
export function visibleChain<L extends Link>(links: readonly L[], view: ChainView): Chain<L> {
  const byId = new LinksByUuid(links)
  const isFollowed = followedIn(links)
  for (let place = links.length - 1; place >= 0; place--) {
    const end = links[place]
    if (!end || !mayEnd(end) || byId.get(end.uuid) !== end || isFollowed(end.uuid)) continue
    const { trunk, missing } = ancestry(place, links, byId, view)
    // What hangs on no message, as a notice at the very beginning does, is no conversation. Where pages are read the
    // message may only not have been read yet.
    if ((missing === undefined || !view.whole) && !trunk.some(isMessage)) continue
    trunk.reverse()
    return { trunk, beside: siblings(links, byId, trunk, view), missing }
  }
  return { trunk: [], beside: [], missing: undefined }
}

/** Whether another line follows this one. Mostly the last line is asked for and is the end: the rest is not made for that. */
function followedIn(links: readonly Link[]): (uuid: string) => boolean {
  let asked = 0
  let parents: Set<string | undefined> | undefined
  const follows = (link: Link): boolean => mayEnd(link) && link.parent !== link.uuid
  return (uuid) => {
    asked++
    if (asked <= 2) return links.some((link) => link.parent === uuid && follows(link))
    parents ??= new Set(links.filter(follows).map(({ parent }) => parent))
    return parents.has(uuid)
  }
}

/** From the link at a place back to the root, or to where the links given do not reach; the newest first. */
function ancestry<L extends Link>(end: number, links: readonly L[], byId: LinksByUuid<L>, view: ChainView) {
  const trunk: L[] = []
  let place = end
  for (let at = links[place]; at; at = links[place]) {
    trunk.push(at)
    // A ring: more than there are. Looking for each among those before would cost more than all the rest.
    if (trunk.length > links.length) return { trunk: [...new Set(trunk)], missing: undefined }
    const parent: string | undefined = at.parent ?? (view.whole ? at.across : undefined)
    if (parent === undefined) break
    const found = byId.placeOf(parent, place)
    const bridged = found === -1 && view.whole && view.lost?.has(parent) === true
    if (found === -1 && !bridged) return { trunk, missing: parent }
    place = bridged ? links.slice(0, place).findLastIndex(mayEnd) : found
  }
  return { trunk, missing: undefined }
}

export const isMessage = (link: Link): boolean => link.type === 'user' || link.type === 'assistant'

/** A line of progress is passed on the way, but is no end; nor is another conversation's line. */
export const mayEnd = (link: Link): boolean => !link.apart && link.type !== 'progress'

/** Claude Code goes on from the last message, whatever stands after it. */
const notesBeside = <L extends Link>(links: readonly L[], byId: LinksByUuid<L>, on: ReadonlySet<L>): L[] =>
  links.filter((link) => {
    const parent = link.note && link.parent !== undefined ? byId.get(link.parent) : undefined
    return parent !== undefined && on.has(parent)
  })

/**
 * Blocks of one reply hang on each other or on the same line, and the results of its tool calls on their blocks:
 * those beside the trunk are part of the conversation all the same.
 */
function siblings<L extends Link>(
  links: readonly L[],
  byId: LinksByUuid<L>,
  trunk: readonly L[],
  view: ChainView,
): L[] {
  if (trunk.length === links.length) return []
  const on = new Set(trunk)
  const found = view.whole ? notesBeside(links, byId, on) : []
  for (const note of found) on.add(note)
  const beside = links.filter((link) => !on.has(link) && !link.apart && byId.get(link.uuid) === link)
  if (!beside.some((link) => link.message !== undefined || link.answers.length > 0)) return found
  /** By the reply they are of: the lines that its blocks hang on, and the blocks themselves. */
  const places = new Map<string, Set<string>>()
  const blocks = new Set<string>()
  const add = (link: L) => {
    if (link.message === undefined) return
    blocks.add(link.uuid)
    const own = places.get(link.message) ?? new Set()
    places.set(link.message, own.add(link.uuid))
    if (link.parent !== undefined) own.add(link.parent)
  }
  for (const link of [...trunk, ...found]) add(link)
  for (const link of beside) {
    if (link.parent === undefined) continue
    const isBlock = link.message !== undefined && places.get(link.message)?.has(link.parent) === true
    if (!isBlock && (link.answers.length === 0 || !blocks.has(link.parent))) continue
    add(link)
    found.push(link)
  }
  return view.whole ? found : [...found, ...strayAnswers(beside, [...trunk, ...found])]
}

/** What answers calls that nothing in the conversation answers: it came on a branch that was left. */
function strayAnswers<L extends Link>(beside: readonly L[], shown: readonly L[]): L[] {
  const open = new Set(shown.flatMap(({ calls }) => calls ?? []))
  for (const { answers } of shown) for (const call of answers) open.delete(call)
  if (open.size === 0) return []
  return beside.filter(({ answers }) => {
    const wanted = answers.some((call) => open.has(call))
    if (wanted) for (const call of answers) open.delete(call)
    return wanted
  })
}
