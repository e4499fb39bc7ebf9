// The machine around the command, passed in, so that tests decide what it is.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'

export interface Machine {
  readonly version: string
  /** Where the command was started. */
  readonly directory: string
  readonly environment: { readonly [name: string]: string | undefined }
  /** The user's home folder. */
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly clock: Clock
  readonly limits: Limits
  readonly newId: () => string
}

/** `CARRYON_HOME`, else `~/.carryon`: keys, grants, rooms, journals and locks. */
export const carryonHome = (machine: Machine): string => machine.environment.CARRYON_HOME || `${machine.home}/.carryon`
