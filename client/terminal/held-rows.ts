// Rows that may still change are held on the screen, the first of them folded where it is too small: the scrollback cannot be changed.

import type { Block } from './blocks.ts'
import { indent } from './rows.ts'
import type { Theme } from './theme.ts'

/** A block in the window, of whose rows the first `from` are in the scrollback and the first `lasting` stand as they are. */
export interface Placed {
  readonly block: Block
  readonly rows: readonly string[]
  readonly from: number
  readonly lasting: number
}

/**
 * The first block of those that are held: they are still changing, or stand after such a one and nothing was said since. Where
 * the conversation has gone on meanwhile, as past an agent in the background, that is not kept from the scrollback by it.
 */
export function heldFrom(blocks: readonly Block[]): number {
  const saidLast = blocks.findLastIndex(({ settled, said }) => settled && said)
  const held = blocks.findIndex(({ settled }, at) => at > saidLast && !settled)
  return held === -1 ? blocks.length : held
}

/** All rows for a window that has room for `room` of them: those above may leave it. */
export function heldRows(placed: readonly Placed[], room: number, theme: Theme): string[] {
  const rows = placed.flatMap((each) => each.rows.slice(each.from))
  const held = heldFrom(placed.map(({ block }) => block))
  const first = placed[held]
  const before = placed.slice(0, held).reduce((sum, each) => sum + each.rows.length - each.from, 0)
  const free = before + (first ? Math.max(first.lasting - first.from, 0) : 0)
  const over = rows.length - room
  if (!first || over <= free) return rows
  if (room < 1) return rows.slice(0, free)
  const folded = over - free + 1
  const more = `… ${folded.toLocaleString('en')} more ${folded === 1 ? 'row' : 'rows'}, here once complete`
  return [...rows.slice(0, free), indent + theme.quiet(more), ...rows.slice(free + folded)]
}
