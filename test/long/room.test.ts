// The random plays of test/fuzz, by the thousand.

import { test } from 'vitest'
import { playInMemory, playOnDisk } from '../harness/room-plays.ts'

test('RS7 TU1 in memory, two thousand plays', () => playInMemory(2000))

test('RS5 RS8 on disk, one thousand plays', () => playOnDisk(1000))
