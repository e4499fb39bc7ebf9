// The last line of a test run, alone and plain, for whoever only looks there: "123 passed, 0 failed".

import { writeSync } from 'node:fs'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const line = closingLine(modules, unhandled.length)
    // At the very end, after whatever other reporters have to say; nothing asynchronous is left to run by then.
    process.once('exit', () => writeSync(1, `${line}\n`))
  }
}

/** A file that could not be run, and an error that belongs to no test, count as a failure each. */
export function closingLine(modules: readonly Pick<TestModule, 'children' | 'errors'>[], unhandled: number): string {
  const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const passed = results.filter((state) => state === 'passed').length
  const failed = results.filter((state) => state === 'failed').length
  const broken = modules.reduce((sum, module) => sum + module.errors().length, 0)
  return `${passed} passed, ${failed + broken + unhandled} failed`
}
