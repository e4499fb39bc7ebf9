// The Chat Completions API as far as opencode needs it: what the model says is played by the test.

import type { ServerResponse } from 'node:http'
import { isRecord, recordsOf, textOf } from '../../../server/store/record.ts'
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

export async function fakeChatApi(model: Model): Promise<PlayedApi> {
  const all: Asked[] = []
  let count = 0
  const api = await served(async ({ path, body, response }) => {
    if (!path.endsWith('/chat/completions'))
      return answerJson(response, 404, { error: { message: 'There is no such thing.' } })
    const asked = askedIn(body)
    // Asked without tools it is for a title, or for a summary of the conversation.
    const own = asked.tools.length === 0 && /title/i.test(asked.conversation)
    const blocks = own ? [{ text: 'A title' }] : model(asked)
    if (!own) all.push(asked)
    await stream(response, `chat_fake${++count}`, blocks)
  })
  return Object.assign(api, { asked: all })
}

async function stream(response: ServerResponse, id: string, blocks: readonly Block[]): Promise<void> {
  beginEvents(response)
  const send = (delta: object, finish: string | null = null): void => {
    const choices = [{ index: 0, delta, finish_reason: finish }]
    const chunk = { id, object: 'chat.completion.chunk', created: 0, model: 'played', choices }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  let calls = 0
  for (const block of blocks) {
    if ('tool' in block) {
      const called = { name: block.tool, arguments: JSON.stringify(block.input) }
      send({ tool_calls: [{ index: calls, id: `call_${id}_${calls++}`, type: 'function', function: called }] })
    } else if ('thinking' in block) send({ reasoning_content: block.thinking })
    else {
      for await (const word of wordsOf(block)) {
        if (response.destroyed) return
        send({ role: 'assistant', content: word })
      }
    }
  }
  send({}, calls > 0 ? 'tool_calls' : 'stop')
  const usage = { prompt_tokens: 100, completion_tokens: 42, total_tokens: 142 }
  response.write(
    `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 0, model: 'played', choices: [], usage })}\n\n`,
  )
  response.end('data: [DONE]\n\n')
}

function askedIn(body: Record<string, unknown>): Asked {
  const messages = recordsOf(body['messages'])
  const last = messages.at(-1)
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => plain(content))
  return {
    prompt: said.at(-1) ?? '',
    result: last?.['role'] === 'tool' ? plain(last['content']) : undefined,
    conversation: messages.map(({ content }) => plain(content)).join('\n'),
    images: messages.flatMap(({ content }) => recordsOf(content)).filter(({ type }) => type === 'image_url').length,
    tools: recordsOf(body['tools']).flatMap((tool) =>
      isRecord(tool['function']) ? (textOf(tool['function']['name']) ?? []) : [],
    ),
  }
}

const plain = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : recordsOf(content)
        .map((part) => textOf(part['text']) ?? '')
        .join('\n')
