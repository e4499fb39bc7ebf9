// This terminal's own prompts that wait, taken back into the editor: when it interrupts, or by ↑. Those of others stay.

import type { CallId } from '../../shared/ids.ts'
import { calls } from '../../shared/protocol.ts'
import { mayAct } from '../../shared/roles.ts'
import type { QueuedPrompt } from '../../shared/room-state.ts'
import { CallFailed, type Connection } from '../connection.ts'
import type { Amending } from './amending.ts'
import type { AttachedImages } from './attached-images.ts'
import type { PromptEditor } from './prompt-editor.ts'
import type { SessionNow } from './session-now.ts'

export interface TakingBackOptions {
  readonly connection: Connection
  readonly session: SessionNow
  readonly editor: PromptEditor
  readonly attached: AttachedImages
  readonly amending: Amending
  readonly remark: (text: string) => void
  readonly failed: (what: string, problem: unknown) => void
}

export class TakingBack {
  readonly #options: TakingBackOptions
  readonly #underWay = new Set<CallId>()

  constructor(options: TakingBackOptions) {
    this.#options = options
  }

  /** False where nothing of this terminal's waits. What is written in the editor stays, after what comes back. */
  begin(): boolean {
    const prompts = this.#own()
    if (prompts.length > 0) void this.#takeBack(prompts)
    return prompts.length > 0
  }

  #own(): QueuedPrompt[] {
    const { connection, session } = this.#options
    const { view, self } = connection
    if (self && !mayAct(self.role, calls.withdraw.role)) return []
    return Object.values(view.state?.queue ?? {})
      .filter(({ id, by, standing }) => standing === 'queued' && by.device === session.self && !this.#underWay.has(id))
      .sort((a, b) => a.order - b.order)
  }

  async #takeBack(prompts: readonly QueuedPrompt[]): Promise<void> {
    const { editor, attached, amending, remark } = this.#options
    const back = await Promise.all(prompts.map((prompt) => this.#withdrawn(prompt)))
    const texts = back.flatMap((prompt) => {
      if (!prompt) return []
      const text = attached.again(prompt.text, prompt.images)
      // Its new words are in the editor already.
      return amending.letGo(prompt.id) ? [] : [text]
    })
    if (texts.length === 0) return
    editor.setText([...texts, ...(editor.empty ? [] : [editor.getText()])].join('\n'))
    remark(texts.length === 1 ? 'What waited is here again' : `The ${texts.length} that waited are here again`)
  }

  /** Undefined where it has gone to the agent meanwhile, or could not be withdrawn. */
  async #withdrawn(prompt: QueuedPrompt): Promise<QueuedPrompt | undefined> {
    const { connection, failed } = this.#options
    this.#underWay.add(prompt.id)
    try {
      await connection.call('withdraw', { prompt: prompt.id, keepImages: true })
      return prompt
    } catch (problem) {
      if (!(problem instanceof CallFailed && problem.code === 'not_found')) failed('Not taken back', problem)
      return undefined
    } finally {
      this.#underWay.delete(prompt.id)
    }
  }
}
