// An agent that is a program of the user's: started in its own process group, spoken to over its standard streams.

import type { ChildProcess } from 'node:child_process'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Agent, AgentListener, AgentOpening } from '../room/agent.ts'
import { AgentRefusal, messageOf, NotSignedIn } from './agent-errors.ts'
import { agentStream } from './agent-stream.ts'
import { agentEnvironment, type Environment } from './environment.ts'
import { findProgram } from './find-program.ts'
import { endGroupWhole, type SpawnGroup } from './process-group.ts'
import type { Quirks } from './quirks.ts'

/** A program that speaks ACP, and what to say where it does not. */
export interface AgentCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly label: string
  readonly environment?: Environment
  /** It is not on this machine. */
  readonly absent: string
  readonly notSignedIn: string
  readonly quirks?: Quirks
  /** Modes and answers that only an owner may choose. */
  readonly unguarded: ReadonlySet<string>
}

interface CommandSetting {
  readonly directory: string
  readonly environment: Environment
  readonly clock: Clock
  readonly limits: Limits
  readonly spawn: SpawnGroup
  readonly version: string
}

/** How long an agent whose connection is gone may take to end by itself, in milliseconds. */
const farewell = 500

/** Starts it; rejects with a sentence that says what became of it. */
export async function startCommand(
  command: AgentCommand,
  setting: CommandSetting,
  listener: AgentListener,
  opening: AgentOpening,
  stop?: AbortSignal,
): Promise<Agent> {
  const { program, args, label, notSignedIn, quirks, unguarded } = command
  const { directory, version, clock, limits } = setting
  const env = agentEnvironment({ ...setting.environment, ...command.environment })
  if (findProgram(program, env, directory) === undefined) throw new Error(command.absent)
  const { recordedModel, startAcpAgent } = await import('./acp-agent.ts')
  const child = setting.spawn(program, args, { cwd: directory, env, stdio: ['pipe', 'pipe', 'pipe'] })
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new Error(`${label} could not be started.`)
  const ended = endOf(child, label)
  let fault: string | undefined
  const blame = (what: string): void => {
    fault ??= `${label} ${what}, so it was ended.`
  }
  /** Called off and begun anew with every message until it is ready. */
  let callOffWait = (): void => {}
  const wait = (): void => {
    callOffWait()
    callOffWait = clock.after(limits.agentStart, () => {
      blame(`did not answer within ${Math.round(limits.agentStart / 1000)} seconds of being started`)
      fail()
    })
  }
  let onMessage = wait
  const { stream, fail } = agentStream({
    stdin,
    stdout,
    limits,
    onMessage: () => onMessage(),
    onRubbish: (count, line) => {
      if (!isRound(count)) return
      const lines = count === 1 ? 'A line' : `${count} lines`
      listener.update({
        is: 'notice',
        tone: 'warning',
        text: `${lines} that ${label} printed are no ACP and were left out: ${line}`,
      })
    },
    onFault: blame,
  })
  const soon = <T>(seen: T): Promise<T> => new Promise((resolve) => clock.after(farewell, () => resolve(seen)))
  /** Why it is gone: what was seen wrong with it, else how it ended, if it does soon; else what is seen of it. */
  const reason = async (seen: string): Promise<string> => fault ?? (await Promise.race([ended, soon(seen)]))
  const end = async (): Promise<void> => {
    await endGroupWhole(child.pid, clock)
    // One that even SIGKILL does not end hangs in the system; nobody is to wait for that.
    await Promise.race([ended, soon('')])
  }
  wait()
  child.once('exit', () => void leaveNothing(child, clock))
  const onStop = (): void => void end()
  stop?.addEventListener('abort', onStop)
  const goneReason = (): Promise<string> => reason(`${label} closed its connection.`)
  try {
    const target = {
      connection: stream,
      model: recordedModel,
      directory,
      version,
      end,
      goneReason,
      notSignedIn,
      quirks,
      unguarded,
      clock,
    }
    return await startAcpAgent(target, listener, opening)
  } catch (error) {
    if (stop?.aborted) await end()
    if (error instanceof NotSignedIn) throw error
    if (error instanceof AgentRefusal) throw new Error(`${label} begins no session: ${error.message}`)
    throw new Error(await reason(`${label} could not be spoken to: ${messageOf(error)}`))
  } finally {
    callOffWait()
    onMessage = () => {}
    stop?.removeEventListener('abort', onStop)
  }
}

/** 1, 10, 100, … */
const isRound = (count: number): boolean => /^10*$/.test(`${count}`)

/** An agent that ended by itself may have left others of its group behind, and one that fled from it may hold our ends. */
async function leaveNothing(child: ChildProcess, clock: Clock): Promise<void> {
  await endGroupWhole(child.pid, clock)
  const callOff = clock.after(farewell, () => {
    child.stdout?.destroy()
    child.stderr?.destroy()
  })
  child.once('close', callOff)
}

/** Resolves with a sentence once the process is gone and all it said has been read. */
function endOf(child: ChildProcess, name: string): Promise<string> {
  let said = ''
  child.stderr?.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-2000)
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`${name} could not be started (${error.message}).`))
    child.on('close', (code, signal) => {
      const lastWords = said.trimEnd().split('\n').at(-1) ?? ''
      resolve(`${name} ended with ${signal ?? `code ${code}`}. ${lastWords}`.trim())
    })
  })
}
