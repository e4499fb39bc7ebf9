// Whether an answer fits its question: the same on the host, which decides, and on the devices, which help.

import type { ChoiceOption, FieldValue, FieldValues, Question, QuestionField, TextFormat } from './questions.ts'

/** What is wrong with a field's value, as a sentence; undefined where nothing is. */
export function problemWith(field: QuestionField, values: FieldValues): string | undefined {
  const value = given(values, field.id)
  const own = ownWords(field, values)
  if (own !== undefined && typeof own !== 'string') return 'Words of your own are a text.'
  if (value !== undefined) return problemWithValue(field, value)
  return field.required && own === undefined ? 'This needs an answer.' : undefined
}

/** A value of a name that no field has. */
export function strayValue({ fields }: Pick<Question, 'fields'>, values: FieldValues): string | undefined {
  const known = new Set(fields.flatMap((field) => [field.id, ...('own' in field && field.own ? [field.own] : [])]))
  return Object.keys(values).find((name) => !known.has(name))
}

/** Whether somebody worded something of it, which steers the agent as a prompt does. */
export const isWorded = ({ fields }: Pick<Question, 'fields'>, values: FieldValues): boolean =>
  fields.some((field) => (field.kind === 'text' ? given(values, field.id) : ownWords(field, values)) !== undefined)

/** An answer in a few words, by the options' titles. */
export function answerInWords({ fields }: Pick<Question, 'fields'>, values: FieldValues): string {
  const said = fields.flatMap((field) => {
    const value = given(values, field.id)
    const own = ownWords(field, values)
    return [...(value === undefined ? [] : [inWords(field, value)]), ...(own === undefined ? [] : [String(own)])]
  })
  return said.join(' · ')
}

/** An empty text and an empty list are no answer. */
function given(values: FieldValues, name: string): FieldValue | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  const isEmpty = typeof value === 'string' ? value.trim() === '' : isList(value) && value.length === 0
  return isEmpty ? undefined : value
}

const ownWords = (field: QuestionField, values: FieldValues): FieldValue | undefined =>
  'own' in field && field.own !== undefined ? given(values, field.own) : undefined

function problemWithValue(field: QuestionField, value: FieldValue): string | undefined {
  switch (field.kind) {
    case 'choice':
      return typeof value === 'string' && offers(field.options, value) ? undefined : 'Choose one of the options shown.'
    case 'choices': {
      if (!isList(value) || new Set(value).size !== value.length || !value.every((one) => offers(field.options, one)))
        return 'Choose among the options shown.'
      if (value.length < (field.least ?? 0)) return `Choose at least ${field.least}.`
      return value.length > (field.most ?? value.length) ? `Choose at most ${field.most}.` : undefined
    }
    case 'text':
      if (typeof value !== 'string') return 'This takes a text.'
      if (value.length < (field.least ?? 0)) return `This takes at least ${field.least} characters.`
      if (value.length > (field.most ?? value.length)) return `This takes at most ${field.most} characters.`
      return field.format && !formats[field.format].test(value) ? wanted[field.format] : undefined
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'This takes a number.'
      if (field.whole && !Number.isSafeInteger(value)) return 'This takes a whole number.'
      if (value < (field.least ?? value)) return `This takes a number from ${field.least} on.`
      return value > (field.most ?? value) ? `This takes a number up to ${field.most}.` : undefined
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : 'This takes yes or no.'
  }
}

function inWords(field: QuestionField, value: FieldValue): string {
  if (field.kind === 'yes-no') return `${field.title}: ${value ? 'yes' : 'no'}`
  if (field.kind !== 'choice' && field.kind !== 'choices') return String(value)
  const titles = (isList(value) ? value : [value]).map(
    (one) => field.options.find((option) => option.value === one)?.title ?? String(one),
  )
  return titles.join(', ')
}

const isList = (value: FieldValue | undefined): value is readonly string[] => Array.isArray(value)

const offers = (options: readonly ChoiceOption[], value: string): boolean => options.some((one) => one.value === value)

const formats: { readonly [F in TextFormat]: RegExp } = {
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/,
}

const wanted: { readonly [F in TextFormat]: string } = {
  email: 'This takes an e-mail address.',
  uri: 'This takes a web address.',
  date: 'This takes a date like 2026-12-31.',
  'date-time': 'This takes a date and time like 2026-12-31T12:00.',
}
