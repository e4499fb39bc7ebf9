// The tool calls of an agent: live while they run, each with its answer in the transcript.

import type { FileChange } from '../../shared/file-change.ts'
import type { Image } from '../../shared/images.ts'
import { type AskedCall, type LiveTool, liveToolKey } from '../../shared/room-state.ts'
import { changesOf, type Edit, editsIn } from '../store/file-changes.ts'
import type { FileInCall } from '../store/transcript-log.ts'
import type { AgentToolUpdate } from './agent.ts'
import { askedCall } from './asked-call.ts'
import { KeptOutput } from './kept-output.ts'
import type { RecordSink } from './record-sink.ts'
import { recordedCall, recordedResult } from './recorded-edit.ts'

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
  images: readonly Image[]
  structured: object | undefined
  edits: readonly Edit[]
}

/** News of a call that answered longer ago than so many calls is taken for a new one. */
const mostLongAnswered = 200

export class RecordedTools {
  readonly #sink: RecordSink
  /** A new call begins: what was being written before it is at its end. */
  readonly #before: () => void
  readonly #open = new Map<string, OpenTool>()
  /** Calls of this turn that have answered; agents go on talking of some. */
  readonly #answered = new Set<string>()
  /** The same of earlier turns, as many as are worth knowing. */
  #longAnswered: readonly string[] = []

  constructor(sink: RecordSink, before: () => void) {
    this.#sink = sink
    this.#before = before
  }

