// The agent's session: gone on with where the agent can, else a new one.

import {
  type AgentCapabilities,
  type ClientConnection,
  methods,
  type NewSessionRequest,
} from '@agentclientprotocol/sdk/unstable'
import type { Clock } from '../../shared/clock.ts'
import type { AgentListener, AgentOpening } from '../room/agent.ts'
import { isNews } from '../room/agent-news.ts'
import { claudeTaskWish } from './claude-tasks.ts'
import type { Quirks } from './quirks.ts'

/** An agent that replays its history may go on with that after it has answered; silence for so long is its end. */
const quietGap = 200
/** However long it goes on. */
const longestReplay = 5000

/** Keeps what an agent says of times past from being taken for news. */
export class Replay {
  #muted = false
  #heard = 0

  muting(listener: AgentListener): AgentListener {
    return {
      ...listener,
      update: (update) => {
        this.#heard++
        // What can be chosen is so now, whenever it is told.
        if (!this.#muted || (isNews(update) && update.is !== 'notice')) listener.update(update)
      },
    }
  }

  /** Mutes while `asked` is answered and until nothing more comes. */
  async during<T>(asked: () => Promise<T>, clock: Clock): Promise<T> {
    this.#muted = true
    try {
      const answer = await asked()
      const end = clock.now() + longestReplay
      for (let heard = -1; heard !== this.#heard && clock.now() < end; ) {
        heard = this.#heard
        await new Promise<void>((resolve) => clock.after(quietGap, resolve))
      }
      return answer
    } finally {
      this.#muted = false
    }
  }
}

interface SessionParts {
  readonly agent: ClientConnection['agent']
  readonly agentCapabilities: AgentCapabilities
  readonly target: {
    readonly directory: string
    readonly quirks?: Quirks
    readonly clock: Clock
  }
  readonly opening: AgentOpening
  readonly replay: Replay
}

export interface OpenedSession {
  readonly sessionId: string
  /** The agent knows what was said before. */
  readonly resumed: boolean
  /** What it can be set to, as the agent answers with a session. */
  readonly answer: object
}

export async function openAcpSession(parts: SessionParts): Promise<OpenedSession> {
  const { agent, target, opening } = parts
  const known = target.quirks?.writesTranscript ? (opening.begun ? opening.transcript : undefined) : opening.session
  if (known !== undefined) {
    try {
      const answer = await goOn(parts, known)
      if (answer) return { sessionId: known, resumed: true, answer }
    } catch (error) {
      // Whoever writes the transcript itself must not begin another beside it.
      if (target.quirks?.writesTranscript) throw error
    }
  }
  const answer = await agent.request(methods.agent.session.new, placeOf(target))
  return { sessionId: answer.sessionId, resumed: !opening.begun, answer }
}

/** Undefined where the agent cannot go on with anything. */
async function goOn(
  { agent, agentCapabilities, target, replay }: SessionParts,
  sessionId: string,
): Promise<object | undefined> {
  const place = { ...placeOf(target), sessionId }
  if (agentCapabilities.sessionCapabilities?.resume) return agent.request(methods.agent.session.resume, place)
  if (!agentCapabilities.loadSession) return undefined
  return replay.during(() => agent.request(methods.agent.session.load, place), target.clock)
}

const placeOf = ({ directory, quirks }: SessionParts['target']): NewSessionRequest => ({
  cwd: directory,
  mcpServers: [],
  ...(quirks?.tellsTasks && { _meta: claudeTaskWish }),
})
