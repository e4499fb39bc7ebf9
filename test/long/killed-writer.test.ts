// Acknowledged appends over two hundred kills; `npm test` has twenty.

import { test } from 'vitest'
import { killedWriter } from '../store/killed-writer.ts'

test('a writer that is killed 200 times: all that it acknowledged is there, once and in order', () =>
  killedWriter(200, 7))
