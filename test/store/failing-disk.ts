// A disk whose writes fail when told to, as full and broken ones do.

import fs from 'node:fs'
import { type Disk, systemDisk } from '../../server/store/disk.ts'

export type Fault =
  /** Nothing is written. */
  | { readonly is: 'error'; readonly code: string }
  /** A part is written, and the count says so. */
  | { readonly is: 'short'; readonly bytes: number }
  /** A part is written, and then it fails. */
  | { readonly is: 'torn'; readonly bytes: number; readonly code: string }
  /** A part is written, another program appends behind it, and the count says so. */
  | { readonly is: 'overtaken'; readonly bytes: number; readonly by: string }

const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

/** `faultAt` is asked before each write, counted from 1. */
export function failingDisk(faultAt: (count: number) => Fault | undefined): Disk {
  let count = 0
  const writeSync = (fd: number, bytes: Buffer): number => {
    const fault = faultAt(++count)
    switch (fault?.is) {
      case undefined:
        return fs.writeSync(fd, bytes)
      case 'error':
        throw failure(fault.code)
      case 'short':
        return fs.writeSync(fd, bytes.subarray(0, fault.bytes))
      case 'torn':
        fs.writeSync(fd, bytes.subarray(0, fault.bytes))
        throw failure(fault.code)
      case 'overtaken': {
        const written = fs.writeSync(fd, bytes.subarray(0, fault.bytes))
        fs.writeSync(fd, fault.by)
        return written
      }
    }
  }
  return { ...systemDisk, writeSync: writeSync as Disk['writeSync'] }
}
