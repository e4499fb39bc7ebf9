// A transcript's file, opened: sizes, reads, and appends that leave nothing half-written of ours behind.

import fs from 'node:fs'
import path from 'node:path'
import type { Disk } from './disk.ts'
import { linesBackward, linesForward, type RawLine, readBytes } from './lines.ts'
import { positionCheck } from './position-check.ts'
import { StorageFailed, storageFailed, systemCode } from './storage-failed.ts'

const { O_APPEND, O_CREAT, O_RDONLY, O_RDWR } = fs.constants
// A transcript that is a link may lead outside the store; Windows has no such flag and no such links by default.
const noFollow = fs.constants.O_NOFOLLOW ?? 0

export class TranscriptFile {
  readonly path: string
  readonly #disk: Disk
  #fd: number | undefined
  #writable = false
  #closed = false

  constructor(file: string, disk: Disk) {
    this.path = file
    this.#disk = disk
  }

  get isOpen(): boolean {
    return this.#fd !== undefined
  }

  /** Opens it if it is there; says whether it is. */
  openExisting(): boolean {
    if (this.#closed) return false
    if (this.#fd !== undefined) return true
    try {
      this.#fd = this.#disk.openSync(this.path, O_RDWR | O_APPEND | noFollow)
      this.#writable = true
    } catch (error) {
      const code = systemCode(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') return false
      if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw storageFailed(error, 'open', this.path)
      this.#openToRead()
    }
    return true
  }

  #openToRead(): void {
    try {
      this.#fd = this.#disk.openSync(this.path, O_RDONLY | noFollow)
      this.#writable = false
    } catch (error) {
      throw storageFailed(error, 'read', this.path)
    }
  }

  /** Opens it to be written, making it and its folders (0700, the file 0600) where they are missing. */
  openToWrite(): void {
    if (this.#closed) throw new StorageFailed('refused', `${this.path} was closed. Open the session again.`)
    if (!this.openExisting()) {
      try {
        this.#disk.mkdirSync(path.dirname(this.path), { recursive: true, mode: 0o700 })
        this.#fd = this.#disk.openSync(this.path, O_RDWR | O_APPEND | O_CREAT | noFollow, 0o600)
        this.#writable = true
      } catch (error) {
        throw storageFailed(error, 'create', this.path)
      }
    }
    if (!this.#writable)
      throw new StorageFailed('no_access', `Could not write to ${this.path}: it may only be read here.`)
  }

  /** Its size in bytes, 0 where it is not there; `gone` once it was deleted or replaced. */
  size(): { readonly bytes: number; readonly gone: boolean } {
    if (this.#fd === undefined) return { bytes: 0, gone: false }
    try {
      const stat = this.#disk.fstatSync(this.#fd)
      return { bytes: stat.size, gone: stat.nlink === 0 }
    } catch (error) {
      throw storageFailed(error, 'read', this.path)
    }
  }

  /** Goes over to the file that is in the place of one that was deleted; says whether there is one. */
  reopen(): boolean {
    const old = this.#fd
    this.#fd = undefined
    try {
      return this.openExisting()
    } finally {
      // What was deleted can still be read by whoever has it open.
      if (this.isOpen) this.#close(old)
      else this.#fd = old
    }
  }

  read(from: number, to: number): Buffer {
    return this.#reading((fd) => readBytes(this.#disk, fd, from, to), Buffer.alloc(0))
  }

  *forward(from: number, to: number): Generator<RawLine> {
    if (this.#fd !== undefined) yield* linesForward(this.#disk, this.#fd, from, to)
  }

  *backward(to: number): Generator<RawLine> {
    if (this.#fd !== undefined) yield* linesBackward(this.#disk, this.#fd, to)
  }

  check(offset: number): string {
    return this.#reading((fd) => positionCheck(this.#disk, fd, offset), positionCheck(this.#disk, undefined, 0))
  }

  #reading<T>(read: (fd: number) => T, without: T): T {
    if (this.#fd === undefined) return without
    try {
      return read(this.#fd)
    } catch (error) {
      throw storageFailed(error, 'read', this.path)
    }
  }

  /**
   * Appends the bytes in one write, `size` being the file's size just before. Throws `StorageFailed`; then what came of
   * it was taken back, if the file's tail is provably ours.
   */
  append(bytes: Buffer, size: number): void {
    const fd = this.#fd
    if (fd === undefined) throw new StorageFailed('refused', `${this.path} is not open. Open the session again.`)
    let written = 0
    try {
      written = this.#disk.writeSync(fd, bytes)
    } catch (error) {
      // The system may have written a part before it failed.
      this.#takeBack(fd, bytes, size)
      throw storageFailed(error, 'write to', this.path)
    }
    if (written === bytes.length) return
    this.#takeBack(fd, bytes, size)
    throw new StorageFailed(
      'full',
      `Could not write all of a line to ${this.path}: the disk or its quota is full. Free some space and try again.`,
    )
  }

  #takeBack(fd: number, bytes: Buffer, size: number): void {
    try {
      const now = this.#disk.fstatSync(fd).size
      const torn = now - size
      if (torn <= 0 || torn > bytes.length) return
      const tail = readBytes(this.#disk, fd, size, now)
      if (tail.equals(bytes.subarray(0, torn)) && this.#disk.fstatSync(fd).size === now)
        this.#disk.ftruncateSync(fd, size)
    } catch {
      // The torn line stays; the next append ends it with a newline, and it is shown as broken.
    }
  }

  sync(): Promise<void> {
    const fd = this.#fd
    if (fd === undefined || !this.#writable) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#disk.fdatasync(fd, (error) => (error ? reject(storageFailed(error, 'save', this.path)) : resolve()))
    })
  }

  close(): void {
    this.#close(this.#fd)
    this.#fd = undefined
    this.#closed = true
  }

  #close(fd: number | undefined): void {
    if (fd === undefined) return
    try {
      this.#disk.closeSync(fd)
    } catch {
      // Nothing more can be done with it.
    }
  }
}
