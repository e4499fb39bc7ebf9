// A small log of who was refused, for whoever looks into it later: no secrets, no more than two files of bounded size.

import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../shared/clock.ts'
import type { ByeCode } from '../../shared/codes.ts'
import type { Limits } from '../../shared/limits.ts'
import { iso } from './grants.ts'
import { privateFolder } from './private-file.ts'

export interface LoggedTry {
  readonly code: ByeCode
  readonly address: string
  /** What it came with: a word, never what was in it. */
  readonly by: string
}

export interface RefusalLogOptions {
  /** `CARRYON_HOME`. */
  readonly home: string
  readonly clock: Clock
  readonly limits: Pick<Limits, 'refusalLog' | 'refusalLines' | 'triesSpan'>
}

export class RefusalLog {
  readonly #options: RefusalLogOptions
  readonly #path: string
  #begun = 0
  #lines = 0
  #left = 0

  constructor(options: RefusalLogOptions) {
    this.#options = options
    this.#path = join(options.home, 'log', 'refused.jsonl')
  }

  /** A disk in trouble is no reason to let anybody in, or to stop. */
  add(tried: LoggedTry): void {
    const { clock, limits } = this.#options
    const now = clock.now()
    if (now - this.#begun >= limits.triesSpan) {
      this.#begun = now
      this.#lines = 0
    }
    if (this.#lines >= limits.refusalLines) {
      this.#left += 1
      return
    }
    this.#lines += 1
    const more = this.#left > 0 ? { unlogged: this.#left } : {}
    this.#left = 0
    try {
      privateFolder(join(this.#options.home, 'log'))
      this.#makeRoom()
      appendFileSync(this.#path, `${JSON.stringify({ at: iso(now), ...tried, ...more })}\n`, { mode: 0o600 })
    } catch {}
  }

  #makeRoom(): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
    if (size >= this.#options.limits.refusalLog) renameSync(this.#path, `${this.#path}.1`)
  }
}
