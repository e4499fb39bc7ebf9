// An agent that a test plays by hand: it says what it is told to, when it is told to.

import type {
  Agent,
  AgentListener,
  AgentPrompt,
  AgentToolUpdate,
  AgentUpdate,
  StartAgent,
} from '../../server/room/agent.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { QuestionAnswer, QuestionField } from '../../shared/questions.ts'
import type { PermissionOption } from '../../shared/room-state.ts'

export class ScriptedAgent {
  readonly prompts: AgentPrompt[]
  cancelled = 0
  /** It writes this transcript itself. */
  writes: TranscriptId | undefined
  /** It remembers nothing, as a shell. */
  noMemory: boolean | undefined
  /** It was told nothing of what the transcript says. */
  forgetful: boolean | undefined
  takesImages = true
  /** The command whose answer is a summary. */
  sumsUp: string | undefined
  /** What it was told to stop of what it runs by itself. */
  readonly stopped: string[] = []
  onStopWork: () => void = () => {}
  ended = 0
  /** What was chosen, in order. */
  readonly chosen: [option: string, value: string][] = []
  /** What it offers to choose from its start on. */
  offers: AgentUpdate | undefined
  /** What it says against the next choice. */
  refuses: string | undefined
  #listener: AgentListener | undefined
  #finish: ((outcome: 'done' | 'cancelled') => void) | undefined
  #fail: ((error: Error) => void) | undefined

  /** After a crash the next one goes on counting. */
  constructor(prompts: AgentPrompt[] = []) {
    this.prompts = prompts
  }

  readonly start: StartAgent = (listener) => {
    this.#listener = listener
    if (this.offers) listener.update(this.offers)
    const agent: Agent = {
      model: 'scripted',
      writes: this.writes,
      takesImages: this.takesImages,
      sumsUp: this.sumsUp,
      noMemory: this.noMemory,
      forgetful: this.forgetful,
      prompt: (prompt) => {
        this.prompts.push(prompt)
        return new Promise((resolve, reject) => {
          this.#finish = resolve
          this.#fail = reject
        })
      },
      configure: async (option, value) => {
        if (this.refuses !== undefined) throw new Error(this.refuses)
        this.chosen.push([option, value])
      },
      stopWork: (id) => {
        this.stopped.push(id)
        this.onStopWork()
      },
      cancel: () => {
        this.cancelled++
      },
      end: async () => {
        this.ended++
      },
    }
    return Promise.resolve(agent)
  }

  says(text: string, message?: string, kind: 'reply' | 'thought' = 'reply'): void {
    this.#heard.update({ is: 'text', kind, message, text })
  }

  tells(update: AgentUpdate): void {
    this.#heard.update(update)
  }

  tool(update: Omit<AgentToolUpdate, 'is'>): void {
    this.#heard.update({ is: 'tool', ...update })
  }

  /** Says how full its memory is, and at the end of a turn what all of it has cost. */
  costs(cost?: { amount: number; currency: string }): void {
    this.#heard.update({ is: 'usage', used: 100, size: 1000, cost })
  }

  asks(tool: string, options = defaultOptions, withdrawn = new AbortController().signal): Promise<string | undefined> {
    return this.#heard.ask({ tool: { is: 'tool', id: tool, title: `run ${tool}` }, options, withdrawn })
  }

  /** A sub-agent asks whether it may run a command. */
  subAgentAsks(from: string, tool: string, command: string): Promise<string | undefined> {
    const call = { is: 'tool', id: tool, name: 'Bash', title: command, input: { command } } as const
    const withdrawn = new AbortController().signal
    return this.#heard.ask({ from, tool: call, options: defaultOptions, withdrawn })
  }

  inquires(
    fields: readonly QuestionField[],
    tool?: string,
    withdrawn = new AbortController().signal,
  ): Promise<QuestionAnswer | undefined> {
    return this.#heard.inquire({ tool, message: 'Which one?', fields, withdrawn })
  }

  finishes(outcome: 'done' | 'cancelled' = 'done'): void {
    this.#finish?.(outcome)
  }

  fails(reason: string): void {
    this.#fail?.(new Error(reason))
  }

  dies(reason: string): void {
    this.#heard.gone(reason)
    this.fails(reason)
  }

  /** Its connection is gone, and its turn is never answered. */
  vanishes(reason: string): void {
    this.#heard.gone(reason)
  }

  get #heard(): AgentListener {
    if (!this.#listener) throw new Error('the agent was not started')
    return this.#listener
  }
}

export const defaultOptions: readonly PermissionOption[] = [
  { id: 'once', name: 'Allow once', kind: 'allow_once' },
  { id: 'no', name: 'Reject', kind: 'reject_once' },
]
