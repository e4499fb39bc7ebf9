// Real files whose sync takes no time: where time passes only as a test says, a disk's own would come in between.

import type { NoParamCallback } from 'node:fs'
import { type Disk, systemDisk } from '../../server/store/disk.ts'

export const quickDisk: Disk = Object.create(systemDisk, {
  fdatasync: { value: (_: number, done: NoParamCallback) => queueMicrotask(() => done(null)) },
})
