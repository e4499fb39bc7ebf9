// Sends a picture to the host by pieces, and goes on where it left off after a lost connection.

import { type ImageId, uuidOf } from '../shared/ids.ts'
import type { DeviceLimits } from '../shared/limits.ts'
import { toBase64url } from './base64url.ts'
import { CallFailed } from './call-failed.ts'
import type { Connection } from './connection.ts'

interface UploadParts {
  readonly connection: Connection
  readonly limits: Pick<DeviceLimits, 'imagePiece'>
  /** Random bytes, as many as asked for. */
  readonly random: (length: number) => Uint8Array
}

/** Resolves with the id that a prompt names it by. Rejects with `CallFailed` where the host refuses it. */
export async function uploadImage({ connection, limits, random }: UploadParts, bytes: Uint8Array): Promise<ImageId> {
  const image = uuidOf(random(16)) as ImageId
  let have = 0
  while (have < bytes.length) {
    await live(connection)
    const data = base64(bytes.subarray(have, have + limits.imagePiece))
    try {
      const answer = await connection.call('upload', { image, size: bytes.length, at: have, data })
      have = answer.have
    } catch (problem) {
      if (!isLost(problem) || connection.status.is === 'ended') throw problem
    }
  }
  return image
}

/** The call went with the connection; the host did not refuse it. */
const isLost = (problem: unknown): boolean => problem instanceof CallFailed && problem.code === 'unavailable'

/** Resolves once calls get through, or never will. */
function live(connection: Connection): Promise<void> {
  const settled = (): boolean => connection.status.is === 'live' || connection.status.is === 'ended'
  if (settled()) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = connection.onChange(() => {
      if (!settled()) return
      stop()
      resolve()
    })
  })
}

function base64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}
