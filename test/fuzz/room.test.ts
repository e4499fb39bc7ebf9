// Random plays of a room with four devices and a terminal among them: whatever happens, all see what the file says.

import { test } from 'vitest'
import { playInMemory, playOnDisk } from '../harness/room-plays.ts'

test('RS7 TU1 in memory: after quiescence every device shows the visible chain, every prompt once', () =>
  playInMemory(60))

test('RS5 RS8 on disk: the same with real files', () => playOnDisk(30))
