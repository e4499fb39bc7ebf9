// The plays can fail: each of these breaks one rule on purpose, and is caught with its seed and the steps that show it.

import { expect, test } from 'vitest'
import type { LogBatch, LogPosition, NewLine } from '../../server/store/transcript-log.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import { MemoryLog } from '../harness/memory-log.ts'
import { type Fault, playInMemory } from '../harness/room-plays.ts'

/** Every third of these frames is lost. */
const losing = (isOne: (frame: ServerFrame) => boolean) => (): Fault => ({
  hears: () => {
    let seen = 0
    return (frame) => !isOne(frame) || ++seen % 3 !== 0
  },
})

class SkippingLog extends MemoryLog {
  override *since(from: LogPosition): Generator<LogBatch> {
    for (const [place, batch] of [...(super.since(from) ?? [])].entries()) if (place > 0) yield batch
  }
}

class CredulousLog extends MemoryLog {
  override since(from: LogPosition): Iterable<LogBatch> | undefined {
    return super.since({ ...from, offset: Math.max(0, from.offset - 200) }) ?? []
  }
}

class DoublingLog extends MemoryLog {
  override append(lines: readonly NewLine[]): void {
    super.append(lines)
    super.append(lines.filter((line) => line.kind === 'prompt'))
  }
}

class LosingLog extends MemoryLog {
  override append(lines: readonly NewLine[]): void {
    super.append(lines.filter((line) => line.kind !== 'prompt'))
  }
}

const faults: [string, () => Fault][] = [
  ['entries that are lost', losing(({ t }) => t === 'entries')],
  ['a change of the state that is lost', losing((frame) => frame.t === 'state' && !frame.whole)],
  ['letters that are lost', losing(({ t }) => t === 'delta')],
  ['a resume that leaves out a line', () => ({ log: new SkippingLog() })],
  ['a resume that brings nothing', () => ({ log: new CredulousLog() })],
  ['a prompt that is written twice', () => ({ log: new DoublingLog() })],
  ['a prompt that is not written', () => ({ log: new LosingLog() })],
]

test.each(faults)('%s', async (_, fault) => {
  await expect(playInMemory(300, { fault, shrinks: false, seed: 1 })).rejects.toThrow(
    /seed: -?\d+[\s\S]*Counterexample: .*"do":/,
  )
})

test('a failure is shrunk to few steps', async () => {
  const fault = (): Fault => ({ log: new LosingLog() })
  const told = await playInMemory(300, { fault, seed: 1 }).catch((error: Error) => error.message)
  const [, steps = ''] = /Counterexample: \[(\[.*\])\]/.exec(told ?? '') ?? []
  expect(steps.match(/"do":/g)?.length).toBeLessThanOrEqual(12)
})
