// Turns what an agent says into the live parts that devices see at once and the lines that the transcript keeps.

import type { PlanItem } from '../../shared/agent-board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Spent } from '../../shared/cost.ts'
import type { Entry } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import {
  type AskedCall,
  type LivePart,
  type LiveTool,
  livePromptKey,
  liveReplyKey,
  liveToolKey,
  type QueuedPrompt,
} from '../../shared/room-state.ts'
import { changesOf, type Edit, editsIn } from '../store/file-changes.ts'
import type { FileInCall, NewLine, TranscriptLog } from '../store/transcript-log.ts'
import type { AgentToolUpdate, AgentUpdate } from './agent.ts'
import { askedCall } from './asked-call.ts'
import { GivesWay } from './gives-way.ts'
import { KeptOutput } from './kept-output.ts'
import type { LiveState } from './live-state.ts'
import { recordedCall, recordedResult } from './recorded-edit.ts'
import { todoInput } from './recorded-plan.ts'

interface OpenBlock {
  readonly kind: 'reply' | 'thought'
  readonly message: string
  readonly block: number
  /** The transcript had it before its first word was heard. */
  readonly late: boolean
  text: string
}

interface OpenTool {
  part: LiveTool
  message: string
  inputGiven: object
  recorded: boolean
  /** The agent said that it runs now. */
  running: boolean
  /** Its turn has ended and it runs on. */
  outlasts: boolean
  readonly output: KeptOutput
  structured: object | undefined
  edits: readonly Edit[]
}

/** News of a call that answered longer ago than so many calls is taken for a new one. */
const mostLongAnswered = 200

export interface RecorderParts {
  /** Where it writes; undefined where the agent writes itself and live parts wait for the file's entries. */
  readonly log: Pick<TranscriptLog, 'append'> | undefined
  readonly live: LiveState
  readonly clock: Clock
  readonly limits: Limits
  readonly model: string
  readonly newId: () => string
}

export class Recorder {
  readonly #parts: RecorderParts
  #block: OpenBlock | undefined
  readonly #tools = new Map<string, OpenTool>()
  /** Tool calls of this turn that have answered; agents go on talking of some. */
  readonly #answered = new Set<string>()
  /** The same of earlier turns, as many as are worth knowing. */
  #longAnswered: readonly string[] = []
  /** Blocks seen of the message that is being written, so that each has its own index. */
  #message = { id: '', blocks: 0 }
  readonly #givesWay = new GivesWay()
  /** What the turn that ends took. */
  #spent: readonly Spent[] | undefined
  #order = 0

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  /** It writes the transcript; else the agent does. */
  get writes(): boolean {
    return this.#parts.log !== undefined
  }

