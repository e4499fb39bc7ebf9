// Why a call came to nothing: the host's typed answer, or that there was none.

import type { CallErrorCode } from '../shared/codes.ts'

/** `message` is one sentence for people, with what to do next. */
export class CallFailed extends Error {
  readonly code: CallErrorCode
  constructor(code: CallErrorCode, message: string) {
    super(message)
    this.name = 'CallFailed'
    this.code = code
  }
}
