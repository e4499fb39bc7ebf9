// Counts tries that came to nothing, by address and in all, so that guessing and hammering are slowed down for everybody.

import { isIPv6 } from 'node:net'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'

export interface TriesOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'triesSpan' | 'failedTries' | 'failedTriesPerAddress' | 'addressesKnown'>
}

/** Counts begin anew after `limits.triesSpan`. */
export class Tries {
  readonly #options: TriesOptions
  readonly #failed = new Map<string, number>()
  /** From where devices were let in: a crowd of strangers does not keep these out. */
  readonly #known = new Set<string>()
  #inAll = 0
  #begun = 0

  constructor(options: TriesOptions) {
    this.#options = options
  }

  /** Whether one from there has to wait. */
  exhausted(address: string): boolean {
    this.#turn()
    const from = network(address)
    const { failedTries, failedTriesPerAddress } = this.#options.limits
    if ((this.#failed.get(from) ?? 0) >= failedTriesPerAddress) return true
    return this.#inAll >= failedTries && !this.#known.has(from)
  }

  failed(address: string): void {
    this.#turn()
    const from = network(address)
    this.#inAll += 1
    if (this.#failed.has(from) || this.#failed.size < this.#options.limits.addressesKnown) {
      this.#failed.set(from, (this.#failed.get(from) ?? 0) + 1)
    }
  }

  succeeded(address: string): void {
    const from = network(address)
    this.#known.delete(from)
    this.#known.add(from)
    const oldest = this.#known.values().next()
    if (this.#known.size > this.#options.limits.addressesKnown && !oldest.done) this.#known.delete(oldest.value)
  }

  #turn(): void {
    const now = this.#options.clock.now()
    if (now - this.#begun < this.#options.limits.triesSpan) return
    this.#begun = now
    this.#inAll = 0
    this.#failed.clear()
  }
}

/** Whoever has one address of a version 6 network has all of its /64. */
function network(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':').length : 0
  const filled =
    tail === undefined ? groups : [...groups, ...Array.from({ length: 8 - groups.length - after }, () => '0')]
  return `${[...filled, ...(tail ? tail.split(':') : [])].slice(0, 4).join(':')}::/64`
}
