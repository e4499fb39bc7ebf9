// `/tasks`: what runs beside the conversation; opens one, which brings a task to the front on every own device, or stops it.

import { lastOfWork, workStanding } from '../../shared/agent-work.ts'
import type { Connection } from '../connection.ts'
import { duration } from '../duration.ts'
import { plainLine } from '../plain-text.ts'
import { type Listed, listed } from '../tasks/listed.ts'
import { lastWord, taskFacts, taskSpan, taskWords } from '../tasks/task-words.ts'
import { workKind, workSpan } from '../tasks/work-words.ts'
import type { DeviceCommand } from './command.ts'

/** As they were listed last: numbers mean these. */
const shown = new WeakMap<Connection, readonly Listed[]>()

export const tasks: DeviceCommand = {
  name: 'tasks',
  argument: '[open|stop 1]',
  choices: () => [
    { value: 'open', description: 'go on in its session, or see what it did' },
    { value: 'stop', description: 'interrupt it' },
  ],
  description: 'what runs beside the conversation; open, stop',
  role: 'view',
  async run({ connection, say, showTasks, now }, argument) {
    const [verb, place, ...more] = argument.split(/\s+/).filter((word) => word !== '')
    const { view } = connection
    const all = listed(view.tasks, view.state)
    if (verb === undefined) {
      if (showTasks) return showTasks()
      shown.set(connection, all)
      return say(taskLines(all, now()))
    }
    if ((verb !== 'open' && verb !== 'stop') || more.length > 0) {
      return say(`/tasks takes open or stop and a number: /tasks open 1`, 'warning')
    }
    const one = (shown.get(connection) ?? all)[Number(place ?? 1) - 1]
    if (!one) return say('Look at the list first, then give its number: /tasks', 'warning')
    if (verb === 'stop') {
      if (one.is === 'task') await connection.call('stopTask', { task: one.task.id })
      else await connection.call('stopWork', { work: one.id })
    } else if (one.is === 'task') await connection.call('open', { session: one.task.session })
    else
      say(
        await (await import('../tasks/work-text.ts')).workText(
          connection,
          one.id,
          view.state?.work?.[one.id] ?? one.work,
        ),
      )
  },
}

function taskLines(all: readonly Listed[], now: number): string {
  if (all.length === 0) return 'Nothing runs beside this session. /background <prompt> starts a task.'
  const lines = all.flatMap((one, at) => {
    const { title, facts, last } = wordsOf(one, now)
    const head = `${at + 1}  ${plainLine(title)} · ${facts.filter((fact) => fact !== undefined).join(' · ')}`
    return last === '' ? [head] : [head, `   ${last}`]
  })
  return `${lines.join('\n')}\n/tasks open 1 · /tasks stop 1`
}

function wordsOf(one: Listed, now: number): { title: string; facts: (string | undefined)[]; last: string } {
  if (one.is === 'work') {
    const { work } = one
    const facts = [`${workStanding(work)} ${duration(workSpan(work, now))}`, workKind(work)]
    return { title: work.title, facts, last: plainLine(lastOfWork(work)) }
  }
  const { task } = one
  const facts = [`${taskWords[task.state]} ${duration(taskSpan(task, now))}`, ...taskFacts(task)]
  return { title: task.title, facts, last: lastWord(task) }
}
