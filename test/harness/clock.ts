// A clock that stands still until a test moves it.

import type { Clock } from '../../shared/clock.ts'

interface Timer {
  readonly due: number
  readonly run: () => void
}

export class FakeClock implements Clock {
  #now: number
  #timers: Timer[] = []

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  after(delay: number, run: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, delay), run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Timers that have not run and were not called off. */
  get pending(): number {
    return this.#timers.length
  }

  /** Lets `duration` milliseconds pass; timers run in their order, those set meanwhile too. */
  advance(duration: number): void {
    const end = this.#now + duration
    for (let timer = this.#next(end); timer; timer = this.#next(end)) this.#run(timer)
    this.#now = end
  }

  /** The same, with everything that awaits a timer getting its turn before the next timer runs. */
  async pass(duration: number): Promise<void> {
    const end = this.#now + duration
    await settled()
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#run(timer)
      await settled()
    }
    this.#now = end
  }

  /** The machine sleeps: time passes without anybody, then timers that were due run late. */
  sleep(duration: number): void {
    this.#now += duration
    this.advance(0)
  }

  #next(end: number): Timer | undefined {
    const due = this.#timers.filter((timer) => timer.due <= end)
    return due.reduce<Timer | undefined>((first, timer) => (first && first.due <= timer.due ? first : timer), undefined)
  }

  #run(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer)
    this.#now = Math.max(this.#now, timer.due)
    timer.run()
  }
}

/** Resolves once all microtasks, and those they make, have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
