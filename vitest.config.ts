// How tests run: everything quick first, then what has a browser or a whole command, of which most wait most of the time.

import { configDefaults, defineConfig } from 'vitest/config'

/** How long an event is waited for, in milliseconds: on a busy machine everything takes its time. */
const patience = { poll: { timeout: 10_000 } }
/** Whole programs come from the disk first, which on a machine that has just been started is slow. */
const morePatience = { poll: { timeout: 30_000 } }
const slow = ['test/e2e/**/*.test.ts', 'test/phone/**/*.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', './test/harness/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...slow, 'test/long/**', 'test/agents/real/**'],
          maxWorkers: 2,
          // Twenty times what the longest takes: those that write and sync a thousand times wait for a busy disk.
          testTimeout: 30_000,
          expect: patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: slow,
          maxWorkers: 2,
          // After all that is quick, with both cores to themselves.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: morePatience,
        },
      },
      {
        test: {
          // `npm run test:agents`
          name: 'agents',
          include: ['test/agents/real/**/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: morePatience,
        },
      },
      {
        test: {
          // `npm run test:long`
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 900_000,
          expect: patience,
        },
      },
    ],
  },
})
