// An agent's output as messages: what is none is counted between two of them, and no more is read than is dealt with.

import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { agentStream } from '../../server/agents/agent-stream.ts'
import { settled } from '../harness/clock.ts'

function streamed(limits: { readonly agentMessage: number; readonly agentRubbish: number }) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  const faults: string[] = []
  let messages = 0
  const { stream } = agentStream({
    stdin,
    stdout,
    limits,
    onMessage: () => messages++,
    onRubbish: () => {},
    onFault: (what) => faults.push(what),
  })
  const says = (text: string): void => void stdout.write(`${text}\n`)
  return { stream, stdout, faults, says, count: () => messages }
}

const message = (id: number): string => JSON.stringify({ jsonrpc: '2.0', id, result: {} })

test('WD6 what is no message ends an agent where there is too much of it between two messages, and not before', async () => {
  const { says, faults, count } = streamed({ agentMessage: 1000, agentRubbish: 50 })
  for (let at = 0; at < 5; at++) {
    says('x'.repeat(40))
    says(message(at))
  }
  await settled()
  expect([count(), faults]).toEqual([5, []])
  says('x'.repeat(40))
  says('x'.repeat(40))
  await settled()
  expect(faults).toEqual([expect.stringContaining('prints what is no ACP')])
})

test('WD7 of a flood no more is read than can be dealt with, and nothing is lost', async () => {
  const { stream, stdout, says, count } = streamed({ agentMessage: 1000, agentRubbish: 50 })
  const all = 1000
  for (let id = 0; id < all; id++) says(message(id))
  for (let turn = 0; turn < 20; turn++) await settled()
  expect(count()).toBeLessThan(100)
  expect(stdout.isPaused()).toBe(true)
  stdout.end()
  const ids: unknown[] = []
  for await (const got of stream.readable) ids.push('id' in got && got.id)
  expect(ids).toEqual(Array.from({ length: all }, (_, id) => id))
})