  /** A prompt goes to the agent. What the turn before has left on the screen goes with that. */
  begin({ id, text }: Pick<QueuedPrompt, 'id' | 'text'>, images: readonly Image[]): void {
    this.#leaveRunning()
    if (this.#parts.log) return this.#append({ kind: 'prompt', uuid: id, text, images })
    const at = new Date(this.#parts.clock.now()).toISOString()
    this.#givesWay.forget()
    const part = { kind: 'prompt' as const, order: ++this.#order, id, text, at, images: images.length || undefined }
    this.#parts.live.set({ live: { [livePromptKey(id)]: part } })
  }

  /** Entries came that the agent wrote: what was live of them gives way. */
  arrived(entries: readonly Entry[]): void {
    if (this.#parts.log) return
    for (const entry of entries) {
      const key = this.#keyOf(entry)
      if (key !== undefined) this.#hide(key)
    }
  }

  #keyOf(entry: Entry): string | undefined {
    switch (entry.kind) {
      case 'prompt':
        return livePromptKey(entry.id)
      case 'reply':
      case 'thought':
        return this.#givesWay.arrives(entry.kind, entry.message)
      case 'result':
        this.#tools.delete(entry.of)
        this.#answered.add(entry.of)
        return liveToolKey(entry.of)
      case 'notice':
        // An error is told as a reply while it is live, and is a notice in the file.
        return Object.entries(this.#parts.live.value.live).find(
          ([, part]) => part.kind === 'reply' && part.text.trim() === entry.text.trim(),
        )?.[0]
      default:
        return undefined
    }
  }

  /** Whether this is the beginning of something, and no late word on what was said or done before. */
  begins(update: AgentUpdate): boolean {
    switch (update.is) {
      case 'text':
        return update.text !== ''
      case 'tool':
        return !this.#isOver(update) && !this.#tools.get(update.id)?.outlasts
      default:
        return false
    }
  }

  /** A tool call of the turn that runs has not answered yet. */
  get busy(): boolean {
    return [...this.#tools.values()].some(({ outlasts }) => !outlasts)
  }

  update(update: AgentUpdate): void {
    if (update.is === 'text') this.#write(update.kind, update.message, update.text)
    else if (update.is === 'tool') this.tool(update)
    else if (update.is === 'spent') this.#spent = update.spent
  }

  /** Takes a tool call's news; an id never heard of before is a new call, whichever way it is first mentioned. */
  tool(update: AgentToolUpdate): void {
    if (this.#isOver(update)) return
    const tool = this.#tools.get(update.id) ?? this.#begin(update)
    this.#describe(tool, update)
    if (update.output) this.#print(tool, update.output)
    if (update.structured) tool.structured = { ...tool.structured, ...update.structured }
    if (update.status === 'in_progress') {
      tool.running = true
      this.#record(tool)
    }
    if (update.status === 'completed' || update.status === 'failed') this.#finish(tool, update.status === 'failed')
  }

  /** A tool call that a person is asked about is written down first, so that the question has something to stand by. */
  asked(update: AgentToolUpdate): AskedCall | undefined {
    this.tool(update)
    const tool = this.#tools.get(update.id)
    if (!tool) return undefined
    this.#record(tool)
    return askedCall(tool.part.name, tool.inputGiven)
  }

  /** What a call that has not answered would change in files. */
  changes(call: string): readonly FileChange[] | undefined {
    return this.#tools.get(call)?.part.changes
  }

  /** The same of one file, of at most `most` units. */
  diff({ call, path }: FileInCall, most: number): FileChange | undefined {
    return changesOf(this.#tools.get(call)?.edits ?? [], most).find((change) => change.path === path)
  }

  /**
   * The turn is over: whatever is open is written as far as it came. With `outlasting` a call that runs may run on, until
   * it answers or the next prompt comes; one in a transcript of the agent's own is the agent's to end.
   */
  end(reason: string, outlasting = false): void {
    this.#closeBlock(this.#spent)
    this.#spent = undefined
    for (const tool of [...this.#tools.values()]) {
      if (outlasting && tool.running && this.#parts.log) tool.outlasts = true
      else this.#closeTool(tool, reason, true)
    }
    this.#longAnswered = [...this.#longAnswered, ...this.#answered].slice(-mostLongAnswered)
    this.#answered.clear()
    this.#message = { id: '', blocks: 0 }
  }

  /** What the agent meant to do when its turn ended; one that writes its transcript writes that, too. */
  planned(items: readonly PlanItem[]): void {
    const { log, model, newId } = this.#parts
    if (!log) return
    const id = `plan_${newId()}`
    const { message } = this.#nextBlock(undefined)
    const done = items.filter(({ standing }) => standing === 'done').length
    this.#append({ kind: 'tool', message, model, id, name: 'TodoWrite', input: todoInput(items) })
    this.#append({ kind: 'result', of: id, text: `${done} of ${items.length} done.`, failed: false })
  }

  /** Every call of the transcript is to be answered before the next prompt, or other agents could not go on with it. */
  #leaveRunning(): void {
    for (const tool of [...this.#tools.values()])
      this.#closeTool(tool, 'It still ran when the next prompt came.', false)
  }

  #closeTool(tool: OpenTool, reason: string, failed: boolean): void {
    if (tool.output.empty) tool.output.append(reason)
    this.#finish(tool, failed)
    // What the agent did not end is in its transcript, if anywhere.
    if (!this.#parts.log) this.#hide(liveToolKey(tool.part.id))
  }

  #isOver({ id, begins }: AgentToolUpdate): boolean {
    return this.#answered.has(id) || (!begins && this.#longAnswered.includes(id))
  }

  #write(kind: 'reply' | 'thought', message: string | undefined, text: string): void {
    if (text === '') return
    const open = this.#block
    if (open && (open.kind !== kind || (message !== undefined && message !== open.message))) this.#closeBlock()
    if (!this.#block) {
      const place = this.#nextBlock(message)
      const key = liveReplyKey(place.message, place.block)
      const late = !this.#givesWay.begins(kind, place.message, key)
      this.#block = { kind, ...place, late, text: '' }
      if (!late) this.#show(key, { kind, order: ++this.#order, ...place, text: '' })
    }
    // A flood costs a block at a time; of an agent that writes itself its own file has the rest.
    if (this.#block.text.length >= this.#parts.limits.replyBlock) return
    this.#block.text += text
    this.#parts.live.append(liveReplyKey(this.#block.message, this.#block.block), text)
    if (this.#parts.log && this.#block.text.length >= this.#parts.limits.replyBlock) this.#closeBlock()
  }

  /** What the turn took stands with its last words; where there are none, on a line of its own. */
  #closeBlock(spent?: readonly Spent[]): void {
    const open = this.#block
    this.#block = undefined
    if (spent && !open?.text && this.#parts.log) this.#append({ kind: 'spent', spent })
    if (!open || !this.#parts.log) return
    const { kind, message, block, text } = open
    if (text !== '') this.#append({ kind, message, block, model: this.#parts.model, text, spent })
    this.#hide(liveReplyKey(message, block))
  }

  #begin(update: AgentToolUpdate): OpenTool {
    this.#closeBlock()
    const { message } = this.#nextBlock(undefined)
    const part: LiveTool = {
      kind: 'tool',
      order: ++this.#order,
      id: update.id,
      name: update.name ?? 'Tool',
      title: update.title ?? update.name ?? 'Tool',
      input: '',
      at: new Date(this.#parts.clock.now()).toISOString(),
      text: '',
      dropped: 0,
    }
    const { limits } = this.#parts
    const tool: OpenTool = {
      part,
      message,
      inputGiven: {},
      recorded: false,
      running: false,
      outlasts: false,
      output: new KeptOutput(limits.shellRecord),
      structured: undefined,
      edits: [],
    }
    this.#tools.set(update.id, tool)
    this.#show(liveToolKey(update.id), part)
    return tool
  }

  #describe(tool: OpenTool, update: AgentToolUpdate): void {
    if (update.input && Object.keys(update.input).length > 0) tool.inputGiven = update.input
    const live = this.#parts.live.value.live[liveToolKey(update.id)]
    const held = live?.kind === 'tool' ? live : tool.part
    const edits = update.edits ?? (tool.edits.length === 0 ? editsIn(held.name, { ...update.input }) : [])
    if (edits.length > 0) tool.edits = edits
    const changes = edits.length > 0 ? changesOf(edits, this.#parts.limits.entryText) : held.changes
    const part = { ...held, name: update.name ?? held.name, title: update.title ?? held.title, changes }
    tool.part = part
    if (part.name !== held.name || part.title !== held.title || edits.length > 0)
      this.#show(liveToolKey(update.id), part)
  }

  #print(tool: OpenTool, output: NonNullable<AgentToolUpdate['output']>): void {
    const key = liveToolKey(tool.part.id)
    // ACP replaces a tool's contents; what only grew is sent as what was added.
    const growth = 'append' in output ? output.append : tool.output.growthTo(output.whole)
    if (growth !== undefined) {
      tool.output.append(growth)
      this.#parts.live.append(key, growth)
    } else if ('whole' in output) {
      tool.output.replace(output.whole)
      const live = this.#parts.live.value.live[key]
      const dropped = Math.max(0, output.whole.length - this.#parts.limits.liveOutput)
      if (live?.kind === 'tool') this.#show(key, { ...live, text: output.whole.slice(dropped), dropped })
    }
  }

  #record(tool: OpenTool): void {
    if (tool.recorded) return
    tool.recorded = true
    const { id, name, title } = tool.part
    const input = Object.keys(tool.inputGiven).length > 0 ? tool.inputGiven : { title }
    const call = recordedCall({ name, input }, tool.edits)
    this.#append({ kind: 'tool', message: tool.message, model: this.#parts.model, id, ...call })
  }

  #finish(tool: OpenTool, failed: boolean): void {
    const { id } = tool.part
    this.#record(tool)
    this.#tools.delete(id)
    this.#answered.add(id)
    if (this.#parts.log) {
      const edit = failed ? { text: '' } : recordedResult(tool.edits)
      const text = tool.output.empty ? edit.text : tool.output.text
      this.#append({ kind: 'result', of: id, text, failed, structured: edit.structured ?? tool.structured })
      this.#hide(liveToolKey(id))
    }
    // What the agent says after an answer is another message of its model's.
    this.#message = { id: '', blocks: 0 }
  }

  #nextBlock(message: string | undefined): { message: string; block: number } {
    const id = message ?? (this.#message.id !== '' ? this.#message.id : `msg_${this.#parts.newId()}`)
    if (this.#message.id !== id) this.#message = { id, blocks: 0 }
    return { message: id, block: this.#message.blocks++ }
  }

  #append(line: NewLine): void {
    this.#parts.live.flush()
    this.#parts.log?.append([line])
  }

  #show(key: string, part: LivePart): void {
    this.#parts.live.set({ live: { ...this.#parts.live.value.live, [key]: part } })
  }

  #hide(key: string): void {
    const { [key]: _, ...rest } = this.#parts.live.value.live
    this.#parts.live.set({ live: rest })
  }
}
