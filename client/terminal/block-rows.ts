// Everything of a conversation but tool calls as rows: prompts, replies, thoughts, boundaries, notices, broken lines.

import type { Mark } from '../../shared/entries.ts'
import { terminalDevice } from '../../shared/ids.ts'
import { pictureCount } from '../../shared/images.ts'
import type { Shown } from '../../shared/room-view.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { broken, clipped } from './columns.ts'
import { cutText, indent, untabbed } from './rows.ts'
import { markdownRows, wrappedStyled } from './screen.ts'
import type { Theme } from './theme.ts'

/** Rows of a thought: it is shown in passing. */
const thoughtRoom = 4
/** Rows of a prompt: a pasted file is not read again here. */
const promptRoom = 24
/** Rows of what stands for an earlier conversation: that is still above it. */
const summaryRoom = 8

type Said = Exclude<Shown, { kind: 'tool' }>

export function saidRows(said: Said, sign: string, width: number, theme: Theme): string[] {
  if (said.kind === 'writing') {
    return said.part.kind === 'reply'
      ? replyRows(said.part.text, width, theme)
      : thinkingRows(said.part.text, width, theme)
  }
  return entryRows(said.entry, said.mark, sign, width, theme)
}

function entryRows(
  entry: Extract<Said, { kind: 'entry' }>['entry'],
  mark: Mark | undefined,
  sign: string,
  width: number,
  theme: Theme,
): string[] {
  switch (entry.kind) {
    case 'prompt':
      return promptRows(cutText(entry.text, entry.cut), entry.images ?? 0, mark, sign, width, theme)
    case 'reply':
      return replyRows(cutText(entry.text, entry.cut), width, theme)
    case 'thought':
      return thinkingRows(entry.text, width, theme)
    case 'boundary': {
      const text = clipped(plainLine(entry.text), width - 8)
      return [theme.quiet(`── ${text} ${'─'.repeat(Math.max(0, width - text.length - 4))}`)]
    }
    case 'notice': {
      const rows = notedRows(entry.text, entry.tone, width, theme)
      if (!entry.summary || rows.length <= summaryRoom) return rows
      return [...rows.slice(0, summaryRoom), theme.quiet(`  … ${rows.length - summaryRoom} more rows of the summary`)]
    }
    case 'broken':
      return notedRows(
        `A line of ${entry.bytes.toLocaleString('en')} bytes in the transcript cannot be read: ${plainLine(entry.text).slice(0, 120)}`,
        'warning',
        width,
        theme,
      )
  }
}

function promptRows(
  text: string,
  images: number,
  mark: Mark | undefined,
  sign: string,
  width: number,
  theme: Theme,
): string[] {
  const by = mark?.by && mark.by.device !== terminalDevice ? ` · ${plainLine(mark.by.name)}` : ''
  const pictures = images > 0 ? ` · ${pictureCount(images)}` : ''
  const aside = theme.quiet(pictures + by)
  const lead = `${plainLine(sign)} `
  const inner = width - lead.length
  const rows = plainText(text)
    .replace(/\n+$/, '')
    .split('\n')
    .flatMap((line) => wrappedStyled(untabbed(line), inner))
  const most = rows.length > promptRoom ? [...rows.slice(0, promptRoom), '…'] : rows
  const styled = most.map(
    (row, at) => (at === 0 ? theme.accent(theme.strong(lead)) : ' '.repeat(lead.length)) + theme.strong(row),
  )
  const last = styled.pop() ?? ''
  return [...styled, ...wrappedStyled(last + aside, width)]
}

const replyRows = (text: string, width: number, theme: Theme): string[] =>
  markdownRows(plainText(text), width - indent.length, theme).map(indented)

function thinkingRows(text: string, width: number, theme: Theme): string[] {
  const rows = wrappedStyled(plainLine(text.slice(0, width * thoughtRoom * 2)), width - indent.length)
  const short = rows.length > thoughtRoom ? [...rows.slice(0, thoughtRoom - 1), `${rows[thoughtRoom - 1]}…`] : rows
  return short.map((row) => indent + theme.quiet(theme.slanted(row)))
}

/** How a prompt's turn ended, where that is worth a word. */
export function outcomeRows(mark: Mark, width: number, theme: Theme): string[] {
  switch (mark.outcome) {
    case 'cancelled':
      return notedRows(mark.reason ? `Stopped: ${mark.reason}` : 'Stopped.', 'warning', width, theme)
    case 'interrupted':
      return notedRows('Interrupted: the host ended before the answer was complete.', 'warning', width, theme)
    case 'failed':
      return wrappedStyled(plainLine(mark.reason ?? 'The turn failed.'), width - indent.length).map(
        (row) => indent + theme.bad(row),
      )
    case undefined:
      return []
  }
}

export function notedRows(text: string, tone: 'info' | 'warning', width: number, theme: Theme): string[] {
  const style = tone === 'warning' ? theme.warning : theme.quiet
  return plainText(text)
    .split('\n')
    .flatMap((line) => wrappedStyled(untabbed(line), width - indent.length))
    .map((row) => indent + style(row))
}

/** All of what a program printed, up to so many lines. */
export function printedRows(text: string, most: number, width: number, theme: Theme): string[] {
  const lines = plainText(text).replace(/\n+$/, '').split('\n')
  const rows = lines.slice(0, most).flatMap((line) => broken(untabbed(line), width - indent.length))
  const left = lines.length - most
  const more = left > 0 ? [theme.warning(`… ${left.toLocaleString('en')} more lines are in the transcript`)] : []
  return [...rows, ...more].map(indented)
}

const indented = (row: string): string => (row === '' ? '' : indent + row)
