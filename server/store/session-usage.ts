// What a session has cost: its own transcript's count, and those of the agents that it started, which have files beside it.

import { noTokens, type Tokens, together } from '../../shared/cost.ts'
import { systemDisk } from './disk.ts'
import { subagentFiles } from './subagents.ts'
import { TranscriptFile } from './transcript-file.ts'
import type { Usage } from './usage.ts'
import { UsageReader } from './usage-reader.ts'

export class SessionUsage {
  readonly #file: TranscriptFile
  readonly #path: string
  readonly #own = new UsageReader()
  readonly #subagents = new Map<string, UsageReader>()

  constructor(file: TranscriptFile, path: string) {
    this.#file = file
    this.#path = path
  }

  /** Of the session's own transcript up to byte `end`. Throws `StorageFailed`. */
  async read(end: number): Promise<Usage> {
    const own = await this.#own.read(this.#file, end)
    const subagents = new Map(own.subagents)
    let { added, removed } = own.lines
    for (const { path } of subagentFiles({ path: this.#path })) {
      const usage = await this.#subagent(path)
      // A subagent's lines say that they are apart, which in its own file means nothing.
      for (const [model, tokens] of [...usage.models, ...usage.subagents]) add(subagents, model, tokens)
      added += usage.lines.added
      removed += usage.lines.removed
    }
    return { ...own, subagents, lines: { added, removed } }
  }

  async #subagent(path: string): Promise<Usage> {
    const reader = this.#subagents.get(path) ?? new UsageReader()
    this.#subagents.set(path, reader)
    const file = new TranscriptFile(path, systemDisk)
    try {
      file.openExisting()
      return await reader.read(file, file.size().bytes)
    } finally {
      file.close()
    }
  }
}

const add = (sums: Map<string, Tokens>, model: string, tokens: Tokens): unknown =>
  sums.set(model, together(sums.get(model) ?? noTokens, tokens))
