// The conversation as blocks: what is shown, how turns ended, and the terminal's own notes, in order and with a name each.

import { type AgentWork, workOf } from '../../shared/agent-work.ts'
import { interruptedNotice, type Mark } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import { liveReplyKey, liveToolKey, type RoomState } from '../../shared/room-state.ts'
import { type RoomView, type Shown, type ShownTool, shown } from '../../shared/room-view.ts'
import { notedRows, outcomeRows, printedRows, saidRows } from './block-rows.ts'
import { diffRows } from './diff-rows.ts'
import { lastingRows } from './lasting-rows.ts'
import { indent } from './rows.ts'
import type { Theme } from './theme.ts'
import { toolRows } from './tool-rows.ts'

export interface Block {
  readonly key: string
  /** It will not change any more, but for corrections. */
  readonly settled: boolean
  /** Somebody's words: the conversation has gone on past whatever stands before it. */
  readonly said?: true
  /** Rows at the beginning that are not said again where they left the screen, though their colour has changed since. */
  readonly steady?: number
  /** Equal stamps draw the same. */
  readonly stamp: readonly unknown[]
  draw(width: number, theme: Theme): string[]
  /** Of the rows of one that is not settled, how many at the beginning will stand as they are; none where absent. */
  lasting?(rows: readonly string[], width: number, theme: Theme): number
}

/** Something the terminal itself says: the answer to a slash command, a device that came. */
export interface Note {
  readonly key: string
  /** The block it was said after. */
  readonly after: string | undefined
  readonly tone: 'info' | 'warning' | 'plain'
  readonly text: string
  /** A line to be copied: it is never indented, styled or shortened. */
  readonly copy?: string
  /** The text is a program's. */
  readonly printed?: true
  /** An edit in full, instead of a text. */
  readonly changes?: readonly FileChange[]
}

/** Rows of an edit that was asked for in full, and lines of an output. */
const mostOfEdit = 5000
const mostPrinted = 10_000

/** Blocks from the entry at `from` on. */
export function blocksOf(view: RoomView, from: number, notes: readonly Note[]): Block[] {
  const state = view.state
  const running = state?.activity.is === 'running'
  const blocks: Block[] = []
  const keys = new Set<string>()
  const waiting = new Map<string | undefined, Note[]>()
  for (const note of notes) waiting.set(note.after, [...(waiting.get(note.after) ?? []), note])

  const add = (block: Block): void => {
    const key = keys.has(block.key) ? `${block.key}#${blocks.length}` : block.key
    keys.add(key)
    blocks.push({ ...block, key })
    addNotes(key)
  }
  const addNotes = (after: string | undefined): void => {
    blocks.push(...(waiting.get(after) ?? []).map(noteBlock))
    waiting.delete(after)
  }
  addNotes(undefined)

  let turn: Turn | undefined
  let before: Shown | undefined
  const endTurn = (): void => {
    if (turn?.mark?.outcome && !saidSo(turn.mark, before)) add(outcomeBlock(turn.id, turn.mark))
  }
  for (const item of shown(from > 0 ? { ...view, entries: view.entries.slice(from) } : view)) {
    if (item.kind === 'entry' && item.entry.kind === 'prompt') {
      endTurn()
      turn = { id: item.entry.id, text: item.entry.text, mark: item.mark }
    }
    if (item.kind === 'tool') {
      const agents = workOf(state?.work, item.tool.id)
      add(toolBlock(item, agents, before, turn, running))
    } else add(saidBlock(item, state))
    before = item
  }
  endTurn()
  for (const late of waiting.values()) blocks.push(...late.map(noteBlock))
  return blocks
}

/** The name of the block an entry gets; the same while it is written and once it is recorded. */
export function entryKey(entry: RoomView['entries'][number]): string {
  switch (entry.kind) {
    case 'tool':
      return liveToolKey(entry.id)
    case 'reply':
    case 'thought':
      return liveReplyKey(entry.message, entry.block)
    case 'prompt':
    case 'boundary':
    case 'notice':
    case 'broken':
      return `e:${entry.id}`
  }
}

