// The few file calls that a transcript is written with, as something that tests can make fail.

import fs from 'node:fs'

export type Disk = Pick<
  typeof fs,
  'openSync' | 'closeSync' | 'readSync' | 'writeSync' | 'fstatSync' | 'ftruncateSync' | 'mkdirSync' | 'fdatasync'
>

export const systemDisk: Disk = fs
