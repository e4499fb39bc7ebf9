// Which session `--continue` comes back to where tasks ran beside it.

import { expect, test } from 'vitest'
import { openSession } from '../../server/cli/session.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { TestHost } from '../harness/test-host.ts'

/** A host whose first session was talked in, and that ran a task beside it which ended later. */
async function withTask(saidFirst: boolean): Promise<{ it: TestHost; first: TranscriptId; task: TranscriptId }> {
  const it = await TestHost.start()
  const terminal = it.terminal()
  await expect.poll(() => terminal.status.is).toBe('live')
  if (saidFirst) {
    await terminal.prompt('echo first').answered
    await expect.poll(() => terminal.view.state?.activity.is).toBe('idle')
  }
  await terminal.call('background', { text: 'echo task' })
  await expect.poll(() => terminal.view.tasks.tasks[0]?.state).toBe('done')
  const [task] = terminal.view.tasks.tasks
  if (!task) throw new Error('there is no task')
  return { it, first: it.first.state.transcript, task: task.session }
}

async function continued(it: TestHost): Promise<TranscriptId> {
  const session = await openSession({ kind: 'continue' }, 'shell', it.machine)
  session.release()
  return session.log.id
}

test.each([true, false])(
  'CV5 a task is passed over, though it is the newest; something said in the other: %s',
  async (saidFirst) => {
    const { it, first } = await withTask(saidFirst)
    await it.close()
    expect(await continued(it)).toBe(first)
  },
)

test('CV5 a task that somebody went on with is a session like any other', async () => {
  const { it, task } = await withTask(true)
  await it.close()
  const session = await openSession({ kind: 'resume', id: task }, 'shell', it.machine)
  session.release()
  expect(await continued(it)).toBe(task)
})

test('CV5 so is one that was opened while it ran', async () => {
  const { it, task } = await withTask(true)
  await it.join(it.first).ok('open', { session: task })
  await it.close()
  expect(await continued(it)).toBe(task)
})
