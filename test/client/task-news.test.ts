// What a device says of tasks: once, when there is something to say.

import { expect, test } from 'vitest'
import { TaskNews } from '../../client/tasks/task-news.ts'
import { noTasks, type Tasks } from '../../shared/tasks.ts'
import { someTask } from '../harness/some-tasks.ts'

const told = (news: TaskNews, tasks: Tasks['tasks'], trouble?: string): string[] =>
  news.look({ tasks, trouble }).map(({ text, tone }) => `${tone === 'warning' ? '! ' : ''}${text}`)

test('TK13 a task that is over is told once, with its last word', () => {
  const news = new TaskNews()
  const [one, two, three] = [someTask('1'), someTask('2', { title: 'build' }), someTask('3', { title: 'wait' })]
  expect(told(news, [one, two, three])).toEqual([])
  expect(told(news, [{ ...one, last: 'Reading' }, two, three])).toEqual([])
  const over = [
    { ...one, state: 'done', last: 'All pass.' } as const,
    { ...two, state: 'failed', reason: 'The agent ended.', last: 'x' } as const,
    { ...three, state: 'stopped' } as const,
  ]
  expect(told(news, over)).toEqual([
    'Task “fix the flaky upload test” is done: All pass.',
    '! Task “build” failed: The agent ended.',
    '! Task “wait” was stopped.',
  ])
  expect(told(news, over)).toEqual([])
})

test('TK13 who comes later hears only of what waits', () => {
  const news = new TaskNews()
  const waiting = someTask('2', { state: 'needs_you' })
  expect(told(news, [someTask('1', { state: 'done' }), waiting])).toEqual([
    '! Task “fix the flaky upload test” needs you. /tasks opens it.',
  ])
  // Back from another room, or from a lost connection: the list was gone for a moment.
  expect([...told(news, noTasks.tasks), ...told(news, [someTask('1', { state: 'done' }), waiting])]).toEqual([])
  expect(told(news, [{ ...waiting, state: 'done' }, someTask('3', { state: 'done', title: 'quick' })])).toEqual([
    'Task “fix the flaky upload test” is done.',
    'Task “quick” is done.',
  ])
})

test('TK12 TK13 that announcing failed is told once; what agents say moves no cursor', () => {
  const news = new TaskNews()
  const bad = someTask('1', { title: 'a\u001b[2Jb' })
  expect(told(news, [bad], 'It rang no bell.')).toEqual(['! It rang no bell.'])
  expect(told(news, [{ ...bad, state: 'done', last: 'x\u001b]0;y\u0007z' }], 'It rang no bell.')).toEqual([
    'Task “ab” is done: xz',
  ])
})
