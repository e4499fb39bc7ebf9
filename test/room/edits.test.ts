// Edits: as a diff while they run, in the question, and in the transcript; recorded in Claude Code's own words.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTranscript, openTranscript } from '../../server/store/open-transcript.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { shown } from '../../shared/room-view.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { TestRoom } from '../harness/test-room.ts'

const toolOf = (device: RoomDevice) =>
  shown(device.view).flatMap((item) => (item.kind === 'tool' ? [item.tool] : []))[0]

const id = '3f0f1f9e-5a55-4a77-9a7e-2f4e9d1c0b11' as TranscriptId

async function recorded() {
  const folder = temporaryFolder()
  const options = { configFolder: folder, directory: '/home/me/project', version: 'test', limits: defaultLimits }
  const log = createTranscript({ ...options, id })
  const it = await TestRoom.on(log)
  const phone = it.join()
  await phone.ok('prompt', { text: 'edit it' })
  await phone.until(() => it.agent.prompts.length === 1)
  const lines = () =>
    readFileSync(log.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const reread = () => {
    const again = openTranscript({ ...options, id })
    const { entries } = again.page(undefined, 50)
    again.close()
    return entries
  }
  return { it, phone, lines, reread }
}

const edits = [{ path: '/p/a.ts', before: 'one\ntwo\nthree', after: 'one\n2\nthree' }]
const change = { path: '/p/a.ts', diff: ' one\n-two\n+2\n three', added: 1, removed: 1 }

test('OP10 an edit is shown as a diff while it runs, in the question, and when it is recorded', async () => {
  const { it, phone, lines, reread } = await recorded()
  it.agent.tool({ id: 't1', name: 'Edit', title: 'Edit a.ts', input: { filePath: '/p/a.ts', replaceAll: true } })
  it.agent.tool({ id: 't1', edits })
  const asked = it.agent.asks('t1')
  await settled()
  expect(toolOf(phone)).toMatchObject({ state: 'asked', changes: [change] })
  const [permission] = Object.values(phone.view.state?.permissions ?? {})
  expect(permission).toMatchObject({ changes: [change] })
  if (permission) await phone.ok('answer', { permission: permission.id, option: 'once' })
  await asked
  it.agent.tool({ id: 't1', status: 'completed' })
  it.agent.finishes()
  await settled()
  expect(toolOf(phone)).toMatchObject({ state: 'done', changes: [change], output: '/p/a.ts: +1 −1' })

  const call = lines().find((line) => line.type === 'assistant')
  expect(call.message.content[0]).toMatchObject({
    name: 'Edit',
    input: { file_path: '/p/a.ts', old_string: 'one\ntwo\nthree', new_string: 'one\n2\nthree' },
  })
  expect(lines().find((line) => line.toolUseResult)?.toolUseResult).toEqual({
    filePath: '/p/a.ts',
    oldString: 'one\ntwo\nthree',
    newString: 'one\n2\nthree',
    structuredPatch: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' one', '-two', '+2', ' three'] }],
    replaceAll: false,
    userModified: false,
  })
  expect(reread()).toMatchObject([{ kind: 'prompt' }, { kind: 'tool', input: '' }, { kind: 'result' }])
  expect(reread().flatMap((entry) => ('changes' in entry ? [entry.changes] : []))).toEqual([[change], [change]])
})

test('OP10 a new file is one that is written; what an agent calls its parts does not matter', async () => {
  const { it, phone, lines } = await recorded()
  it.agent.tool({
    id: 't1',
    name: 'Edit',
    title: 'write b',
    input: { filePath: '/p/b', content: 'x\ny\n' },
    status: 'in_progress',
  })
  await settled()
  expect(toolOf(phone)).toMatchObject({ changes: [{ path: '/p/b', diff: '+x\n+y', added: 2, removed: 0 }] })
  it.agent.tool({ id: 't1', status: 'completed', output: { whole: 'Wrote it.' } })
  await settled()
  expect(lines().find((line) => line.type === 'assistant').message.content[0]).toMatchObject({
    name: 'Write',
    input: { file_path: '/p/b', content: 'x\ny\n' },
  })
  expect(toolOf(phone)).toMatchObject({ output: 'Wrote it.', changes: [{ added: 2 }] })
})

test('OP10 an edit that was refused shows what it would have changed, and nothing as changed', async () => {
  const { it, phone, lines } = await recorded()
  it.agent.tool({ id: 't1', name: 'Edit', title: 'Edit a.ts', edits })
  it.agent.tool({ id: 't1', status: 'failed', output: { whole: 'The user said no.' } })
  await settled()
  expect(toolOf(phone)).toMatchObject({ state: 'failed', changes: [change], output: 'The user said no.' })
  expect(lines().find((line) => line.toolUseResult)?.toolUseResult).toBe('The user said no.')
})

test('OP10 a long diff is cut after whole lines and says how many are left out', async () => {
  const it = await TestRoom.start({ entryText: 50 })
  const phone = it.join()
  await settled()
  const after = Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n')
  it.agent.tool({ id: 't1', name: 'Write', edits: [{ path: '/p/b', after }] })
  await settled()
  const [found] = toolOf(phone)?.changes ?? []
  expect(found).toEqual({
    path: '/p/b',
    diff: '+line 0\n+line 1\n+line 2\n+line 3\n+line 4\n+line 5',
    added: 30,
    removed: 0,
    omitted: 24,
  })
})

