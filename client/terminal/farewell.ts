// What stands where the session was, once somebody has left: how to come back to it.

import type { Environment } from './options.ts'

export interface Left {
  readonly id: string
  /** It is not the session that was begun with. */
  readonly moved: boolean
  /** Of what nobody has said there is no transcript that others could open. */
  readonly begun: boolean
  readonly environment: Environment
}

export function farewell({ id, moved, begun, environment }: Left): string[] {
  // Whoever came by `npm start` need not have carryon at hand by its name.
  const carryon = environment['npm_lifecycle_event'] === 'start' ? 'npm start --' : 'carryon'
  const again = `To carry on:  ${carryon} ${moved ? `--resume ${id}` : '--continue'}`
  return begun ? [again, `              claude --resume ${id}`] : [again]
}
