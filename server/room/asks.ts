// What the agent asks of people: whether it may do something, and what it wants to know; each beside its tool call.

import type { FileChange } from '../../shared/file-change.ts'
import type { QuestionId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { answerInWords } from '../../shared/question-check.ts'
import type { QuestionAnswer } from '../../shared/questions.ts'
import { besidesEdit, changesOf, editsIn } from '../store/file-changes.ts'
import { inputText } from '../store/input-text.ts'
import type { AgentForm, AgentQuestion, AgentToolUpdate } from './agent.ts'
import { askedCall } from './asked-call.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'
import { Permissions } from './permissions.ts'
import { Questions } from './questions.ts'
import type { Recorder } from './recorder.ts'

interface AskParts {
  readonly live: LiveState
  readonly history: History
  readonly limits: Pick<Limits, 'prompt' | 'entryText'>
  readonly newId: () => string
}

export class Asks {
  readonly permissions: Permissions
  readonly questions: Questions
  readonly #parts: AskParts

  constructor(parts: AskParts) {
    this.#parts = parts
    let asked = 0
    const withOrder = { ...parts, nextOrder: () => ++asked }
    this.permissions = new Permissions(withOrder)
    this.questions = new Questions(withOrder)
  }

  /** Something waits for an answer. */
  get isOpen(): boolean {
    return this.permissions.isOpen || this.questions.isOpen
  }

  voidAll(why: string): void {
    this.permissions.voidAll(why)
    this.questions.voidAll(why)
  }

  ask(question: AgentQuestion, recorder: Recorder | undefined): Promise<string | undefined> {
    const { id, title, name, input } = question.tool
    // A sub-agent's calls are in a transcript of its own.
    const call = question.from === undefined ? recorder?.asked(question.tool) : askedCall(name ?? 'Tool', { ...input })
    const told = title ?? name ?? id
    const changes = question.from === undefined ? recorder?.changes(id) : this.#changes(question.tool)
    const detail = input && detailOf(changes ? besidesEdit({ ...input }) : input, told)
    return this.permissions.ask(question, { from: question.from, title: told, detail, changes, call })
  }

  #changes({ name, input, edits = editsIn(name ?? '', { ...input }) }: AgentToolUpdate): FileChange[] | undefined {
    return edits.length > 0 ? changesOf(edits, this.#parts.limits.entryText) : undefined
  }

  /** A form without a tool call gets one where we write the transcript, so that it is in there with its answer. */
  async inquire(form: AgentForm, recorder: Recorder | undefined): Promise<QuestionAnswer | undefined> {
    const id = this.#parts.newId() as QuestionId
    if (form.from !== undefined) {
      return this.questions.ask(id, { ...form, tool: undefined, message: `${form.from}: ${form.message}` })
    }
    const { message, tool } = form
    if (tool !== undefined) recorder?.asked({ is: 'tool', id: tool })
    if (tool !== undefined || !recorder?.writes) return this.questions.ask(id, form)
    recorder.asked({ is: 'tool', id, name: 'Question', title: message, input: { question: message } })
    const answer = await this.questions.ask(id, { ...form, tool: id })
    const whole = answer?.action === 'accept' ? answerInWords(form, answer.values) : 'No answer.'
    recorder.tool({ is: 'tool', id, status: 'completed', output: { whole } })
    return answer
  }
}

/** What would be done, in full, unless the title says it already. */
function detailOf(input: object, title: string): string | undefined {
  if ('plan' in input && typeof input.plan === 'string') return input.plan
  const rest = Object.entries(input).filter(([, value]) => value !== title)
  return rest.length === 0 ? undefined : inputText(Object.fromEntries(rest))
}
