// The random plays of test/fuzz, by the thousand.

import { test } from 'vitest'
import { playHosts } from '../harness/host-plays.ts'
import { playInMemory, playOnDisk } from '../harness/room-plays.ts'

test('RS7 TU1 in memory, two thousand plays', () => playInMemory(2000))

test('RS5 RS8 on disk, one thousand plays', () => playOnDisk(1000))

test('RS5 RS7 OB2 SE3 TU4 a whole host, one thousand plays', () => playHosts(Number(process.env.PLAYS ?? 1000)))