test('OP7 what stands of a plan at the end of a turn is in the transcript, as Claude Code keeps it', async () => {
  const { it, phone, reread } = await recorded()
  const items = [
    { text: 'one', standing: 'done' as const },
    { text: 'two', standing: 'doing' as const },
  ]
  it.agent.tells({ is: 'plan', id: 'plan', plan: { items: items.slice(0, 1) } })
  it.agent.tells({ is: 'plan', id: 'plan', plan: { items } })
  const idle = (): boolean => phone.view.state?.activity.is === 'idle'
  it.agent.finishes()
  await phone.until(idle)
  await phone.ok('prompt', { text: 'go on' })
  await phone.until(() => it.agent.prompts.length === 2)
  it.agent.finishes()
  await phone.until(idle)
  expect(reread()).toMatchObject([
    { kind: 'prompt' },
    { kind: 'tool', name: 'TodoWrite', title: '1 of 2 done', input: '[x] one\n[>] two' },
    { kind: 'result', text: '1 of 2 done.', failed: false },
    { kind: 'prompt' },
  ])
})

test('OP7 Claude’s lists of things to do, and its plans, are read as such', () => {
  const folder = temporaryFolder()
  const path = join(folder, `${id}.jsonl`)
  const options = { path, directory: '/', version: 'test', limits: defaultLimits }
  const log = createTranscript(options)
  const todos = [
    { content: 'one', status: 'completed', activeForm: 'x' },
    { content: 'two', status: 'in_progress', activeForm: 'x' },
    { content: 'three', status: 'pending', activeForm: 'x' },
  ]
  const call = { kind: 'tool', message: 'm', model: 'x' } as const
  log.append([
    { ...call, id: 't1', name: 'TodoWrite', input: { todos } },
    { ...call, id: 't2', name: 'ExitPlanMode', input: { plan: '# Do it\n1. so' } },
  ])
  expect(log.page(undefined, 5).entries).toMatchObject([
    { title: '1 of 3 done', input: '[x] one\n[>] two\n[ ] three' },
    { title: 'ExitPlanMode', input: '# Do it\n1. so' },
  ])
  log.close()
})

/** A file of `count` lines, each of which is changed. */
const longEdit = (count: number) => {
  const lines = (word: string) => Array.from({ length: count }, (_, at) => `${word} of line ${at}`).join('\n')
  return [{ path: '/p/long.ts', before: lines('old words'), after: lines('new words') }]
}

async function wholeDiff(device: RoomDevice, of: string, path: string) {
  let text = ''
  for (;;) {
    const piece = await device.ok('read', { of, from: text.length, path })
    text += piece.text
    if (piece.text === '' || text.length >= piece.total) return { text, omitted: piece.omitted }
  }
}

test('OP10 a diff that was cut is read whole while it is asked about and when it is recorded, by whoever may view', async () => {
  const { it, phone } = await recorded()
  const guest = it.join({ device: 'guest', role: 'view' })
  it.agent.tool({ id: 't1', name: 'Edit', title: 'Edit long.ts', input: { filePath: '/p/long.ts' } })
  it.agent.tool({ id: 't1', edits: longEdit(4000) })
  const asked = it.agent.asks('t1')
  await settled()
  const [permission] = Object.values(phone.view.state?.permissions ?? {})
  const [cut] = permission?.changes ?? []
  expect(cut?.omitted).toBeGreaterThan(4000)
  const whole = await wholeDiff(guest, 't1', '/p/long.ts')
  expect(whole.omitted).toBeUndefined()
  expect(whole.text.split('\n')).toHaveLength(8000)
  expect(whole.text.startsWith(cut?.diff ?? 'nothing')).toBe(true)
  expect(whole.text.endsWith('+new words of line 3999')).toBe(true)
  if (permission) await phone.ok('answer', { permission: permission.id, option: 'once' })
  await asked
  it.agent.tool({ id: 't1', status: 'completed' })
  it.agent.finishes()
  await settled()
  expect(await wholeDiff(guest, 't1', '/p/long.ts')).toEqual(whole)
  const nowhere = { error: { code: 'not_found', message: 'That change is not in this transcript.' } }
  expect(await guest.call('read', { of: 't1', from: 0, path: '/p/other.ts' })).toMatchObject(nowhere)
  expect(await guest.call('read', { of: 't2', from: 0, path: '/p/long.ts' })).toMatchObject(nowhere)
})

test('OP10 of a diff that is longer still the rest is counted; what is too large to be compared is said to be', async () => {
  const { it, phone } = await recorded()
  it.agent.tool({ id: 't1', name: 'Edit', edits: longEdit(20_000) })
  it.agent.tool({ id: 't2', name: 'Edit', edits: longEdit(200_000) })
  const { text, omitted = 0 } = await wholeDiff(phone, 't1', '/p/long.ts')
  expect(text.length).toBeLessThanOrEqual(defaultLimits.wholeDiff)
  expect(text.split('\n').length + omitted).toBe(40_000)
  expect(await phone.call('read', { of: 't2', from: 0, path: '/p/long.ts' })).toMatchObject({
    error: { code: 'too_large' },
  })
})
