// A prompt without a person whose agent goes on in the background: for how long that is waited for, and how it is cut short.

import { expect, test } from 'vitest'
import { PrintRun } from '../../client/print/print-run.ts'
import type { AgentWork } from '../../shared/agent-work.ts'
import { defaultLimits } from '../../shared/limits.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import { ScriptedConnection } from '../terminal/scripted-connection.ts'

const make: AgentWork = {
  order: 1,
  kind: 'command',
  title: 'make',
  standing: 'running',
  since: '2026-01-01T00:00:00.000Z',
  calls: 0,
  apart: true,
}

/** Its turn is over, and a command runs on. */
async function lingering() {
  const connection = new ScriptedConnection()
  const clock = new FakeClock()
  connection.live()
  const policy = { mode: undefined, rules: [] }
  const run = new PrintRun({ connection, text: 'go', policy, onView: () => {}, clock, limits: defaultLimits })
  const turn = (unasked?: true): Partial<RoomState> => ({
    activity: { is: 'running', prompt: run.prompt, since: make.since, unasked },
  })
  connection.state(turn())
  connection.madeCalls('prompt')[0]?.answer({ standing: 'running' })
  await settled()
  connection.state({ activity: { is: 'idle' }, work: { b1: make } })
  let end: unknown
  void run.ended.then((ended) => {
    end = ended
  })
  const other = { is: 'running', prompt: 'other' as typeof run.prompt, since: make.since, unasked: true } as const
  return { run, connection, clock, other, end: () => end }
}

test('TK15 it waits for what runs in the background and for what the agent says of that', async () => {
  const { run, connection, clock, other, end } = await lingering()
  await clock.pass(defaultLimits.printLingers - 1)
  connection.state({ activity: other })
  await clock.pass(10 * defaultLimits.printLingers)
  connection.state({ activity: { is: 'idle' } })
  await clock.pass(defaultLimits.printLingers - 1)
  expect(end()).toBeUndefined()
  connection.state({ work: { b1: { ...make, standing: 'done' } }, waking: true })
  await settled()
  expect(end()).toBeUndefined()
  connection.state({ waking: undefined })
  await settled()
  expect(end()).toEqual({ is: 'done' })
  expect(run.left).toBeUndefined()
})

test('TK15 what goes on for longer than that is left, and named', async () => {
  const { run, clock, end } = await lingering()
  await clock.pass(defaultLimits.printLingers)
  expect(end()).toEqual({ is: 'done' })
  expect(run.left).toBe('1 command in the background')
})

test('TK6 TK15 interrupted it waits for nothing', async () => {
  const { run, connection, end } = await lingering()
  run.stop()
  await settled()
  expect(end()).toEqual({ is: 'done' })
  expect(connection.madeCalls('cancel')).toEqual([])
})
