// A call that is answered with a reason instead of a result.

import type { CallError, CallErrorCode } from '../../shared/codes.ts'

export class CallRefused extends Error {
  readonly code: CallErrorCode
  /** `message` is one sentence for people, with what to do next. */
  constructor(code: CallErrorCode, message: string) {
    super(message)
    this.name = 'CallRefused'
    this.code = code
  }

  get error(): CallError {
    return { code: this.code, message: this.message }
  }
}
