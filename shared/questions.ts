// What an agent asks for beyond a yes or no: a small form, as every device shows it, and what is answered.

import type { QuestionId } from './ids.ts'

/** A form of the agent's, open until somebody answers it. */
export interface Question {
  readonly id: QuestionId
  /** Among all that waits for an answer. */
  readonly order: number
  /** The tool call it belongs to, where there is one. */
  readonly tool?: string
  readonly message: string
  readonly fields: readonly QuestionField[]
}

export type QuestionField = ChoiceField | ChoicesField | TextField | NumberField | YesNoField

interface FieldBase {
  /** The name of its value in the answer. */
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly required: boolean
}

export interface ChoiceOption {
  readonly value: string
  readonly title: string
  readonly description?: string
}

/** One of the options, or words of one's own as the value named `own`. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice'
  readonly options: readonly ChoiceOption[]
  readonly own?: string
  readonly preset?: string
}

/** Any of the options, and words of one's own beside them. */
export interface ChoicesField extends FieldBase {
  readonly kind: 'choices'
  readonly options: readonly ChoiceOption[]
  readonly own?: string
  /** How many at least and at most, words of one's own not counted. */
  readonly least?: number
  readonly most?: number
  readonly preset?: readonly string[]
}

export interface TextField extends FieldBase {
  readonly kind: 'text'
  readonly format?: TextFormat
  /** Characters. */
  readonly least?: number
  readonly most?: number
  readonly preset?: string
}

export type TextFormat = 'email' | 'uri' | 'date' | 'date-time'

export interface NumberField extends FieldBase {
  readonly kind: 'number'
  readonly whole: boolean
  readonly least?: number
  readonly most?: number
  readonly preset?: number
}

export interface YesNoField extends FieldBase {
  readonly kind: 'yes-no'
  readonly preset?: boolean
}

export type FieldValue = string | number | boolean | readonly string[]

/** By the fields' names, and by those of words of one's own. */
export type FieldValues = { readonly [name: string]: FieldValue }

export type QuestionAnswer =
  | { readonly action: 'accept'; readonly values: FieldValues }
  /** The agent is to go on without an answer. */
  | { readonly action: 'decline' }
  /** Nobody wants to answer. */
  | { readonly action: 'cancel' }
