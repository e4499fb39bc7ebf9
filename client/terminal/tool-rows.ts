// A tool call as rows: its title, what it changed or printed, how it went and who allowed it.

import type { AgentWork } from '../../shared/agent-work.ts'
import type { Mark } from '../../shared/entries.ts'
import { pictureCount } from '../../shared/images.ts'
import type { ShownTool } from '../../shared/room-view.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { responseWords } from '../response-words.ts'
import { broken, clipped } from './columns.ts'
import { diffRows } from './diff-rows.ts'
import { cutText, indent, untabbed } from './rows.ts'
import type { Theme } from './theme.ts'
import { workRows } from './work-rows.ts'

/** Rows of output: of a running call its end, of an answered one its beginning and its end. */
const room = { asked: 8, running: 8, done: 8, failed: 20, unanswered: 8 }
/** Rows of what an edit changes. */
const diffRoom = 40
/** A call that is the prompt itself, as the shell's are: its output is what was asked for. */
const bareRoom = { asked: 12, running: 12, done: 60, failed: 60, unanswered: 60 }

export interface ToolCard {
  readonly tool: ShownTool
  readonly mark: Mark | undefined
  /** The prompt above says the same as the title, which is left out. */
  readonly bare: boolean
  /** Agents that it started. */
  readonly agents: readonly AgentWork[]
  /** Its turn was cancelled, which says why it failed. */
  readonly stopped: boolean
}

export function toolRows({ tool, mark, bare, agents, stopped }: ToolCard, width: number, theme: Theme): string[] {
  const inner = width - indent.length
  const most = (bare ? bareRoom : room)[tool.state]
  const changes = tool.changes ?? []
  const diff = diffRows(changes, diffRoom, inner - 2, theme)
  // What an edit answers is said by the diff.
  const output = [
    ...(changes.length > 0 && tool.state === 'done' ? [] : outputRows(tool, most, inner - (bare ? 0 : 2), theme)),
    ...(tool.images ? [theme.quiet(pictureCount(tool.images))] : []),
  ]
  return [
    ...(bare ? [] : [titleRow(tool, inner, theme)]),
    ...decisionRows(mark, inner, theme),
    ...diff.map((row) => `${theme.quiet('│')} ${row}`),
    ...(bare ? output : output.map((row) => `${theme.quiet('│')} ${row}`)),
    ...endRows(tool, stopped, theme),
    ...workRows(agents, inner, theme),
  ].map((row) => (row === '' ? '' : indent + row))
}

function titleRow(tool: ShownTool, width: number, theme: Theme): string {
  const dot = {
    asked: theme.warning('○'),
    running: theme.accent('○'),
    done: theme.good('●'),
    failed: theme.bad('●'),
    unanswered: theme.quiet('○'),
  }
  const name = clipped(plainLine(tool.name), 24)
  const title = clipped(plainLine(tool.title), Math.max(width - name.length - 4, 0))
  return `${dot[tool.state]} ${theme.strong(name)}  ${title}`
}

function decisionRows(mark: Mark | undefined, width: number, theme: Theme): string[] {
  if (mark?.response) {
    const text = `Answered by ${plainLine(mark.response.by.name)}: ${responseWords(mark.response)}`
    return [theme.quiet(clipped(text, width))]
  }
  if (!mark?.decision) return []
  const { allowed, by, option } = mark.decision
  const who = by ? ` by ${plainLine(by.name)}` : ''
  const text = clipped(`${allowed ? 'Allowed' : 'Rejected'}${who}: ${plainLine(option)}`, width)
  return [allowed ? theme.quiet(text) : theme.warning(text)]
}

function endRows(tool: ShownTool, stopped: boolean, theme: Theme): string[] {
  switch (tool.state) {
    case 'failed':
      if (stopped && tool.exit === undefined) return []
      return [theme.bad(tool.exit === undefined ? 'failed' : `exit ${tool.exit}`)]
    case 'done':
      return tool.exit ? [theme.warning(`exit ${tool.exit}`)] : []
    case 'asked':
      return [theme.warning('waits for an answer')]
    case 'running':
      return []
    case 'unanswered':
      return [theme.quiet('no answer was recorded')]
  }
}

function outputRows(tool: ShownTool, most: number, width: number, theme: Theme): string[] {
  const lines = plainText(cutText(tool.output, tool.cut)).replace(/\n+$/, '').split('\n')
  if (lines.length === 1 && lines[0] === '') return []
  const running = tool.state === 'running' || tool.state === 'asked'
  const head = running ? 0 : Math.ceil(most / 3)
  // Rows are made for as many lines as could be shown, never for all of a long output.
  const first = rowsOf(lines.slice(0, most + 1), width, most)
  const all = lines.length <= most ? first : []
  if (lines.length <= most && all.length <= most) return all
  const last = rowsOf(lines.slice(-most), width, most).slice(-(most - head))
  const left = lines.length - most
  const more = left > 0 ? `… ${left.toLocaleString('en')} more ${left === 1 ? 'line' : 'lines'}` : '… more'
  return [
    ...(running ? [] : first.slice(0, head)),
    theme.quiet(running ? more : `${more} · /output shows all`),
    ...last,
  ]
}

/** A single line never takes more than `most` rows: its beginning and its end. */
function rowsOf(lines: readonly string[], width: number, most: number): string[] {
  const longest = width * most
  return lines.flatMap((line) => {
    const flat = untabbed(line)
    const short = flat.length > longest ? `${flat.slice(0, longest / 2)} … ${flat.slice(-longest / 2)}` : flat
    return broken(short, width)
  })
}
