// What the host does where the computer slept or changed its address, and what it says of it.

import { ListenFailed } from '../web/listen.ts'
import { isWildcard } from '../web/origins.ts'
import type { Web } from '../web/start-web.ts'

export const loopback = '127.0.0.1'

/** What everybody here is told. */
export type Tell = (tone: 'info' | 'warning', text: string) => void

interface MovingParts {
  readonly web: Pick<Web, 'rebind'>
  /** As `--host` was given. */
  readonly host: string | undefined
  readonly publicUrl: URL | undefined
  readonly tell: Tell
}

export async function move({ web, host, publicUrl, tell }: MovingParts, to: string, from?: string): Promise<void> {
  const changed = `This computer’s address changed${from === undefined ? '' : ` from ${from}`} to ${to}.`
  if (host !== undefined && !isWildcard(host)) {
    return tell(
      'warning',
      `${changed} --host names ${host}, so that nothing else is listened on; start again to change it.`,
    )
  }
  try {
    await web.rebind(host === undefined ? [loopback, to] : [host], to)
  } catch (error) {
    const why = error instanceof ListenFailed ? error.message : 'It cannot be listened on.'
    return tell('warning', `${changed} ${why}`)
  }
  const next = publicUrl
    ? `Devices go on at ${publicUrl.origin}, if what leads from there to here still does.`
    : 'Devices that came by the old one scan the code that /session shows now.'
  tell('warning', `${changed} ${next}`)
}

/** "2 h 5 min", for people. */
export function spanOf(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
