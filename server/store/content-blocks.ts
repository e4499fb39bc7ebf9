// What a message, or a tool's answer, is made of, part by part: a plain text is one part of that kind.

import { type JsonRecord, recordsOf } from './record.ts'

export const contentBlocks = (content: unknown): readonly JsonRecord[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : recordsOf(content)
