// /diff: an edit in full, the one that is asked about or the newest, with what was cut of it brought from the host.

import type { FileChange } from '../../shared/file-change.ts'
import { shown } from '../../shared/room-view.ts'
import type { Connection } from '../connection.ts'
import { wholeText } from '../whole-text.ts'
import type { Say } from './access-actions.ts'
import type { Transcript } from './transcript.ts'

/** What is needed to show something whole, with what was cut of it brought from the host. */
export interface BroughtOptions {
  readonly connection: Connection
  readonly transcript: Transcript
  readonly redraw: () => void
  readonly say: Say
  /** A call of this device's was refused. */
  readonly failed: (what: string, problem: unknown) => void
}

interface ChangingCall {
  readonly id: string
  readonly changes: readonly FileChange[]
}

export class WholeDiff {
  readonly #options: BroughtOptions

  constructor(options: BroughtOptions) {
    this.#options = options
  }

  /** The `place`th edit, 1 being the newest. */
  async show(place: number): Promise<void> {
    const { transcript, redraw, say, failed } = this.#options
    const call = this.#calls()[place - 1]
    if (!call) return say(place === 1 ? 'Nothing has been edited here.' : `There are not ${place} edits here.`, 'info')
    try {
      transcript.changes(await Promise.all(call.changes.map((change) => this.#whole(call.id, change))))
      redraw()
    } catch (problem) {
      failed('Not shown', problem)
    }
  }

  /** Newest first; what is asked about comes before all that was done. */
  #calls(): ChangingCall[] {
    const { view } = this.#options.connection
    const asked = Object.values(view.state?.permissions ?? {})
      .filter(({ changes }) => changes)
      .sort((a, b) => a.order - b.order)
      .map(({ tool, changes = [] }) => ({ id: tool, changes }))
    const open = new Set<string>(asked.map(({ id }) => id))
    const made = shown(view).flatMap((item): ChangingCall[] => {
      if (item.kind !== 'tool' || !item.tool.changes || open.has(item.tool.id)) return []
      return [{ id: item.tool.id, changes: item.tool.changes }]
    })
    return [...asked, ...made.reverse()]
  }

  async #whole(call: string, change: FileChange): Promise<FileChange> {
    if (change.omitted === undefined || change.diff === '') return change
    const { connection } = this.#options
    const { text: diff, omitted } = await wholeText(connection, { of: call, path: change.path })
    return { ...change, diff, omitted }
  }
}
