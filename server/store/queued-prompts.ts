// Prompts that were typed while Claude worked: they are in the file as attachments, and some of them again as prompts.

import { isMessage } from './chain.ts'
import { contentBlocks } from './content-blocks.ts'
import { isRecord, textOf } from './record.ts'
import type { ToldLink } from './told-links.ts'

/**
 * Those of the chain that Claude was given while it worked: what follows them is its work, or the note that it was
 * interrupted; or the transcript says so. What was sent as a prompt afterwards is told as that. `commands` are no prompts
 * either.
 */
export function workedIn(chain: readonly ToldLink[], commands: ReadonlySet<ToldLink>): ReadonlySet<ToldLink> {
  const given = new Set<ToldLink>()
  if (!chain.some(isQueued)) return given
  let working = false
  for (const link of chain.toReversed()) {
    if (isQueued(link) && (link.given ?? working)) given.add(link)
    const answered = link.type === 'user' && link.answers.length > 0 && link.parent !== undefined
    if (link.type === 'assistant' || answered || isInterruption(link)) working = true
    else if (link.type === 'user' && !link.meta && !link.more?.isCompactSummary && !commands.has(link)) working = false
  }
  return given
}

/**
 * Those that wait behind the last message, in the order in which they came. `links` are all in file order, `placed` the
 * same with the parents that compactions gave them, `told` the chain up to its last message.
 */
export function waitingBehind(
  last: ToldLink | undefined,
  links: readonly ToldLink[],
  placed: readonly ToldLink[],
  told: readonly ToldLink[],
): ToldLink[] {
  if (!last || !links.some(isQueued)) return []
  const seen = new Set(told.map(({ uuid }) => uuid))
  const elsewhere = onOtherBranches(links, seen)
  const following = new Map<string, Set<ToldLink>>()
  for (const [at, link] of placed.entries()) {
    if (isMessage(link)) continue
    for (const parent of [link.parent, links[at]?.parent]) {
      if (parent !== undefined) following.set(parent, (following.get(parent) ?? new Set()).add(link))
    }
  }
  const waiting: ToldLink[] = []
  const visit = ({ uuid }: ToldLink): void => {
    for (const link of [...(following.get(uuid) ?? [])].sort(earlierFirst)) {
      if (seen.has(link.uuid)) continue
      seen.add(link.uuid)
      if (isQueued(link) && link.given !== false && !elsewhere.has(link.uuid)) waiting.push(link)
      visit(link)
    }
  }
  visit(last)
  return waiting
}

/** What leads from the messages told to others, which were taken back: a prompt there has been sent. */
function onOtherBranches(links: readonly ToldLink[], told: ReadonlySet<string>): ReadonlySet<string> {
  const byId = new Map(links.map((link) => [link.uuid, link]))
  const found = new Set<string>()
  for (const link of links) {
    if (!isMessage(link) || link.apart || told.has(link.uuid)) continue
    for (let at = byId.get(link.parent ?? ''); at && !told.has(at.uuid) && !found.has(at.uuid); ) {
      found.add(at.uuid)
      at = byId.get(at.parent ?? '')
    }
  }
  return found
}

const isQueued = ({ type, more }: ToldLink): boolean => type === 'attachment' && more !== undefined

const earlierFirst = ({ at: a = '' }: ToldLink, { at: b = '' }: ToldLink): number => (a < b ? -1 : a > b ? 1 : 0)

/** How Claude Code begins what it writes in the user's name where a turn or a call was ended. */
const beginnings = [
  '[Request interrupted',
  '[This turn ended before it finished.]',
  '[Agent call interrupted: ',
  '[Tool call ',
  "The user doesn't want to take this action right now.",
]

function isInterruption({ type, said }: ToldLink): boolean {
  if (type !== 'user' || !isRecord(said)) return false
  const texts = contentBlocks(said['content']).map((block) => textOf(block['text']) ?? '')
  return texts.length > 0 && texts.every((text) => beginnings.some((begin) => text.startsWith(begin)))
}