  /** A call of the turn that runs has not answered yet. */
  get busy(): boolean {
    return [...this.#open.values()].some(({ outlasts }) => !outlasts)
  }

  /** Whether this is the beginning of something, and no late word on what was done before. */
  begins(update: AgentToolUpdate): boolean {
    return !this.#isOver(update) && !this.#open.get(update.id)?.outlasts
  }

  /** Takes a call's news; an id never heard of before is a new call, whichever way it is first mentioned. */
  take(update: AgentToolUpdate): void {
    if (this.#isOver(update)) return
    const tool = this.#open.get(update.id) ?? this.#begin(update)
    this.#describe(tool, update)
    if (update.output) this.#print(tool, update.output)
    if (update.images) tool.images = update.images
    if (update.structured) tool.structured = { ...tool.structured, ...update.structured }
    if (update.status === 'in_progress') {
      tool.running = true
      this.#record(tool)
    }
    if (update.status === 'completed' || update.status === 'failed') this.#finish(tool, update.status === 'failed')
  }

  /** A call that a person is asked about is written down first, so that the question has something to stand by. */
  asked(update: AgentToolUpdate): AskedCall | undefined {
    this.take(update)
    const tool = this.#open.get(update.id)
    if (!tool) return undefined
    this.#record(tool)
    return askedCall(tool.part.name, tool.inputGiven)
  }

  /** What a call that has not answered would change in files. */
  changes(call: string): readonly FileChange[] | undefined {
    return this.#open.get(call)?.part.changes
  }

  /** The same of one file, of at most `most` units. */
  diff({ call, path }: FileInCall, most: number): FileChange | undefined {
    return changesOf(this.#open.get(call)?.edits ?? [], most).find((change) => change.path === path)
  }

  /** It has answered, here or in the file of an agent that writes itself. */
  answered(call: string): void {
    this.#open.delete(call)
    this.#answered.add(call)
  }

  /** The turn is over; with `outlasting` a call that runs may run on where we write. */
  end(reason: string, outlasting: boolean): void {
    for (const tool of [...this.#open.values()]) {
      if (outlasting && tool.running && this.#sink.writes) tool.outlasts = true
      else this.#close(tool, reason, true)
    }
    this.#longAnswered = [...this.#longAnswered, ...this.#answered].slice(-mostLongAnswered)
    this.#answered.clear()
  }

  /** Every call of the transcript is to be answered before what it cannot reach over, or other agents could not go on with it. */
  leaveRunning(reason: string): void {
    for (const tool of [...this.#open.values()]) this.#close(tool, reason, false)
  }

  #close(tool: OpenTool, reason: string, failed: boolean): void {
    if (tool.output.empty) tool.output.append(reason)
    this.#finish(tool, failed)
    // What the agent did not end is in its transcript, if anywhere.
    if (!this.#sink.writes) this.#sink.hide(liveToolKey(tool.part.id))
  }

  #isOver({ id, begins }: AgentToolUpdate): boolean {
    return this.#answered.has(id) || (!begins && this.#longAnswered.includes(id))
  }

  #begin(update: AgentToolUpdate): OpenTool {
    this.#before()
    const { message } = this.#sink.nextBlock(undefined)
    const part: LiveTool = {
      kind: 'tool',
      order: this.#sink.nextOrder(),
      id: update.id,
      name: update.name ?? 'Tool',
      title: update.title ?? update.name ?? 'Tool',
      input: '',
      at: this.#sink.now,
      text: '',
      dropped: 0,
    }
    const tool: OpenTool = {
      part,
      message,
      inputGiven: {},
      recorded: false,
      running: false,
      outlasts: false,
      output: new KeptOutput(this.#sink.limits.shellRecord),
      images: [],
      structured: undefined,
      edits: [],
    }
    this.#open.set(update.id, tool)
    this.#sink.show(liveToolKey(update.id), part)
    return tool
  }

  #describe(tool: OpenTool, update: AgentToolUpdate): void {
    if (update.input && Object.keys(update.input).length > 0) tool.inputGiven = update.input
    const live = this.#sink.part(liveToolKey(update.id))
    const held = live?.kind === 'tool' ? live : tool.part
    const edits = update.edits ?? (tool.edits.length === 0 ? editsIn(held.name, { ...update.input }) : [])
    if (edits.length > 0) tool.edits = edits
    const changes = edits.length > 0 ? changesOf(edits, this.#sink.limits.entryText) : held.changes
    const part = { ...held, name: update.name ?? held.name, title: update.title ?? held.title, changes }
    tool.part = part
    if (part.name !== held.name || part.title !== held.title || edits.length > 0)
      this.#sink.show(liveToolKey(update.id), part)
  }

  #print(tool: OpenTool, output: NonNullable<AgentToolUpdate['output']>): void {
    const key = liveToolKey(tool.part.id)
    // ACP replaces a tool's contents; what only grew is sent as what was added.
    const growth = 'append' in output ? output.append : tool.output.growthTo(output.whole)
    if (growth !== undefined) {
      tool.output.append(growth)
      this.#sink.grow(key, growth)
    } else if ('whole' in output) {
      tool.output.replace(output.whole)
      const live = this.#sink.part(key)
      const dropped = Math.max(0, output.whole.length - this.#sink.limits.liveOutput)
      if (live?.kind === 'tool') this.#sink.show(key, { ...live, text: output.whole.slice(dropped), dropped })
    }
  }

  #record(tool: OpenTool): void {
    if (tool.recorded) return
    tool.recorded = true
    const { id, name, title } = tool.part
    const input = Object.keys(tool.inputGiven).length > 0 ? tool.inputGiven : { title }
    const call = recordedCall({ name, input }, tool.edits)
    this.#sink.append({ kind: 'tool', message: tool.message, model: this.#sink.model, id, ...call })
  }

  #finish(tool: OpenTool, failed: boolean): void {
    const { id } = tool.part
    this.#record(tool)
    this.answered(id)
    if (this.#sink.writes) {
      const edit = failed ? { text: '' } : recordedResult(tool.edits)
      const text = tool.output.empty ? edit.text : tool.output.text
      const structured = edit.structured ?? tool.structured
      try {
        this.#sink.append({ kind: 'result', of: id, text, images: tool.images, failed, structured })
      } finally {
        // Written or not, it runs no more.
        this.#sink.hide(liveToolKey(id))
      }
    }
    // What the agent says after an answer is another message of its model's.
    this.#sink.endMessage()
  }
}