interface Turn {
  readonly id: string
  readonly text: string
  readonly mark: Mark | undefined
}

function saidBlock(item: Exclude<Shown, { kind: 'tool' }>, state: RoomState | undefined): Block {
  const sign = state?.agent.sign ?? '>'
  const said = item.kind === 'entry' ? item.entry : item.part
  const draw = (words: typeof item, width: number, theme: Theme): string[] => [
    '',
    ...saidRows(words, sign, width, theme),
  ]
  return {
    said: true,
    key: item.kind === 'entry' ? entryKey(item.entry) : liveReplyKey(item.part.message, item.part.block),
    settled: item.kind === 'entry',
    stamp: [said, item.kind === 'entry' ? item.mark : undefined, sign],
    draw: (width, theme) => draw(item, width, theme),
    lasting(rows, width, theme) {
      if (item.kind === 'entry' || item.part.kind === 'thought') return 0
      const { part } = item
      return lastingRows(part.text, rows, (text) => draw({ ...item, part: { ...part, text } }, width, theme))
    },
  }
}

function toolBlock(
  item: Extract<Shown, { kind: 'tool' }>,
  agents: readonly AgentWork[],
  before: Shown | undefined,
  turn: Turn | undefined,
  running: boolean,
): Block {
  const { tool, mark } = item
  const answersPrompt = before?.kind === 'entry' && before.entry.kind === 'prompt'
  const bare = answersPrompt && tool.title.trim() === turn?.text.trim()
  const stopped = turn?.mark?.outcome === 'cancelled'
  const close = bare || before?.kind === 'tool'
  return {
    key: liveToolKey(tool.id),
    settled: isOver(tool, running) && agents.every(({ standing }) => standing === 'done'),
    steady: bare ? 0 : close ? 1 : 2,
    stamp: [
      tool.output,
      tool.changes,
      tool.state,
      stopped,
      tool.exit,
      tool.title,
      tool.name,
      tool.cut?.omitted,
      mark,
      bare,
      close,
      ...agents,
    ],
    draw: (width, theme) => [...(close ? [] : ['']), ...toolRows({ tool, mark, bare, agents, stopped }, width, theme)],
  }
}

const isOver = ({ state }: ShownTool, running: boolean): boolean =>
  state === 'done' || state === 'failed' || (state === 'unanswered' && !running)

/** The agent has written down itself that it was stopped. */
const saidSo = ({ outcome, reason }: Mark, last: Shown | undefined): boolean =>
  outcome === 'cancelled' &&
  reason === undefined &&
  last?.kind === 'entry' &&
  last.entry.kind === 'notice' &&
  last.entry.text === interruptedNotice

const outcomeBlock = (prompt: string, mark: Mark): Block => ({
  key: `o:${prompt}`,
  settled: true,
  stamp: [mark.outcome, mark.reason],
  draw: (width, theme) => outcomeRows(mark, width, theme),
})

const noteBlock = (note: Note): Block => ({
  key: note.key,
  settled: true,
  stamp: [note],
  draw: (width, theme) => {
    if (note.changes) {
      const inner = width - indent.length
      return ['', ...diffRows(note.changes, mostOfEdit, inner, theme, '').map((row) => indent + row)]
    }
    if (note.printed) return ['', ...printedRows(note.text, mostPrinted, width, theme)]
    const said = note.tone === 'plain' ? note.text.split('\n') : notedRows(note.text, note.tone, width, theme)
    return ['', ...said, ...(note.copy ? copyRows(note.copy, width) : [])]
  },
})

function copyRows(text: string, width: number): string[] {
  const rows: string[] = []
  for (let at = 0; at < text.length; at += width) rows.push(text.slice(at, at + width))
  return rows
}
