// An agent's standard streams as ACP messages: taken no faster than they are dealt with, each bounded, and what is none counted.

import type { Readable, Writable } from 'node:stream'
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk/unstable'
import type { Limits } from '../../shared/limits.ts'
import { isRecord } from '../store/record.ts'

interface AgentStreams {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly limits: Pick<Limits, 'agentMessage' | 'agentRubbish'>
  /** A message came. */
  readonly onMessage: () => void
  /** A line that is no message was left out, the `count`th. */
  readonly onRubbish: (count: number, line: string) => void
  /** It cannot be spoken to: what it did, in words that follow its name. */
  readonly onFault: (what: string) => void
}

export interface AgentStream {
  readonly stream: Stream
  /** Ends the conversation. */
  fail(): void
}

/** Messages that may wait to be dealt with before no more is read. */
const ahead = 64

export function agentStream(streams: AgentStreams): AgentStream {
  const { stdin, stdout, limits, onMessage, onRubbish, onFault } = streams
  let messages: ReadableStreamDefaultController<AnyMessage> | undefined
  let open = true
  let count = 0
  /** Bytes that were no message since the last one. */
  let rubbish = 0

  const close = (end: (controller: ReadableStreamDefaultController<AnyMessage>) => void): void => {
    if (open && messages) end(messages)
    open = false
  }
  const fail = (): void => close((controller) => controller.error(new Error('It cannot be spoken to any more.')))
  const fault = (what: string): void => {
    if (!open) return
    onFault(what)
    fail()
  }

  const take = (line: string): void => {
    if (!open || line.trim() === '') return
    const message = messageIn(line)
    if (message) {
      rubbish = 0
      onMessage()
      messages?.enqueue(message)
      return
    }
    count++
    rubbish += line.length
    if (rubbish > limits.agentRubbish) fault(`prints what is no ACP, for example: ${shortened(line)}`)
    else onRubbish(count, shortened(line))
  }
  const lines = new Lines(limits.agentMessage, take, () =>
    fault(`sent a message of more than ${limits.agentMessage / 1024 / 1024} MiB`),
  )

  stdout.on('data', (bytes: Buffer) => {
    if (open) lines.push(bytes)
    if (open && (messages?.desiredSize ?? 0) <= 0) stdout.pause()
  })
  for (const event of ['end', 'close', 'error']) stdout.on(event, () => close((controller) => controller.close()))
  stdin.on('error', fail)

  const readable = new ReadableStream<AnyMessage>(
    {
      start: (controller) => {
        messages = controller
      },
      pull: () => void stdout.resume(),
      cancel: () => {
        open = false
        // What it still says is read, so that it can end well, and dropped.
        stdout.resume()
      },
    },
    { highWaterMark: ahead },
  )
  const writable = new WritableStream<AnyMessage>({
    write: (message) =>
      new Promise((resolve, reject) => {
        stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()))
      }),
    close: () => void stdin.end(),
    abort: () => void stdin.end(),
  })
  return { stream: { readable, writable }, fail }
}

function messageIn(line: string): AnyMessage | undefined {
  try {
    const value: unknown = JSON.parse(line)
    // What is in it the protocol's library checks.
    return isRecord(value) ? (value as unknown as AnyMessage) : undefined
  } catch {
    return undefined
  }
}

const shortened = (line: string): string => (line.length > 80 ? `${line.slice(0, 80)}…` : line)

/** Bytes parted into lines; of one that is too long nothing is kept. */
class Lines {
  readonly #most: number
  readonly #take: (line: string) => void
  readonly #tooLong: () => void
  #pending: Buffer[] = []
  #size = 0

  constructor(most: number, take: (line: string) => void, tooLong: () => void) {
    this.#most = most
    this.#take = take
    this.#tooLong = tooLong
  }

  push(bytes: Buffer): void {
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      this.#add(bytes.subarray(from, end))
      this.#take(Buffer.concat(this.#pending).toString())
      this.#clear()
      from = end + 1
    }
    this.#add(bytes.subarray(from))
  }

  #add(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#size += bytes.length
    if (this.#size <= this.#most) this.#pending.push(bytes)
    else {
      this.#clear()
      this.#tooLong()
    }
  }

  #clear(): void {
    this.#pending = []
    this.#size = 0
  }
}
