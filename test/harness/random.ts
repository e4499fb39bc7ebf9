// Randomness that a test can repeat: the same seed gives the same numbers.

/** Bytes as `crypto.getRandomValues` would give them, drawn from a seed (mulberry32). */
export function seededBytes(seed: number): (length: number) => Uint8Array {
  const next = seededNumbers(seed)
  return (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256))
}

/** Numbers from 0 to just under 1. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `FUZZ_SEED` repeats a failure, which prints its seed and its shrunk steps. */
export const givenSeed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED)
