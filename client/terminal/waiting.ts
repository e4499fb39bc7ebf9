// Prompts that wait: behind a turn, for somebody's word after a restart, or for the connection.

import type { CallId, DeviceId } from '../../shared/ids.ts'
import type { RoomState } from '../../shared/room-state.ts'
import type { Connection, OutgoingCall } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { clipped } from './columns.ts'
import { indent } from './rows.ts'
import type { Theme } from './theme.ts'

export interface Waiting {
  readonly id: CallId
  readonly text: string
  readonly by: string | undefined
  /** This terminal's. */
  readonly own: boolean
  /** `unsent` is still here and asks; the others are the queue's own. */
  readonly standing: 'queued' | 'held' | 'interrupted' | 'unsent'
}

/** More than these are counted, not listed. */
const most = 5

export function waitingIn(state: RoomState | undefined, outbox: readonly OutgoingCall[], self: DeviceId): Waiting[] {
  const queue = Object.values(state?.queue ?? {}).sort((a, b) => a.order - b.order)
  const unsent = outbox.flatMap((call): Waiting[] =>
    call.standing === 'asks' && call.method === 'prompt' && 'text' in call.params
      ? [{ id: call.id, text: call.params.text, by: undefined, own: true, standing: 'unsent' }]
      : [],
  )
  return [
    ...queue.map(({ id, text, by, standing }) => ({ id, text, by: by.name, own: by.device === self, standing })),
    ...unsent,
  ]
}

/** The one meant by `/send` or `/drop`: the `place`th, else the first that waits for a word, else the last. */
export function meant(waiting: readonly Waiting[], place: number | undefined): Waiting | undefined {
  if (place !== undefined) return waiting[place - 1]
  return waiting.find(({ standing }) => standing !== 'queued') ?? waiting.at(-1)
}

const said: { readonly [Standing in Waiting['standing']]: string } = {
  queued: 'next',
  held: 'held back by a restart',
  interrupted: 'interrupted: it may have run in part',
  unsent: 'not sent',
}

export function waitingRows(waiting: readonly Waiting[], width: number, theme: Theme): string[] {
  if (waiting.length === 0) return []
  const rows = waiting.slice(0, most).map(({ text, by, own, standing }, at) => {
    const asks = standing !== 'queued'
    const why = `${said[standing]}${by && !own ? ` · ${plainLine(by)}` : ''}`
    const changes = own ? `${why} · ↑ brings it back` : why
    const tail = asks ? `${why} · /send ${at + 1} or /drop ${at + 1}` : changes
    const head = clipped(plainLine(text), Math.max(width - indent.length - tail.length - 5, 12))
    return `${indent}${theme.quiet(`${at + 1}`)} ${head}  ${asks ? theme.warning(tail) : theme.quiet(tail)}`
  })
  const left = waiting.length - most
  return ['', ...rows, ...(left > 0 ? [theme.quiet(`${indent}and ${left} more`)] : [])]
}

/** An answer that takes longer than this is worth a word, in milliseconds. */
const slow = 1000

/** Prompts on their way to the host, where that takes longer than a moment. */
export function sendingRows({ outbox, status }: Connection, now: number, width: number, theme: Theme): string[] {
  const live = status.is === 'live'
  return outbox.flatMap(({ standing, params, at }) => {
    if (standing !== 'sending' || !('text' in params) || (live && now - at < slow)) return []
    const tail = live ? 'sending' : 'goes out when the connection is back'
    const head = clipped(plainLine(params.text), Math.max(width - indent.length - tail.length - 3, 12))
    return [`${indent}${head}  ${theme.quiet(tail)}`]
  })
}
