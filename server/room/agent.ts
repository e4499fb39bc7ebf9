// What a room needs of an agent, in its own words; `server/agents` speaks ACP behind it.

import type { AgentWork } from '../../shared/agent-work.ts'
import type { Spent } from '../../shared/cost.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { QuestionAnswer, QuestionField } from '../../shared/questions.ts'
import type { AgentLabel, PermissionOption } from '../../shared/room-state.ts'
import type { Edit } from '../store/file-changes.ts'
import type { AgentNews } from './agent-news.ts'

/** What an agent says while it works, in the order it says it. */
export type AgentUpdate =
  | {
      readonly is: 'text'
      readonly kind: 'reply' | 'thought'
      /** The agent's id of the message, where it sends one. */
      readonly message: string | undefined
      readonly text: string
    }
  | AgentToolUpdate
  | WorkNews
  | AgentBusy
  | AgentNews
  | AgentSpent

/** What the turn took, by model; told once, before it ends. */
interface AgentSpent {
  readonly is: 'spent'
  readonly spent: readonly Spent[]
}

export interface AgentToolUpdate {
  readonly is: 'tool'
  readonly id: string
  /** The agent announces a call; else it is news of one that it announced, or should have. */
  readonly begins?: true
  readonly name?: string
  readonly title?: string
  /** What the tool was called with; `{}` or absent while it still streams in. */
  readonly input?: object
  readonly status?: 'pending' | 'in_progress' | 'completed' | 'failed'
  /** Output: `append` adds to what was printed, `whole` is all of it so far. */
  readonly output?: { readonly append: string } | { readonly whole: string }
  /** Pictures that it gives; all of them so far. */
  readonly images?: readonly Image[]
  /** What it changes in files. */
  readonly edits?: readonly Edit[]
  /** What the transcript keeps beside the text: exit code and the like. */
  readonly structured?: object
}

/** Of what it has running by itself; what is left out stays as it was. */
export interface WorkNews {
  readonly is: 'work'
  readonly id: string
  readonly kind: AgentWork['kind']
  /** The tool call that started it. */
  readonly call?: string
  readonly title?: string
  readonly standing?: AgentWork['standing']
  readonly says?: { readonly message: string | undefined; readonly text: string }
  /** It begins a tool call with this title. */
  readonly uses?: string
  /** Why it failed. */
  readonly reason?: string
  /** It runs in the background. */
  readonly apart?: true
  /** `stopWork` can stop it. */
  readonly stops?: true
  /** The file that what it prints goes to. */
  readonly output?: string
}

/** The agent has begun to work, whoever asked, or works no more; not every one says so. */
interface AgentBusy {
  readonly is: 'busy'
  readonly now: boolean
}

export interface AgentQuestion {
  /** The title of the sub-agent that asks, where it is not the agent itself. */
  readonly from?: string
  readonly tool: AgentToolUpdate
  readonly options: readonly PermissionOption[]
  /** Aborted when the agent no longer wants the answer. */
  readonly withdrawn: AbortSignal
}

/** What the agent wants to know of a person. */
export interface AgentForm {
  /** The title of the sub-agent that asks, where it is not the agent itself. */
  readonly from?: string
  /** The tool call it belongs to, where the agent says so. */
  readonly tool: string | undefined
  readonly message: string
  readonly fields: readonly QuestionField[]
  /** Aborted when the agent no longer wants the answer. */
  readonly withdrawn: AbortSignal
}

/** The room's side, called by the agent. */
export interface AgentListener {
  update(update: AgentUpdate): void
  /** Resolves with the chosen option's id; undefined where the turn was cancelled instead. */
  ask(question: AgentQuestion): Promise<string | undefined>
  /** Resolves with what a person answered; undefined where the turn was cancelled instead. */
  inquire(form: AgentForm): Promise<QuestionAnswer | undefined>
  /** The agent tells by itself whether its user is signed in. */
  signedIn?(is: boolean): void
  /** The agent is gone, in a sentence; a turn that runs has failed. */
  gone(reason: string): void
}

export interface AgentPrompt {
  readonly text: string
  /** Whether it was typed at the host's own terminal; the shell agent asks before it runs anybody else's. */
  readonly fromTerminal: boolean
  readonly images?: readonly Image[]
  /** What was said before the agent came, for one that does not know it. */
  readonly before?: string
}

export interface Agent {
  /** The model's name in recorded lines. */
  readonly model: string
  /** Its own id of the conversation, to go on with it another time. */
  readonly session?: string
  /** The transcript it writes itself: the room follows that one and records nothing. */
  readonly writes?: TranscriptId
  /** It knows nothing of what the transcript says so far. */
  readonly forgetful?: boolean
  /** It has nothing to remember: every prompt stands for itself. */
  readonly noMemory?: boolean
  /** Its command whose answer is a summary of the conversation, with which alone it goes on. */
  readonly sumsUp?: string
  /** It takes pictures with a prompt. */
  readonly takesImages?: boolean
  /** Resolves when the turn is over; rejects with a sentence where it failed. */
  prompt(prompt: AgentPrompt): Promise<'done' | 'cancelled'>
  /** Asks the turn to stop; `prompt` then resolves. */
  cancel(): void
  /** Chooses a value of an option that it offered; rejects with a sentence where it refused. */
  configure?(option: string, value: string): Promise<void>
  /** Stops one thing that it has running by itself; its end is told like any other. */
  stopWork?(id: string): void
  /** Ends the agent and every process it started. */
  end(): Promise<void>
}

/** What an agent is told of the conversation that it is to go on with. */
export interface AgentOpening {
  readonly transcript: TranscriptId
  /** Something has been said in it. */
  readonly begun: boolean
  /** The agent's own id of the conversation, where it has taken part before. */
  readonly session: string | undefined
}

/** An agent as a room starts it. */
export interface AgentProfile {
  readonly label: AgentLabel
  readonly start: StartAgent
}

/** Starts an agent for a directory; rejects with a sentence that says what to do, or once `stop` is aborted. */
export type StartAgent = (listener: AgentListener, opening: AgentOpening, stop?: AbortSignal) => Promise<Agent>
