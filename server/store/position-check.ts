// The short hash that makes an offset trustworthy: one bounded read tells whether it is still the same file.

import { createHash } from 'node:crypto'
import type { Disk } from './disk.ts'
import { readBytes } from './lines.ts'

const coveredBytes = 4096

/** Over the up to 4 KiB before `offset`; 16 base64url characters. */
export function positionCheck(disk: Pick<Disk, 'readSync'>, fd: number | undefined, offset: number): string {
  const bytes = fd === undefined ? Buffer.alloc(0) : readBytes(disk, fd, Math.max(0, offset - coveredBytes), offset)
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16)
}
