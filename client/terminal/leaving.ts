// However this process ends, the terminal is given back with its cursor.

import type { EventEmitter } from 'node:events'

export interface Surroundings {
  readonly process: EventEmitter
  readonly input: EventEmitter
  readonly output: EventEmitter
}

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const
const late = ['SIGTERM', 'SIGHUP'] as const

/**
 * `restore` is called when the process exits or crashes, and `ended` when it should come to an end: a signal, or a
 * terminal that went away. What returns calls both off; from then on only Ctrl-C or a kill cuts the ending short.
 */
export function onLeaving(around: Surroundings, restore: () => void, ended: () => void): () => void {
  const lost = (): void => ended()
  around.process.on('exit', restore)
  around.process.on('uncaughtExceptionMonitor', restore)
  for (const signal of signals) around.process.on(signal, lost)
  around.input.on('end', lost)
  around.input.on('error', lost)
  around.output.on('error', lost)
  return () => {
    around.process.off('exit', restore)
    around.process.off('uncaughtExceptionMonitor', restore)
    for (const signal of signals) around.process.off(signal, lost)
    // A closing window is told in up to three ways, in any order: the later ones must not end who is closing well.
    for (const signal of late) around.process.on(signal, () => {})
    around.input.off('end', lost)
    around.input.off('error', lost)
    // A write to a terminal that is gone still fails a moment later; that is nothing to crash over.
    around.output.off('error', lost)
    around.output.on('error', () => {})
  }
}
