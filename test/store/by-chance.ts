// Transcripts made by chance, of the kinds of lines that writers write and accidents leave.

import fc from 'fast-check'
import { answer, attachment, call, type Line, prompt, said, system, title } from './claude-lines.ts'

/** A step of a writer that mostly goes on from its last line and sometimes from an earlier one. */
export const step = fc.record({
  what: fc.constantFrom(
    'prompt',
    'text',
    'call',
    'answer',
    'system',
    'queued',
    'side',
    'broken',
    'title',
    'blank',
    'ours',
  ),
  back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(12) }),
  sameMessage: fc.boolean(),
  together: fc.boolean(),
})
export type Step = { what: string; back: number; sameMessage: boolean; together: boolean }

/**
 * Turns steps into lines; numbers are the lines' own. A sane writer never gives a reply's id to lines on two branches,
 * and only prompts and parallel tools go back.
 */
export function* linesOf(steps: readonly Step[], sane = false): Generator<{ line: Line | string; step: Step }> {
  const numbers: number[] = []
  let message = 0
  const calls: string[] = []
  const groups = new Map<number | null, number>()
  for (const [at, one] of steps.entries()) {
    const n = at + 1
    const back = sane && !['prompt', 'call', 'answer'].includes(one.what) ? 0 : one.back
    const parent =
      back >= numbers.length ? (back > 9 ? null : (numbers.at(-1) ?? null)) : (numbers.at(-1 - back) ?? null)
    if (!one.sameMessage || (sane && groups.get(parent) !== message)) message = n
    if (['text', 'call', 'answer'].includes(one.what)) groups.set(n, message)
    switch (one.what) {
      case 'prompt':
        yield { line: prompt(n, parent, `prompt ${n}`), step: one }
        break
      case 'text':
        yield { line: said(n, parent, `m${message}`, `text ${n}`), step: one }
        break
      case 'call':
        calls.push(`t${n}`)
        yield { line: said(n, parent, `m${message}`, call(`t${n}`)), step: one }
        break
      case 'answer':
        yield { line: answer(n, parent, calls.pop() ?? 't0'), step: one }
        break
      case 'system':
        yield { line: system(n, parent, 'informational'), step: one }
        break
      case 'queued':
        yield { line: attachment(n, parent, { type: 'queued_command', prompt: `queued ${n}` }), step: one }
        break
      case 'side':
        yield { line: prompt(n, parent, 'side', { isSidechain: true }), step: one }
        continue
      case 'broken':
        yield { line: `{"broken ${n}`, step: one }
        continue
      case 'title':
        yield { line: title(`title ${n}`), step: one }
        continue
      default:
        yield { line: '', step: one }
        continue
    }
    numbers.push(n)
  }
}
