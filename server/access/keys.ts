// The keys of this install: made once, kept in `keys/`, each for one purpose.

import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createPrivate, PrivateFileFailed, privateFolder, readPrivate, writePrivate } from './private-file.ts'

export interface LinkKey {
  /** Signs links, and nothing else. */
  readonly key: Buffer
  /** Names the install that signed, without telling the key. */
  readonly install: string
}

const keyBytes = 32

export interface Keys {
  readonly link: LinkKey
  /** Makes the host's halves of new devices' secrets, and nothing else. */
  readonly seeds: Buffer
}

/** As they are on the disk whenever they are used: new ones hold for hosts that run, too. Throws `PrivateFileFailed`. */
export function openKeys(home: string): Keys {
  const folder = privateFolder(join(privateFolder(home), 'keys'))
  const path = join(folder, 'link')
  openKey(path)
  const link: LinkKey = {
    get key() {
      return openKey(path)
    },
    get install() {
      return createHmac('sha256', openKey(path)).update('carryon/1 install').digest('base64url').slice(0, 11)
    },
  }
  return { link, seeds: openKey(join(folder, 'seeds')) }
}

/** Makes new ones; nothing that was signed or derived with the old ones holds any more. Throws `PrivateFileFailed`. */
export function rotateKeys(home: string): void {
  const folder = privateFolder(join(privateFolder(home), 'keys'))
  for (const name of ['link', 'seeds']) writePrivate(join(folder, name), randomBytes(keyBytes))
}

function openKey(path: string): Buffer {
  const key = readPrivate(path) ?? madeKey(path)
  if (key?.length === keyBytes) return key
  throw new PrivateFileFailed(
    'damaged',
    path,
    `${path} is not a key. Remove it and start again; links that were shared before stop working.`,
  )
}

/** Another process may have been first: then it is theirs. */
function madeKey(path: string): Buffer | undefined {
  createPrivate(path, randomBytes(keyBytes))
  return readPrivate(path)
}
