// What stands under the conversation: the agent's plan, prompts that wait, an open question, the editor, the status line.

import type { Clock } from '../../shared/clock.ts'
import type { Role } from '../../shared/roles.ts'
import type { Connection } from '../connection.ts'
import type { AnswerDesk } from './answer-desk.ts'
import { goneRows } from './gone-rows.ts'
import type { HistorySearch } from './history-search.ts'
import type { OwnCommands } from './own-commands.ts'
import { planRows } from './plan-rows.ts'
import type { PromptEditor } from './prompt-editor.ts'
import type { Component } from './screen.ts'
import type { SessionNow } from './session-now.ts'
import { statusRow } from './status-line.ts'
import type { Theme } from './theme.ts'
import { sendingRows, type Waiting, waitingRows } from './waiting.ts'
import { strayRows } from './work-rows.ts'

const second = 1000
/** How long a remark stands. */
const passing = 5 * second

const limits: { readonly [R in Role]?: string } = { view: 'watching', approve: 'watching and answering' }

export interface PanelOptions {
  readonly connection: Connection
  readonly session: SessionNow
  readonly clock: Clock
  readonly theme: Theme
  readonly editor: PromptEditor
  readonly search: HistorySearch
  readonly own: OwnCommands
  readonly answers: AnswerDesk
  readonly waiting: () => readonly Waiting[]
  readonly redraw: () => void
}

export class Panel implements Component {
  readonly #options: PanelOptions
  #remark: { readonly text: string; readonly until: number } | undefined
  #forgetRemark: (() => void) | undefined
  #ticking: (() => void) | undefined

  constructor(options: PanelOptions) {
    this.#options = options
  }

  render(width: number): string[] {
    const { connection, session, clock, theme, editor, search, own, answers, waiting } = this.#options
    const now = clock.now()
    const { prompt } = answers
    const queue = waiting()
    const status = {
      state: connection.view.state,
      agent: session.info.agent,
      connection: connection.status,
      devices: session.devices,
      waiting: queue.length,
      tasks: connection.view.tasks.tasks,
      limited: limits[connection.self?.role ?? 'owner'],
      remark: this.#remark && now < this.#remark.until ? this.#remark.text : undefined,
      now,
    }
    return [
      ...goneRows(connection.view.state, width, theme),
      // A question needs the room.
      ...(prompt ? [] : planRows(connection.view.state, width, theme)),
      ...strayRows(connection.view, width, theme),
      ...waitingRows(queue, width, theme),
      ...sendingRows(connection, now, width, theme),
      ...own.rows(width),
      '',
      ...(prompt?.render(width) ?? []),
      ...(search.underWay ? search.render(width) : prompt?.focused && editor.empty ? [] : editor.render(width)),
      statusRow(status, width, theme),
    ]
  }

  invalidate(): void {
    this.#options.editor.invalidate()
  }

  /** Says something for a moment, in the status line. */
  say(text: string, stands: number = passing): void {
    const { clock, redraw } = this.#options
    this.#remark = { text, until: clock.now() + stands }
    this.#forgetRemark?.()
    this.#forgetRemark = clock.after(stands, redraw)
    redraw()
  }

  /** Draws again every second while something counts; call it whenever something may have begun to. */
  tick(): void {
    const { connection, clock, redraw } = this.#options
    const counts = connection.view.state?.activity.is === 'running' || connection.status.is === 'reconnecting'
    if (!counts || this.#ticking) return
    this.#ticking = clock.after(second, () => {
      this.#ticking = undefined
      redraw()
      this.tick()
    })
  }

  /** Nothing of it happens any more. */
  close(): void {
    this.#ticking?.()
    this.#forgetRemark?.()
  }
}
