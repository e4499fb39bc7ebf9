// What ends the command: one sentence on stderr, with the next step, and an exit code.

export class CommandFailed extends Error {
  readonly exitCode: number

  /** `usage` mistakes exit with 2, all else with 1. */
  constructor(message: string, kind: 'usage' | 'other' = 'other') {
    super(message)
    this.name = 'CommandFailed'
    this.exitCode = kind === 'usage' ? 2 : 1
  }
}
