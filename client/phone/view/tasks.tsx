// What runs beside the session: a button while there is something, a sheet that lists it, a note when it is over.

import { effect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { mayAct } from '../../../shared/roles.ts'
import { isOver, type Task } from '../../../shared/tasks.ts'
import { plainLine } from '../../plain-text.ts'
import { atWork, listed } from '../../tasks/listed.ts'
import { TaskNews } from '../../tasks/task-news.ts'
import { canOpen, canStop, lastWord, taskFacts, taskSpan, taskWords } from '../../tasks/task-words.ts'
import { WorkEnds } from '../../tasks/work-ends.ts'
import { lateStyles } from '../page/late-styles.ts'
import { useNow } from '../page/ticking.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/tasks.css?inline'
import { useDoing } from './doing.ts'
import { factsLine } from './facts.ts'
import { drawn } from './icons.tsx'
import { showOverRoom } from './over-room.tsx'
import { useSession } from './room-context.ts'
import { Sheet } from './sheet.tsx'
import { elapsed } from './times.ts'
import { WorkItem } from './work-item.tsx'

lateStyles(styles)

const TasksIcon = drawn(<path d="M4 7l2 2 3-4M12 7h8M4 16l2 2 3-4M12 16h8" />)

/** One for the page: the room's views come and go. */
const news = new TaskNews()
const ends = new WorkEnds()

export function openTasks(session: Session): void {
  showOverRoom(session, (close) => <TaskSheet onClose={close} />)
}

/** Stays while there is none, too: it says what is new of them. */
export function TasksButton(): JSX.Element | null {
  const session = useSession()
  const { tasks } = session.tasks.value
  useEffect(
    () =>
      effect(() => {
        for (const { text } of news.look(session.tasks.value)) session.notes.say(text)
        for (const { text } of ends.look(session.state.value?.work)) session.notes.say(text)
      }),
    [],
  )
  const all = listed(session.tasks.value, session.state.value)
  const running = all.filter(atWork).length
  const waits = tasks.some(({ state }) => state === 'needs_you')
  if (all.length === 0) return null
  const label = `Tasks${running > 0 ? `, ${running} running` : ''}${waits ? ', one needs you' : ''}`
  return (
    <button
      type="button"
      class="quiet devices"
      aria-haspopup="dialog"
      aria-label={label}
      data-waits={waits}
      onClick={() => openTasks(session)}
    >
      <TasksIcon />
      {running > 0 && <span aria-hidden="true">{running}</span>}
    </button>
  )
}

function TaskSheet({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const session = useSession()
  const all = listed(session.tasks.value, session.state.value)
  return (
    <Sheet label="Tasks" heading="Tasks" onClose={onClose}>
      {all.length === 0 && <p class="muted">Nothing runs beside this session. /background starts a task.</p>}
      <ul class="task-list">
        {all.map((one) =>
          one.is === 'work' ? (
            <WorkItem key={one.id} id={one.id} work={one.work} />
          ) : (
            <TaskItem key={one.task.id} task={one.task} onGone={onClose} />
          ),
        )}
      </ul>
    </Sheet>
  )
}

interface TaskItemProps {
  readonly task: Task
  readonly onGone: () => void
}

function TaskItem({ task, onGone }: TaskItemProps): JSX.Element {
  const session = useSession()
  const { busy, act } = useDoing(session)
  const now = useNow(!isOver(task))
  const role = session.self.value?.role ?? 'view'
  const last = lastWord(task)
  const open = async (): Promise<void> => {
    if (await act(session.connection.call('open', { session: task.session }))) onGone()
  }
  const facts = [`${taskWords[task.state]}, ${elapsed(0, taskSpan(task, now.value))}`, ...taskFacts(task)]
  return (
    <li data-state={task.state}>
      <strong>{plainLine(task.title)}</strong>
      <p class="muted">{factsLine(facts)}</p>
      {last !== '' && <p class="task-last">{last}</p>}
      <fieldset class="task-actions" disabled={busy.value} aria-label={plainLine(task.title)}>
        {mayAct(role, 'drive') && canOpen(task) && (
          <button type="button" class="button small" onClick={() => void open()}>
            {task.state === 'needs_you' ? 'Answer it' : 'Open'}
          </button>
        )}
        {mayAct(role, 'approve') && canStop(task) && (
          <button
            type="button"
            class="button small"
            onClick={() => void act(session.connection.call('stopTask', { task: task.id }))}
          >
            Stop
          </button>
        )}
      </fieldset>
    </li>
  )
}
