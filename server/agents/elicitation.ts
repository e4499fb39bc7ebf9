// ACP's elicitation as the room's forms: each property a field, what a room cannot show refused with the reason.

import type {
  CreateElicitationRequest,
  CreateElicitationResponse,
  ElicitationPropertySchema,
  ElicitationSchema,
} from '@agentclientprotocol/sdk/unstable'
import { RequestError } from '@agentclientprotocol/sdk/unstable'
import type { Limits } from '../../shared/limits.ts'
import type { ChoiceOption, QuestionAnswer, QuestionField } from '../../shared/questions.ts'
import type { AgentForm } from '../room/agent.ts'
import { isRecord, numberOf, recordsOf, textOf } from '../store/record.ts'

type Sizes = Pick<Limits, 'questionFields' | 'questionOptions' | 'questionText'>

/** Throws `RequestError` for what cannot be asked. */
export function agentFormOf(request: CreateElicitationRequest, limits: Sizes): Omit<AgentForm, 'withdrawn'> {
  const asked: { readonly [field: string]: unknown } = { ...request }
  if (request.mode !== 'form') throw refusal('only questions of mode form can be asked here')
  const { message, requestedSchema } = request as { message: string; requestedSchema: ElicitationSchema }
  const fields = fieldsOf(requestedSchema, limits)
  return { tool: textOf(asked['toolCallId']), message: short(message, limits), fields }
}

export function elicitationResponse(answer: QuestionAnswer | undefined): CreateElicitationResponse {
  if (answer?.action !== 'accept') return { action: answer?.action ?? 'cancel' }
  const content = Object.fromEntries(
    Object.entries(answer.values).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  )
  return { action: 'accept', content }
}

const refusal = (why: string): RequestError => RequestError.invalidParams(undefined, why)

function fieldsOf(schema: ElicitationSchema, limits: Sizes): QuestionField[] {
  const properties = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required ?? [])
  if (properties.length > limits.questionFields) throw refusal(`a form has at most ${limits.questionFields} fields`)
  const names = new Set(properties.map(([name]) => name))
  const fields = properties.flatMap(([name, property]) => {
    const field = fieldOf(name, property, required.has(name), limits)
    if (!field && required.has(name)) throw refusal(`${name} is of a kind that cannot be shown`)
    return field ?? []
  })
  return withOwnWords(fields, names)
}

/** `question_0` and `question_0_custom` are one question: its options, and "other". */
function withOwnWords(fields: readonly QuestionField[], names: ReadonlySet<string>): QuestionField[] {
  const taken = new Set<string>()
  const joined = fields.map((field) => {
    const own = `${field.id}_custom`
    const companion = fields.find(({ id, kind, required }) => id === own && kind === 'text' && !required)
    if (!names.has(own) || !companion || (field.kind !== 'choice' && field.kind !== 'choices')) return field
    taken.add(own)
    return { ...field, own }
  })
  return joined.filter(({ id }) => !taken.has(id))
}

/** Undefined for a kind that is not known. A pattern is left to the agent: a foreign expression may run for ever. */
function fieldOf(
  id: string,
  property: ElicitationPropertySchema,
  required: boolean,
  limits: Sizes,
): QuestionField | undefined {
  const given: { readonly [field: string]: unknown } = { ...property }
  const described = textOf(given['description'])
  const base = {
    id,
    title: short(textOf(given['title']) ?? id, limits),
    description: described === undefined ? undefined : short(described, limits),
    required,
  }
  const bounds = (least: string, most: string) => ({ least: numberOf(given[least]), most: numberOf(given[most]) })
  switch (property.type) {
    case 'string': {
      const options = optionsOf(given['oneOf'], given['enum'], limits)
      const preset = textOf(given['default'])
      if (options) return { ...base, kind: 'choice', options, preset }
      return { ...base, kind: 'text', format: formatOf(given['format']), ...bounds('minLength', 'maxLength'), preset }
    }
    case 'number':
    case 'integer': {
      const preset = numberOf(given['default'])
      return { ...base, kind: 'number', whole: property.type === 'integer', ...bounds('minimum', 'maximum'), preset }
    }
    case 'boolean': {
      const preset = typeof given['default'] === 'boolean' ? given['default'] : undefined
      return { ...base, kind: 'yes-no', preset }
    }
    case 'array': {
      const items = isRecord(given['items']) ? given['items'] : {}
      const options = optionsOf(items['anyOf'] ?? items['oneOf'], items['enum'], limits)
      if (!options) return undefined
      return { ...base, kind: 'choices', options, ...bounds('minItems', 'maxItems'), preset: textsOf(given['default']) }
    }
    default:
      return undefined
  }
}

function optionsOf(titled: unknown, plain: unknown, limits: Sizes): ChoiceOption[] | undefined {
  const options = Array.isArray(titled)
    ? recordsOf(titled).flatMap((option) => {
        const value = textOf(option['const'])
        if (value === undefined) return []
        const description = textOf(option['description'])
        const title = short(textOf(option['title']) ?? value, limits)
        return [{ value, title, description: description === undefined ? undefined : short(description, limits) }]
      })
    : textsOf(plain)?.map((value) => ({ value, title: short(value, limits) }))
  if (options && options.length > limits.questionOptions)
    throw refusal(`a field has at most ${limits.questionOptions} options`)
  return options && options.length > 0 ? options : undefined
}

const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined

const formatOf = (value: unknown) =>
  value === 'email' || value === 'uri' || value === 'date' || value === 'date-time' ? value : undefined

const short = (text: string, { questionText }: Sizes): string =>
  text.length > questionText ? `${text.slice(0, questionText)}…` : text
