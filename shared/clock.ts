// Time as something passed in, so that tests decide when it passes.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once after `delay` milliseconds; the function returned calls it off. */
  after(delay: number, run: () => void): () => void
}

// Both exist in browsers and in Node; this folder is compiled without the types of either.
declare function setTimeout(run: () => void, delay: number): unknown
declare function clearTimeout(timer: unknown): void

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, run) {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
}
