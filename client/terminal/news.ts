// What happens beside the conversation and is worth a line in it: notices of the agent's, tasks, work that ended.

import type { Connection } from '../connection.ts'
import { plainText } from '../plain-text.ts'
import { TaskNews } from '../tasks/task-news.ts'
import { WorkEnds } from '../tasks/work-ends.ts'
import { AgentNotices } from './agent-notices.ts'
import type { Note } from './blocks.ts'

export class News {
  readonly #notices = new AgentNotices()
  readonly #tasks = new TaskNews()
  readonly #workEnds = new WorkEnds()

  /** What is new since the last look. */
  look({ state, tasks }: Connection['view'], note: (text: string, tone: Note['tone']) => void): void {
    if (!state) return
    for (const { text, tone } of this.#notices.look(state)) note(plainText(text), tone)
    for (const { text, tone } of this.#tasks.look(tasks)) note(text, tone)
    // Of any other end the agent itself has a word in the conversation.
    for (const { text, tone, standing } of this.#workEnds.look(state.work)) if (standing === 'stopped') note(text, tone)
  }
}
