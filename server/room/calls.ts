// What a device may ask of a room: the table of calls, each checked against role and shape, made once however often sent.

import * as v from 'valibot'
import type { CallError } from '../../shared/codes.ts'
import type { PriceList } from '../../shared/cost.ts'
import type { Person } from '../../shared/entries.ts'
import { callParams } from '../../shared/frame-schemas.ts'
import type { CallId, RoomId, TranscriptId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import {
  type CallFrame,
  calls,
  type Method,
  type Params,
  type Results,
  type ServerFrame,
} from '../../shared/protocol.ts'
import { subagentPage } from '../store/subagent-page.ts'
import type { AgentLife } from './agent-life.ts'
import type { Asks } from './asks.ts'
import { CallRefused } from './call-refused.ts'
import { compact } from './compact.ts'
import type { Conversation } from './conversation.ts'
import { cost } from './cost.ts'
import { diffPiece } from './diff-piece.ts'
import type { History } from './history.ts'
import type { Images } from './images.ts'
import type { LiveState } from './live-state.ts'
import { type AgentChoice, changeAgent } from './other-agent.ts'
import { stopWork, workOutput } from './own-work.ts'
import { Pictures } from './pictures.ts'
import type { PromptQueue } from './prompt-queue.ts'
import type { Guest } from './seat.ts'
import type { Turns } from './turns.ts'

/** Calls that decide who may come. */
type AccessCall = 'ticket' | 'share' | 'links' | 'unlink' | 'devices' | 'device' | 'revoke' | 'admit'
/** Calls that reach beyond the room. */
export type HostCall =
  | 'background'
  | 'stopTask'
  | 'open'
  | 'fork'
  | 'sessions'
  | 'glance'
  | 'rename'
  | 'tag'
  | AccessCall
export type Handlers = { readonly [M in Method]: Handler<M> }
type Handler<M extends Method> = (params: Params<M>, guest: Guest, call: CallId) => Results[M] | Promise<Results[M]>
type Answer = Extract<ServerFrame, { t: 'result' }>

interface CallParts {
  readonly id: RoomId
  readonly history: History
  readonly asks: Asks
  readonly images: Images
  readonly prompts: PromptQueue
  readonly turns: Turns
  readonly life: AgentLife
  readonly conversation: Conversation
  readonly clear: (by: Person) => Promise<Results['clear']>
  readonly limits: Limits
  /** Without a list nothing is estimated. */
  readonly prices?: PriceList
  readonly live: LiveState
  /** Without a choice the agent stays. */
  readonly agents?: AgentChoice
  readonly refusal: (guest: Guest, method: Method, room: RoomId) => CallError | undefined
  readonly hostCalls: Pick<Handlers, HostCall>
}

const onlyThis: AgentChoice = {
  list: () => [],
  profile() {
    throw new CallRefused('unavailable', 'No other agent can be chosen here.')
  },
  keep() {},
}

const noPrices: PriceList = { from: 'no list', of: () => undefined }

export function makeCalls(parts: CallParts): (guest: Guest, frame: CallFrame) => Promise<Answer> {
  const handlers = handlersOf(parts)
  /** Answers of mutations by device and call, so that one sent again is answered again and not made again. */
  const answered = new Map<string, Promise<Answer>>()

  return (guest, frame) => {
    const { method } = frame
    if (!isMethod(method)) return Promise.resolve(refused(frame.id, unknownCall))
    const refusal = parts.refusal(guest, method, parts.id)
    if (refusal) return Promise.resolve(refused(frame.id, refusal))
    const meant = frame.room ?? (calls[method].changes ? undefined : parts.id)
    if (meant !== parts.id) return Promise.resolve(refused(frame.id, otherRoom))
    if (!calls[method].changes) return made(handlers, method, guest, frame)
    const key = `${guest.device} ${frame.id}`
    const earlier = answered.get(key)
    if (earlier) return earlier
    const answer = made(handlers, method, guest, frame)
    answered.set(key, answer)
    const oldest = answered.size > parts.limits.rememberedCalls ? answered.keys().next() : undefined
    if (oldest && !oldest.done) answered.delete(oldest.value)
    return answer
  }
}

const unknownCall: CallError = {
  code: 'unknown_call',
  message: 'This host does not know that; reload the page, it may be older.',
}

const otherRoom: CallError = {
  code: 'other_room',
  message: 'That was meant for another session, so nothing was done. If it is still wanted, do it again.',
}

/** Which fields are wrong; what was sent is not repeated. */
const wrongIn = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues
    .map((issue) => `${v.getDotPath(issue) ?? 'its parameters'}: ${issue.expected ?? 'something else'} expected`)
    .join(', ')

const isMethod = (name: string): name is Method => Object.hasOwn(calls, name)

const refused = (id: CallId, error: CallError): Answer => ({ t: 'result', id, error })

async function made<M extends Method>(handlers: Handlers, method: M, guest: Guest, frame: CallFrame): Promise<Answer> {
  const params = v.safeParse(callParams[method], frame.params)
  if (!params.success) {
    return refused(frame.id, {
      code: 'bad_request',
      message: `The ${method} call was not understood (${wrongIn(params.issues)}). Reload the page, or correct the program.`,
    })
  }
  try {
    const ok = await handlers[method](params.output as Params<M>, guest, frame.id)
    return { t: 'result', id: frame.id, ok }
  } catch (error) {
    if (error instanceof CallRefused) return refused(frame.id, error.error)
    const told = error instanceof Error ? error.message : String(error)
    return refused(frame.id, { code: 'storage_failed', message: `The computer could not do that: ${told}` })
  }
}

function handlersOf({
  history,
  asks,
  images,
  prompts,
  turns,
  life,
  conversation,
  clear,
  limits,
  hostCalls,
  prices = noPrices,
  live,
  agents = onlyThis,
}: CallParts): Handlers {
  const pictures = new Pictures({ history, prompts, limits })
  const person = (guest: Guest) => ({ device: guest.device, name: guest.name })
  /** Whether a session other than this room's is meant; only a device of host scope may. */
  const isOther = (session: TranscriptId | undefined, guest: Guest): boolean => {
    if (session === undefined || session === history.log.id) return false
    if (guest.scope.kind === 'host') return true
    throw new CallRefused('not_allowed', 'This device was let into this session only. Ask its owner to do that.')
  }
  return {
    ...hostCalls,
    configure: (params, guest) => life.configure(params, guest),
    prompt: ({ text, images: shown }, guest, call) => turns.accept(call, text, person(guest), shown),
    upload: ({ image, size, at, data }) => ({ have: images.take(image, size, at, Buffer.from(data, 'base64')) }),
    picture: (params) => pictures.piece(params),
    async withdraw({ prompt, keepImages }, guest) {
      await prompts.withdraw(prompt, person(guest), keepImages)
      return {}
    },
    async amend({ prompt, text }, guest, call) {
      await prompts.amend(prompt, text, call, person(guest))
      return {}
    },
    async release({ prompt }, guest, call) {
      await turns.release(prompt, call, person(guest))
      return {}
    },
    async answer({ permission, option }, guest) {
      await asks.permissions.answer(permission, option, person(guest), guest.role)
      return {}
    },
    async respond({ question, answer }, guest) {
      await asks.questions.respond(question, answer, person(guest), guest.role)
      return {}
    },
    cancel({ prompt, now }) {
      turns.cancel(prompt, now)
      return {}
    },
    async stopWork({ work }, guest) {
      await stopWork({ conversation, history, live, limits }, work, person(guest))
      return {}
    },
    output: ({ work }) => workOutput({ conversation, history, live, limits }, work),
    async restart(_, guest) {
      await life.restart(person(guest))
      return {}
    },
    agents: () => ({
      agents: agents.list().map((one) => ({ ...one, current: one.name === live.value.agent.name })),
    }),
    agent: ({ name }, guest) => changeAgent({ history, live, turns, life, agents }, name, guest),
    clear: (_, guest) => clear(person(guest)),
    compact: ({ instructions = '' }, guest, call) =>
      compact(
        { history, turns, life, conversation, limits },
        { id: call, instructions: instructions.trim(), by: person(guest) },
      ),
    async rename(params, guest, call) {
      const title = params.title.replace(/\s+/g, ' ').trim()
      if (title === '')
        throw new CallRefused('bad_request', 'A title needs at least one letter. Give it after the word.')
      if (isOther(params.session, guest)) return hostCalls.rename({ ...params, title }, guest, call)
      history.append([{ kind: 'title', title }])
      await history.sync()
      return {}
    },
    async tag(params, guest, call) {
      const tag = params.tag?.replace(/\s+/g, ' ').trim() ?? ''
      if (params.tag !== null && tag === '') {
        throw new CallRefused(
          'bad_request',
          'A tag needs at least one letter. Without a tag the one that is there goes.',
        )
      }
      if (isOther(params.session, guest)) return hostCalls.tag({ ...params, tag }, guest, call)
      history.append([{ kind: 'tag', tag }])
      await history.sync()
      return {}
    },
    cost: () => cost(history, prices),
    page: ({ before, limit }) => history.page(before, Math.min(limit ?? limits.page, limits.pageMost)),
    within({ of, before }) {
      const options = { limit: limits.page, most: limits.subAgentText }
      const page = subagentPage(history.log.path, of, before, options)
      if (page) return page
      throw new CallRefused('not_found', 'Nothing is kept of what was done within that call.')
    },
    read({ of, from, path }) {
      if (path !== undefined) return diffPiece({ history, conversation, limits }, { call: of, path }, from)
      const text = history.text(of)
      if (text === undefined) throw new CallRefused('not_found', 'That text is not in this transcript.')
      return { text: text.slice(from, from + limits.readPiece), total: text.length }
    },
  }
}
