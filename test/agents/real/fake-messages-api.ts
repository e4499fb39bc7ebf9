// The Messages API as far as Claude Code needs it: what the model says is played by the test.

import type { ServerResponse } from 'node:http'
import { recordsOf, textOf } from '../../../server/store/record.ts'
import {
  type Asked,
  answerJson,
  type Block,
  beginEvents,
  type Model,
  type PlayedApi,
  served,
  wordsOf,
} from './played-model.ts'

export async function fakeMessagesApi(model: Model): Promise<PlayedApi> {
  const all: Asked[] = []
  let count = 0
  const api = await served(async ({ path, body, response }) => {
    if (!path.endsWith('/messages')) {
      const error = { type: 'not_found_error', message: 'There is no such thing.' }
      return answerJson(response, 404, { type: 'error', error })
    }
    const asked = askedIn(body)
    // A request without tools is Claude Code's own: a title for the session, a guess at what comes next.
    const blocks = asked.tools.length === 0 ? [{ text: 'A title' }] : model(asked)
    if (asked.tools.length > 0) all.push(asked)
    await stream(response, { id: `msg_fake${++count}`, model: textOf(body['model']) ?? 'fake', blocks })
  })
  return Object.assign(api, { asked: all })
}

interface Message {
  readonly id: string
  readonly model: string
  readonly blocks: readonly Block[]
}

async function stream(response: ServerResponse, { id, model, blocks }: Message): Promise<void> {
  beginEvents(response)
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  }
  const usage = { input_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 }
  const rest = { stop_reason: null, stop_sequence: null, usage }
  send('message_start', { message: { id, type: 'message', role: 'assistant', model, content: [], ...rest } })
  for (const [index, block] of blocks.entries()) {
    const delta = (change: object): void => send('content_block_delta', { index, delta: change })
    const start = (content: object): void => send('content_block_start', { index, content_block: content })
    if ('thinking' in block) {
      start({ type: 'thinking', thinking: '', signature: '' })
      delta({ type: 'thinking_delta', thinking: block.thinking })
      delta({ type: 'signature_delta', signature: 'c2lnbmVk' })
    } else if ('tool' in block) {
      start({ type: 'tool_use', id: `toolu_${id}_${index}`, name: block.tool, input: {} })
      delta({ type: 'input_json_delta', partial_json: JSON.stringify(block.input) })
    } else {
      start({ type: 'text', text: '' })
      for await (const word of wordsOf(block)) {
        if (response.destroyed) return
        delta({ type: 'text_delta', text: word })
      }
    }
    send('content_block_stop', { index })
  }
  const stop = blocks.some((block) => 'tool' in block) ? 'tool_use' : 'end_turn'
  send('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 42 } })
  send('message_stop', {})
  response.end()
}

function askedIn(body: Record<string, unknown>): Asked {
  const messages = recordsOf(body['messages'])
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => ownWords(content))
  const last = messages.at(-1)?.['content']
  const answer = recordsOf(last).find(({ type }) => type === 'tool_result')
  return {
    prompt: said.findLast((text) => text !== '') ?? '',
    result: answer && plain(answer['content']),
    whole: JSON.stringify(messages),
    conversation: messages.map(({ content }) => plain(content)).join('\n'),
    images: messages.flatMap(({ content }) => recordsOf(content)).filter(({ type }) => type === 'image').length,
    tools: recordsOf(body['tools']).flatMap(({ name }) => textOf(name) ?? []),
  }
}

const plain = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : recordsOf(content)
        .map((part) => textOf(part['text']) ?? '')
        .join('\n')

const ownWords = (content: unknown): string =>
  plain(content)
    .replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '')
    .trim()
