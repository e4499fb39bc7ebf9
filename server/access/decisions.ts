// What an owner decided about a device: kept apart from its grant, so that no visit of the device overwrites it.

import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { DeviceId } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import { roles } from '../../shared/roles.ts'
import { privateFolder, readPrivate, writePrivate } from './private-file.ts'

const decisionSchema = v.object({
  revoked: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  role: v.optional(v.picklist(roles)),
  name: v.optional(v.string()),
})
export type Decision = v.InferOutput<typeof decisionSchema>

const fileForm = /^([A-Za-z0-9_-]{1,64})\.json$/

export class Decisions {
  readonly #folder: string

  constructor(home: string) {
    this.#folder = privateFolder(join(home, 'decisions'))
  }

  /** Empty where nothing was decided; undefined where what was decided cannot be read. */
  about(device: DeviceId): Decision | undefined {
    const path = this.#path(device)
    // Most devices have none; looking is cheaper than failing to read.
    const content = existsSync(path) ? readPrivate(path) : undefined
    if (!content) return {}
    const decision = v.safeParse(decisionSchema, parsedJson(content.toString()))
    return decision.success ? decision.output : undefined
  }

  /** On top of what was decided before. */
  decide(device: DeviceId, change: Decision): void {
    writePrivate(this.#path(device), `${JSON.stringify({ ...this.about(device), ...change }, null, 2)}\n`)
  }

  /** Tells of every decision, by whichever process of this install; where the system cannot tell, nothing does. */
  follow(listener: (device: DeviceId) => void): () => void {
    try {
      const watcher = watch(this.#folder, { persistent: false }, (_, name) => {
        const [, device] = fileForm.exec(name ?? '') ?? []
        if (device !== undefined) listener(device as DeviceId)
      })
      watcher.on('error', () => watcher.close())
      return () => watcher.close()
    } catch {
      return () => {}
    }
  }

  #path(device: DeviceId): string {
    return join(this.#folder, `${device}.json`)
  }
}
