// How a question was answered, in a few words, without controls.

import type { QuestionResponse } from '../shared/entries.ts'
import { plainLine } from './plain-text.ts'

export function responseWords({ action, said }: QuestionResponse): string {
  if (action !== 'accept') return 'no answer'
  return said === '' ? 'yes' : plainLine(said)
}
