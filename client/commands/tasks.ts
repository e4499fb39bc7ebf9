// `/tasks`: what runs beside this session; opens one, which brings it to the front on every own device, or stops it.

import type { Task } from '../../shared/tasks.ts'
import type { Connection } from '../connection.ts'
import { duration } from '../duration.ts'
import { plainLine } from '../plain-text.ts'
import { elsewhere, lastWord, taskSpan, taskWords } from '../tasks/task-words.ts'
import type { DeviceCommand } from './command.ts'

/** As they were listed last: numbers mean these. */
const listed = new WeakMap<Connection, readonly Task[]>()

export const tasks: DeviceCommand = {
  name: 'tasks',
  argument: '[open|stop 1]',
  choices: () => [
    { value: 'open', description: 'go on in its session' },
    { value: 'stop', description: 'interrupt it' },
  ],
  description: 'what runs beside this session; open, stop',
  role: 'view',
  reach: 'host',
  async run({ connection, say, showTasks, now }, argument) {
    const [verb, place, ...more] = argument.split(/\s+/).filter((word) => word !== '')
    if (verb === undefined) {
      if (showTasks) return showTasks()
      listed.set(connection, connection.view.tasks.tasks)
      return say(taskLines(connection.view.tasks.tasks, now()))
    }
    if ((verb !== 'open' && verb !== 'stop') || more.length > 0) {
      return say(`/tasks takes open or stop and a number: /tasks open 1`, 'warning')
    }
    const task = (listed.get(connection) ?? connection.view.tasks.tasks)[Number(place ?? 1) - 1]
    if (!task) return say('Look at the list first, then give its number: /tasks', 'warning')
    if (verb === 'open') await connection.call('open', { session: task.session })
    else await connection.call('stopTask', { task: task.id })
  },
}

function taskLines(all: readonly Task[], now: number): string {
  if (all.length === 0) return 'Nothing runs beside this session. /background <prompt> starts a task.'
  const lines = all.flatMap((task, at) => {
    const where = elsewhere(task)
    const facts = [`${taskWords[task.state]} ${duration(taskSpan(task, now))}`, plainLine(task.agent), where]
    const head = `${at + 1}  ${plainLine(task.title)} · ${facts.filter((fact) => fact !== undefined).join(' · ')}`
    const last = lastWord(task)
    return last === '' ? [head] : [head, `   ${last}`]
  })
  return `${lines.join('\n')}\n/tasks open 1 · /tasks stop 1`
}
