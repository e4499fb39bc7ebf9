// What agents ask by ACP's elicitation, as the room's forms.

import type { CreateElicitationRequest } from '@agentclientprotocol/sdk/unstable'
import { describe, expect, it } from 'vitest'
import { agentFormOf, elicitationResponse } from '../../server/agents/elicitation.ts'
import { defaultLimits } from '../../shared/limits.ts'

const asking = (properties: object, required: readonly string[] = [], limits = defaultLimits) =>
  agentFormOf(
    {
      mode: 'form',
      sessionId: 's',
      toolCallId: 't1',
      message: 'Which?',
      requestedSchema: { type: 'object', properties, required },
    } as CreateElicitationRequest,
    limits,
  )

describe('a form', () => {
  it('QU1 has every kind of field, with what bounds it', () => {
    const form = asking(
      {
        one: { type: 'string', title: 'One', oneOf: [{ const: 'a', title: 'A', description: 'the first' }] },
        plain: { type: 'string', enum: ['x', 'y'], default: 'y' },
        some: { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] }, minItems: 1, maxItems: 2 },
        many: { type: 'array', items: { type: 'string', enum: ['x'] } },
        text: { type: 'string', minLength: 2, maxLength: 9, format: 'email', pattern: '(a+)+$' },
        count: { type: 'integer', minimum: 0, maximum: 3, default: 1 },
        share: { type: 'number' },
        sure: { type: 'boolean', default: true },
      },
      ['one'],
    )
    expect(form).toMatchObject({ tool: 't1', message: 'Which?' })
    expect(form.fields).toMatchObject([
      { kind: 'choice', id: 'one', title: 'One', required: true, options: [{ value: 'a', description: 'the first' }] },
      { kind: 'choice', id: 'plain', title: 'plain', required: false, preset: 'y' },
      { kind: 'choices', id: 'some', least: 1, most: 2 },
      { kind: 'choices', id: 'many', options: [{ value: 'x', title: 'x' }] },
      { kind: 'text', id: 'text', least: 2, most: 9, format: 'email' },
      { kind: 'number', id: 'count', whole: true, least: 0, most: 3, preset: 1 },
      { kind: 'number', id: 'share', whole: false },
      { kind: 'yes-no', id: 'sure', preset: true },
    ])
  })

  it('QU7 shows options and the text beside them as one question with words of one’s own', () => {
    const { fields } = asking({
      question_0: { type: 'string', title: 'Database', oneOf: [{ const: 'a', title: 'A' }] },
      question_0_custom: { type: 'string', title: 'Other' },
      note_custom: { type: 'string' },
    })
    expect(fields.map(({ id }) => id)).toEqual(['question_0', 'note_custom'])
    expect(fields[0]).toMatchObject({ kind: 'choice', own: 'question_0_custom' })
  })

  it('QU7 leaves out what it cannot show, and refuses where that is required or where it is too large', () => {
    expect(asking({ odd: { type: 'object' }, sure: { type: 'boolean' } }).fields.map(({ id }) => id)).toEqual(['sure'])
    expect(() => asking({ odd: { type: 'object' } }, ['odd'])).toThrow(/odd is of a kind/)
    const wide = Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`f${at}`, { type: 'boolean' }]))
    expect(() => asking(wide)).toThrow(/at most 32 fields/)
    const long = { type: 'string', enum: Array.from({ length: 65 }, (_, at) => `${at}`) }
    expect(() => asking({ long })).toThrow(/at most 64 options/)
    expect(() => agentFormOf({ mode: 'url', message: '' } as never, defaultLimits)).toThrow(/mode form/)
    const [field] = asking({ sure: { type: 'boolean', title: 'x'.repeat(100_000) } }).fields
    expect(field?.title.length).toBeLessThan(10_000)
  })
})

it('QU4 a question that was withdrawn is cancelled towards the agent', () => {
  expect(elicitationResponse(undefined)).toEqual({ action: 'cancel' })
  expect(elicitationResponse({ action: 'decline' })).toEqual({ action: 'decline' })
  const values = { some: ['a'] as readonly string[], text: 'x' }
  expect(elicitationResponse({ action: 'accept', values })).toEqual({ action: 'accept', content: values })
})
