// The Gemini API as far as Gemini CLI needs it: what the model says is played by the test.

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

export async function fakeGeminiApi(model: Model): Promise<PlayedApi> {
  const all: Asked[] = []
  const api = await served(async ({ path, body, response }) => {
    if (path.endsWith(':countTokens')) return answerJson(response, 200, { totalTokens: 100 })
    if (path.endsWith(':generateContent')) return answerJson(response, 200, content([{ text: '{}' }], true))
    if (!path.endsWith(':streamGenerateContent')) {
      return answerJson(response, 404, {
        error: { code: 404, message: 'There is no such thing.', status: 'NOT_FOUND' },
      })
    }
    const asked = askedIn(body)
    all.push(asked)
    await stream(response, model(asked))
  })
  return Object.assign(api, { asked: all })
}

const usage = { promptTokenCount: 100, candidatesTokenCount: 42, totalTokenCount: 142 }

const content = (parts: readonly object[], last = false): object => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...(last && { finishReason: 'STOP' }) }],
  usageMetadata: usage,
})

async function stream(response: ServerResponse, blocks: readonly Block[]): Promise<void> {
  beginEvents(response)
  const send = (value: object): void => {
    response.write(`data: ${JSON.stringify(value)}\n\n`)
  }
  for (const block of blocks) {
    if ('tool' in block) send(content([{ functionCall: { name: block.tool, args: block.input } }]))
    else if ('thinking' in block) send(content([{ text: block.thinking, thought: true }]))
    else {
      for await (const word of wordsOf(block)) {
        if (response.destroyed) return
        send(content([{ text: word }]))
      }
    }
  }
  send(content([{ text: '' }], true))
  response.end()
}

function askedIn(body: Record<string, unknown>): Asked {
  const contents = recordsOf(body['contents'])
  const said = contents.filter(({ role }) => role === 'user').map(({ parts }) => plain(parts))
  const answer = recordsOf(contents.at(-1)?.['parts']).find((part) => isRecord(part['functionResponse']))
  return {
    prompt: said.findLast((text) => text !== '') ?? '',
    result: answer && JSON.stringify(answer['functionResponse']),
    conversation: contents.map(({ parts }) => plain(parts)).join('\n'),
    images: contents.flatMap(({ parts }) => recordsOf(parts)).filter((part) => isRecord(part['inlineData'])).length,
    tools: recordsOf(body['tools']).flatMap((tool) =>
      recordsOf(tool['functionDeclarations']).flatMap(({ name }) => textOf(name) ?? []),
    ),
  }
}

const plain = (parts: unknown): string =>
  recordsOf(parts)
    .flatMap((part) => textOf(part['text']) ?? [])
    .join('\n')
