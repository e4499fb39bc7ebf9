// What the agent says about itself, on the phone: options in the sheet, its plan, its notices, the diffs of its edits.

import { expect, test } from 'vitest'
import type { AgentBoard } from '../../shared/agent-board.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { PermissionId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { question, running, someWork } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined, more, patch, prompt, reply, result, tool } from './wire.ts'

const stage = useStage()

async function opened(state: Partial<RoomState>, role: Role = 'owner') {
  const phone = await stage.phone()
  const agent = { name: 'claude', label: 'Claude Code', sign: '>' }
  await frames(phone.page, ...joined([], { agent, ...state }, role))
  return { phone, page: phone.page }
}

const mode = {
  id: 'mode',
  order: 0,
  name: 'Mode',
  category: 'mode' as const,
  current: 'ask',
  choices: [
    { value: 'ask', name: 'Ask' },
    { value: 'plan', name: 'Plan' },
    { value: 'yolo', name: 'YOLO', role: 'owner' as const },
  ],
}
const board: AgentBoard = { options: { mode }, context: { used: 42, size: 100 } }

test('OP3 OP4 a mode is chosen in the sheet; shown is what the agent says, and why it was refused', async () => {
  const { phone, page } = await opened(board)
  await page.getByText('Ask · context 42 %').click()
  const list = page.getByRole('combobox', { name: 'Mode' })
  await list.selectOption('plan')
  expect(await made(page)).toMatchObject([{ method: 'configure', params: { option: 'mode', value: 'plan' } }])
  expect(await list.inputValue()).toBe('ask')
  await refuse(page, 'configure', 'unavailable', 'It did not take Plan: not now.')
  await page.getByRole('alert').getByText('not now').waitFor()
  await list.selectOption('plan')
  await answer(page, 'configure', {})
  await frames(page, patch({ options: { mode: { current: 'plan', before: 'ask' } } }))
  await expect.poll(() => list.inputValue()).toBe('plan')
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('OP5 what takes an owner is disabled on another’s device, and everything on one that may not drive', async () => {
  const driver = await opened(board, 'drive')
  await driver.page.getByRole('button', { name: /devices?$/ }).click()
  const choice = driver.page.getByRole('option', { name: 'YOLO (an owner’s device only)' })
  expect(await choice.isDisabled()).toBe(true)
  const watcher = await opened(board, 'approve')
  await watcher.page.getByRole('button', { name: /devices?$/ }).click()
  expect(await watcher.page.getByRole('combobox', { name: 'Mode' }).isDisabled()).toBe(true)
  await watcher.page.getByText('This device may not change it.').waitFor()
})

test('OP7 OP8 a plan unfolds and changes in place; notices stand until they are gone', async () => {
  const items = [
    { text: 'look', standing: 'doing' },
    { text: 'leap', standing: 'pending' },
  ]
  const { page } = await opened({ plans: { plan: { order: 1, items: items as never } } })
  await page.getByText('0 of 2 done').click()
  await page.getByRole('img', { name: 'Being done' }).waitFor()
  await frames(
    page,
    patch({
      plans: {
        plan: {
          items: [
            { text: 'look', standing: 'done' },
            { text: 'leap', standing: 'doing' },
          ],
        },
      },
      notices: { n1: { order: 1, tone: 'info', text: 'Nearly there', at: '' } },
    }),
  )
  await page.getByText('1 of 2 done').waitFor()
  expect(await page.getByRole('img', { name: 'Done', exact: true }).count()).toBe(1)
  await page.getByText('Nearly there').waitFor()
  await frames(page, patch({ notices: null }))
  await page.getByText('Nearly there').waitFor({ state: 'detached' })
})

test('SA1 SA3 a sub-agent is a line in the card of its call, by itself where that is missing, and named where it asks', async () => {
  const a = { ...someWork(1), call: 't1', calls: 1, last: 'make' }
  const asked = { ...question, id: 'p' as PermissionId, title: 'make', from: 'Look around' }
  const { phone, page } = await opened({ activity: running('x'), work: { a }, permissions: { p: asked } })
  await page.getByText('Look around needs your answer').waitFor()
  await page.locator('.board').getByText('Look around: running, 1 call · make').waitFor()
  await frames(page, more(tool('t1', 'Agent', 'Look around'), result('t1', 'Started.')))
  await phone.transcript.getByText('Look around: running, 1 call · make').waitFor()
  expect(await page.locator('.board').getByText('Look around').count()).toBe(0)
  await frames(page, patch({ work: { a: { standing: 'done', last: 'All is well.' } }, permissions: { p: null } }))
  await phone.transcript.getByText('Look around: done, 1 call · All is well.').waitFor()
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('SA5 what a sub-agent did is brought into the card of its call, and why it cannot be is said', async () => {
  const { phone, page } = await opened({})
  await frames(page, more(tool('t1', 'Agent', 'Look around'), result('t1', 'Started.')))
  // The first agent that talks brings the part that shows it.
  const card = phone.transcript.locator('.tool').first()
  await card.getByText('Look around').click()
  await card.getByRole('button', { name: 'Show what it did' }).click()
  await refuse(page, 'within', 'not_found', 'Nothing is kept of it.')
  await card.getByText('Nothing is kept of it.').waitFor()
  await card.getByRole('button', { name: 'Show what it did' }).click()
  await answer(page, 'within', {
    entries: [tool('c1', 'Bash', 'ls'), result('c1', 'a.txt'), reply('m', 'There is one file.')],
    before: 700,
  })
  await card.getByText('There is one file.').waitFor()
  await card.getByText('a.txt').waitFor()
  await card.getByRole('button', { name: 'What came before' }).click()
  await answer(page, 'within', { entries: [prompt('p1', 'Look, please.')], before: null })
  await card.getByText('Look, please.').waitFor()
  expect(await made(page)).toMatchObject([
    { method: 'within', params: { of: 't1' } },
    { method: 'within', params: { of: 't1' } },
    { method: 'within', params: { of: 't1', before: 700 } },
  ])
  expect(await card.getByRole('button', { name: 'What came before' }).count()).toBe(0)
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

const change: FileChange = {
  path: 'src/a.ts',
  diff: '@@ -1,2 +1,2 @@\n one\n-two\n+2',
  added: 1,
  removed: 1,
  omitted: 7,
}

test('OP10 an edit is shown as its diff in the question and in the transcript, and says what is left out', async () => {
  const asked = { ...question, id: 'p' as PermissionId, tool: 't1', title: 'Edit src/a.ts', changes: [change] }
  const { phone, page } = await opened({ activity: running('x'), permissions: { p: asked } })
  await frames(page, more({ ...tool('t1', 'Edit', 'src/a.ts'), changes: [change] } as never))
  await phone.transcript.getByText('src/a.ts').waitFor()
  // Once is enough.
  expect(await phone.transcript.getByText('-two').count()).toBe(0)
  const card = page.getByRole('group', { name: 'Edit src/a.ts' })
  const lines = card.getByRole('group', { name: 'Changes of src/a.ts' })
  await lines.getByText('+2').waitFor()
  expect(await lines.innerText()).toMatch(/one\s+-two\s+\+2/)
  await card.getByText('7 more lines not shown').waitFor()
  await card.getByRole('button', { name: 'Show all' }).click()
  await answer(page, 'read', { text: `${change.diff}\n+more`, total: change.diff.length + 10 })
  await answer(page, 'read', { text: '\n+end', total: change.diff.length + 10 })
  await lines.getByText('+end').waitFor()
  expect(await card.getByText('not shown').count()).toBe(0)
  await frames(
    page,
    patch({ permissions: { p: null }, activity: { is: 'idle', prompt: null, since: null } }),
    more({ ...result('t1', 'The file was updated.'), changes: [change] } as never),
  )
  await phone.transcript.getByText('-two').waitFor()
  expect(await phone.transcript.getByText('The file was updated.').count()).toBe(0)
})

test('OP10 a device that may only watch reads all of what is asked, and answers nothing', async () => {
  const asked = { ...question, id: 'p' as PermissionId, title: 'Edit src/a.ts', changes: [change] }
  const { page } = await opened({ activity: running('x'), permissions: { p: asked } }, 'view')
  const card = page.getByRole('group', { name: 'Edit src/a.ts' })
  await card.getByText('Another one has to answer.').waitFor()
  await card.getByRole('button', { name: 'Show all' }).click()
  await answer(page, 'read', { text: `${change.diff}\n+end`, total: change.diff.length + 5 })
  await card.getByText('+end').waitFor()
  expect(await card.getByRole('button', { name: 'Allow once' }).isDisabled()).toBe(true)
})

test('OP5 an answer after which the agent asks nobody any more is an owner’s to give', async () => {
  const options = [
    ...question.options,
    { id: 'all', name: 'Yes, to all', kind: 'allow_always' as const, role: 'owner' as const },
  ]
  const { phone } = await opened({ activity: running('x'), permissions: { p: { ...question, options } } }, 'drive')
  await phone.button('Yes, to all').waitFor()
  expect(await phone.button('Yes, to all').isDisabled()).toBe(true)
  await expect.poll(() => phone.button('Allow once').isDisabled()).toBe(false)
})

test('BW1 BW5 BW7 what the agent runs by itself is in the list of tasks: opened, stopped where there is a way, told when over', async () => {
  const agent = { ...someWork(1), call: 't1', stops: true as const, apart: true as const }
  const command = {
    ...someWork(2),
    kind: 'command' as const,
    title: 'npm test',
    apart: true as const,
    prints: true as const,
  }
  const { phone, page } = await opened({ work: { a: agent, b: { ...command, last: 'ok 1' } } })
  await page.getByRole('button', { name: 'Tasks, 2 running' }).click()
  const sheet = page.getByRole('dialog', { name: 'Tasks' })
  const item = (title: string) => sheet.getByRole('listitem').filter({ hasText: title })
  await item('npm test').getByText('Claude Code has no way to stop it from here: ask it to.').waitFor()
  expect(await item('npm test').getByRole('button', { name: 'Stop' }).count()).toBe(0)
  await item('npm test').getByRole('button', { name: 'Open' }).click()
  await answer(page, 'output', { text: 'ok 1\nok 2\n', size: 10 })
  await item('npm test').getByText('ok 2').waitFor()
  await item('Look around').getByRole('button', { name: 'Stop' }).click()
  await answer(page, 'stopWork', {})
  await item('Look around').getByRole('button', { name: 'Open' }).click()
  await item('Look around').getByRole('button', { name: 'Show what it did' }).click()
  await answer(page, 'within', { entries: [reply('m', 'There is one file.')], before: null })
  await item('Look around').getByText('There is one file.').waitFor()
  await frames(page, patch({ work: { a: { standing: 'stopped' }, b: { standing: 'failed', reason: 'exit code 1' } } }))
  const notes = page.getByRole('status', { name: 'Notes' })
  await notes.getByText('Sub-agent “Look around” was stopped.').waitFor()
  await notes.getByText('In the background “npm test” failed: exit code 1').waitFor()
  expect(await made(page)).toMatchObject([
    { method: 'output', params: { work: 'b' } },
    { method: 'stopWork', params: { work: 'a' } },
    { method: 'within', params: { of: 't1' } },
  ])
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})
