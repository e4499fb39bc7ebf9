// What is known of a link once it is out: what it gives, who used it, whether it was taken back. Survives restarts.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { DeviceId, LinkId, RoomId } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import type { LinkClaims } from './links.ts'
import { createPrivate, privateFolder, readPrivate } from './private-file.ts'

/** A link that was given out; times in milliseconds since 1970. */
export interface LinkOut extends LinkClaims {
  readonly created: number
  readonly usedBy: readonly DeviceId[]
}

const branded = <T extends string>() =>
  v.pipe(
    v.string(),
    v.transform((text) => text as T),
  )
const recordSchema = v.object({
  id: branded<LinkId>(),
  room: branded<RoomId>(),
  role: v.picklist(['view', 'approve', 'drive']),
  uses: v.number(),
  expires: v.number(),
  created: v.number(),
})

export class LinkFolder {
  readonly #folder: string

  /** `home` is `CARRYON_HOME`. */
  constructor(home: string) {
    this.#folder = privateFolder(join(privateFolder(home), 'links'))
  }

  keep(link: Omit<LinkOut, 'usedBy'>): void {
    const { id, room, role, uses, expires, created } = link
    privateFolder(join(this.#folder, id))
    createPrivate(this.#file(id, 'link.json'), `${JSON.stringify({ id, room, role, uses, expires, created })}\n`)
  }

  /** It counts only while its folder is there, so removing that takes it back, too. */
  isOut(id: LinkId): boolean {
    return existsSync(join(this.#folder, id)) && !existsSync(this.#file(id, 'revoked'))
  }

  /** Takes one of its uses for a device; false where none is left, whichever host took it. */
  use(link: Pick<LinkClaims, 'id' | 'uses'>, device: DeviceId): boolean {
    for (let use = 1; use <= link.uses; use++) {
      if (createPrivate(this.#file(link.id, `use-${use}`), `${device}\n`)) return true
    }
    return false
  }

  revoke(id: LinkId): void {
    privateFolder(join(this.#folder, id))
    createPrivate(this.#file(id, 'revoked'), '')
  }

  /** Those that were not taken back, in the order in which they were made. */
  list(): LinkOut[] {
    return readdirSync(this.#folder, { withFileTypes: true })
      .flatMap((entry) => (entry.isDirectory() ? (this.#read(entry.name as LinkId) ?? []) : []))
      .sort((a, b) => a.created - b.created)
  }

  #read(id: LinkId): LinkOut | undefined {
    if (!this.isOut(id)) return undefined
    const record = v.safeParse(recordSchema, parsedJson(String(readPrivate(this.#file(id, 'link.json')))))
    if (!record.success || record.output.id !== id) return undefined
    const marks = readdirSync(join(this.#folder, id)).filter((name) => name.startsWith('use-'))
    const usedBy = marks.map((name) => String(readPrivate(this.#file(id, name))).trim() as DeviceId)
    return { ...record.output, usedBy }
  }

  #file(id: LinkId, name: string): string {
    return join(this.#folder, id, name)
  }
}
