// Transcripts made by chance, of the kinds of lines that writers write and accidents leave.

import fc from 'fast-check'
import { answer, attachment, call, chained, type Line, prompt, said, system, title, uuid } from './claude-lines.ts'

const kinds = ['prompt', 'text', 'call', 'answer', 'system', 'queued', 'side', 'broken', 'title', 'blank', 'ours']
/** What Claude Code writes besides, and the official functions tell in ways of their own. */
const rarer = ['progress', 'meta', 'command', 'denied', 'interrupted', 'quiet', 'compacted', 'kept', 'others']

/** A step of a writer that mostly goes on from its last line and sometimes from an earlier one. */
export const step = stepOf(kinds)
export const rarerStep = stepOf([...kinds, ...rarer])

export type Step = { what: string; back: number; sameMessage: boolean; together: boolean }

function stepOf(what: readonly string[]) {
  return fc.record({
    what: fc.constantFrom(...what),
    back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(12) }),
    sameMessage: fc.boolean(),
    together: fc.boolean(),
  })
}

/**
 * Turns steps into lines; numbers are the lines' own. A sane writer never gives a reply's id to lines on two branches,
 * and only prompts and parallel tools go back.
 */
export function* linesOf(steps: readonly Step[], sane = false): Generator<{ line: Line | string; step: Step }> {
  const numbers: number[] = []
  let message = 0
  const calls: string[] = []
  const groups = new Map<number | null, number>()
  /** The last prompt and what came of it. */
  let turn: number[] = []
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
      case 'denied':
        yield { line: answer(n, parent, calls.pop() ?? 't0', 'no', { toolDenialKind: 'user-rejected' }), step: one }
        break
      case 'interrupted':
        yield { line: prompt(n, parent, [{ type: 'text', text: '[Request interrupted by user]' }]), step: one }
        break
      case 'quiet':
        yield { line: said(n, parent, `m${n}`, 'No response requested.', { closesQuietTurn: true }), step: one }
        break
      case 'others':
        yield { line: prompt(n, parent, 'theirs', { isMeta: one.together, origin: { kind: 'peer' } }), step: one }
        break
      case 'meta':
        yield { line: prompt(n, parent, 'meta', { isMeta: true }), step: one }
        break
      case 'progress':
        yield { line: { ...chained(n, parent), type: 'progress' }, step: one }
        if (one.together) continue
        break
      case 'command':
        yield { line: prompt(n, parent, '<local-command-caveat>c', { isMeta: true }), step: one }
        yield { line: prompt(n + 1000, n, '<command-name>/cost</command-name>'), step: one }
        numbers.push(n, n + 1000)
        continue
      case 'compacted':
      case 'kept': {
        const after = n + 1000
        yield { line: boundary(n, parent, one.what === 'kept' ? turn : [], after, one.together), step: one }
        yield { line: prompt(after, n, 'sum', { isCompactSummary: true }), step: one }
        numbers.push(n, after)
        turn = []
        continue
      }
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
    if (one.what === 'prompt') turn = []
    if (one.back === 0) turn.push(n)
  }
}

/** Where a compaction left messages as they are, whose ends it tells, or each of them. */
function boundary(n: number, last: number | null, kept: readonly number[], summary: number, each: boolean): Line {
  const anchorUuid = uuid(summary)
  const [first = 0, end = first] = [kept[0], kept.at(-1)]
  const preserved = each
    ? { preservedMessages: { anchorUuid, uuids: kept.map(uuid) } }
    : { preservedSegment: { headUuid: uuid(first), anchorUuid, tailUuid: uuid(end) } }
  return {
    ...system(n, null, 'compact_boundary'),
    ...(last !== null && { logicalParentUuid: uuid(last) }),
    compactMetadata: { trigger: 'auto', preTokens: 10, ...(kept.length > 0 && preserved) },
  }
}
