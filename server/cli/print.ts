// `carryon --print`: one prompt in a session, without a terminal; what came of it goes to standard output.

import { plainLine, plainText } from '../../client/plain-text.ts'
import { setAgent } from '../../client/print/agent-mode.ts'
import { PrintOutput } from '../../client/print/print-output.ts'
import { PrintRun } from '../../client/print/print-run.ts'
import { exitCodeOf, refusalSentence } from '../../client/print/report.ts'
import { spentBetween } from '../../client/print/spent.ts'
import type { Cost } from '../../shared/cost.ts'
import type { CallId, RoomId } from '../../shared/ids.ts'
import type { RoomView } from '../../shared/room-view.ts'
import type { Room } from '../room/room.ts'
import { FollowedTask } from '../tasks/followed-task.ts'
import { TaskRecords } from '../tasks/task-records.ts'
import { announcer } from './announcer.ts'
import { CommandFailed } from './failure.ts'
import { HostedRooms } from './hosted-rooms.ts'
import { localConnection } from './local-connection.ts'
import { carryonHome, type Machine } from './machine.ts'
import { makeHost } from './make-host.ts'
import type { CommandOptions } from './options.ts'
import { pipedInput } from './piped-input.ts'
import type { PrintOptions } from './print-options.ts'
import { openSession } from './session.ts'
import { StandardOutput } from './standard-output.ts'

/** As shells name an end by a signal: 128 and its number. A reader that went away is a broken pipe. */
const interruptions = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 } as const
type Interruption = keyof typeof interruptions
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves with the exit code. Throws `CommandFailed`, or errors with a sentence of their own. */
export async function runPrint(options: CommandOptions, print: PrintOptions, machine: Machine): Promise<number> {
  process.stderr.on('error', () => {})
  const piped = await contextOf(options, machine)
  // Until its prompt is there nobody has gone to it: where nothing is sent, it is none that --continue goes on with.
  const choice = options.session.kind === 'new' ? { ...options.session, task: true } : options.session
  const session = await openSession(choice, options.agent, machine)
  try {
    const text = promptOf(options.firstPrompt, piped, session.room.agent)
    const rooms = new Map<RoomId, Room>()
    // The run as a whole is announced below, once.
    const host = makeHost(rooms, machine, { notify: '' })
    const hosted = new HostedRooms({ machine, host, rooms, agent: options.agent, unattended: true })
    const announce = announcer(options.notify, machine)
    const { agent, room } = hosted.host(session)
    void room.start(agent.start)
    const { clock, limits } = machine
    let task: FollowedTask | undefined
    const onPrompt = (prompt: CallId): void => {
      session.rooms.visit(session.room.transcript)
      const records = new TaskRecords(carryonHome(machine))
      task = new FollowedTask({ room, prompt, text, kind: 'print', records, clock, limits })
    }
    try {
      return await printed({ text, print, machine, connection: localConnection(host, machine), onPrompt })
    } finally {
      await hosted.close()
      const trouble = task && (await announce(task.record))
      if (trouble !== undefined) note(trouble)
    }
  } finally {
    session.release()
  }
}

interface Printing {
  readonly text: string
  readonly print: PrintOptions
  readonly machine: Machine
  readonly connection: ReturnType<typeof localConnection>
  /** The room has the prompt. */
  readonly onPrompt: (prompt: CallId) => void
}

async function printed({ text, print, machine, connection, onPrompt }: Printing): Promise<number> {
  const { clock, limits } = machine
  let interruption: Interruption | undefined
  let run: PrintRun | undefined
  let stopWaiting = (): void => {}
  const interrupted = new Promise<void>((resolve) => {
    stopWaiting = resolve
  })
  const interrupt = (by: Interruption): void => {
    interruption ??= by
    stopWaiting()
    run?.stop()
  }
  // For good: a later signal must not cut the ending short, which takes only so long.
  for (const signal of signals) process.on(signal, () => interrupt(signal))
  const output = new StandardOutput(process.stdout, () => interrupt('SIGPIPE'))
  const terminal = process.stdout.isTTY
  const shown = new PrintOutput({
    connection,
    format: print.format,
    mode: print.policy.mode,
    // A terminal is shown nothing that would move its cursor; a program gets what was said.
    write: (said) => output.write(terminal ? plainText(said) : said),
  })
  const { mode } = print.policy
  const lacking = await Promise.race([setAgent(connection, { mode, model: print.model }), interrupted])
  if (lacking) throw new CommandFailed(`${lacking} Nothing was sent.`, 'usage')
  // What it cost is worth no failure.
  const cost = (): Promise<Cost | undefined> => connection.call('cost', {}).catch(() => undefined)
  const before = await cost()
  const began = clock.now()
  const onView = (view: RoomView): void => shown.follow(view, run?.prompt ?? '')
  run = new PrintRun({ connection, text, policy: print.policy, onView, clock, limits })
  const { prompt, accepted, refused, unanswered } = run
  accepted.then(() => onPrompt(prompt)).catch((problem: Error) => note(problem.message))
  if (interruption !== undefined) run.stop()
  const end = await run.ended
  const took = clock.now() - began
  const report = await shown.finish({ prompt, end, refused, spent: spentBetween(before, await cost()), took })
  for (const permission of refused) note(refusalSentence(permission))
  for (const { message } of unanswered) note(`Nobody was there to answer: ${message}`)
  if (run.left !== undefined) note(`Not waited for any longer, and ended: ${run.left}.`)
  if (report.error !== undefined && print.format === 'text') note(report.error)
  await output.flushed()
  return interruption === undefined ? exitCodeOf(end, report) : interruptions[interruption]
}

const note = (sentence: string): void => void process.stderr.write(`carryon: ${plainLine(sentence)}\n`)

/** What is on standard input; with a prompt at hand it may as well be nothing. */
async function contextOf({ firstPrompt }: CommandOptions, { limits, clock }: Machine): Promise<string> {
  const patience = firstPrompt === undefined ? undefined : limits.pipedInput
  const text = await pipedInput({ input: process.stdin, most: limits.prompt, patience, clock })
  if (text === undefined) note('Nothing came on standard input, so it goes on without. < /dev/null says so at once.')
  if (firstPrompt === undefined && (text ?? '').trim() === '') {
    throw new CommandFailed('--print needs a prompt, as an argument or on standard input.', 'usage')
  }
  return text ?? ''
}

/** The prompt, then what was piped in; for the shell that would be one command after the other. */
function promptOf(prompt: string | undefined, piped: string, agent: string): string {
  if (prompt === undefined) return piped.trimEnd()
  if (piped.trim() === '') return prompt
  if (agent !== 'shell') return `${prompt}\n\n${piped.trimEnd()}`
  throw new CommandFailed(
    'The shell runs one command and reads no input. Give it as an argument or on standard input, not both.',
    'usage',
  )
}
