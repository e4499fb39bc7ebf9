// A model whose words are played by the test, and the loopback server that some company's API is imitated on.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { isRecord } from '../../../server/store/record.ts'

export type Block =
  | { readonly thinking: string }
  /** With `slowly`, this many milliseconds between its words; it goes on only once `until` has resolved. */
  | { readonly text: string; readonly slowly?: number; readonly until?: Promise<unknown> }
  | { readonly tool: string; readonly input: object }

export interface Asked {
  /** What the user said last, without what the agent adds. */
  readonly prompt: string
  /** What the newest tool call answered, where the model is asked to go on from that. */
  readonly result: string | undefined
  /** The conversation as sent, as one text. */
  readonly conversation: string
  /** The same with all that tools were given and answered, as JSON. */
  readonly whole?: string
  readonly tools: readonly string[]
  /** Pictures in what was sent. */
  readonly images?: number
}

/** What the model says to what it is asked. */
export type Model = (asked: Asked) => readonly Block[]

/** A server on loopback. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string
  /** Whoever asks meets a closed door. */
  down: boolean
}

export interface PlayedApi extends Served {
  /** What the model was asked with tools at hand; all else is the agent's own: titles, guesses. */
  readonly asked: readonly Asked[]
}

export interface Answering {
  readonly path: string
  readonly body: Record<string, unknown>
  readonly response: ServerResponse
}

/** Listens until the running test ends. */
export async function served(answer: (request: Answering) => Promise<void>): Promise<Served> {
  const server = createServer((request, response) => {
    if (api.down) return request.socket.destroy()
    void bodyOf(request).then((body) => answer({ path: request.url?.split('?')[0] ?? '/', body, response }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')
  const api: Served = { url: `http://127.0.0.1:${address.port}`, down: false }
  return api
}

/** The words of a block one by one, at its pace. */
export async function* wordsOf({ text, slowly, until }: Extract<Block, { text: string }>): AsyncIterable<string> {
  for (const word of text.match(/\S+\s*/g) ?? []) {
    yield word
    if (slowly) await new Promise((resolve) => setTimeout(resolve, slowly))
  }
  await until
}

export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
}

export function answerJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const value: unknown = text === '' ? {} : JSON.parse(text)
  return isRecord(value) ? { ...value } : {}
}
