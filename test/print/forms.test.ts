// A form of the agent's where nobody is there to fill it in.

import { expect, test } from 'vitest'
import { PrintRun } from '../../client/print/print-run.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import { question, ScriptedConnection } from '../terminal/scripted-connection.ts'

test('TK14 a form is declined once, and what it asked is kept to be told', async () => {
  const connection = new ScriptedConnection()
  connection.live()
  const policy = { mode: undefined, rules: [] }
  const limits = defaultLimits
  const run = new PrintRun({ connection, text: 'go', policy, onView: () => {}, clock: new FakeClock(), limits })
  const activity = { is: 'running', prompt: run.prompt, since: '2026-01-01T00:00:00.000Z' } as const
  connection.state({ activity, questions: question('q', []) })
  // Not before its own prompt has been taken: it may be another's.
  expect(connection.asked('respond')).toEqual([])
  connection.madeCalls('prompt')[0]?.answer({ standing: 'running' })
  await settled()
  connection.state({ title: 'Anything else' })
  expect(connection.asked('respond')).toEqual([{ question: 'q', answer: { action: 'decline' } }])
  expect(run.unanswered.map(({ message }) => message)).toEqual(['Which one?'])
})
