// Where transcripts are: the config folder, a directory's project folder, a session's file.

import path from 'node:path'
import { isUuid, type TranscriptId } from '../../shared/ids.ts'

/** The environment's part that decides about places; passed in, so that nothing here reads `process.env`. */
export interface StorePlaces {
  readonly environment: { readonly [name: string]: string | undefined }
  /** The user's home folder. */
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** The config folder that is written to: `CLAUDE_CONFIG_DIR`, else `~/.claude`. Unicode-normalised, as Claude Code does. */
export function configFolder(places: StorePlaces): string {
  const named = places.environment['CLAUDE_CONFIG_DIR']
  return (named ? named : path.join(places.home, '.claude')).normalize('NFC')
}

/** Every config folder that may hold sessions, the one that is written to first. Windows has a second place. */
export function configFolders(places: StorePlaces): string[] {
  const first = configFolder(places)
  if (places.environment['CLAUDE_CONFIG_DIR'] || places.platform !== 'win32') return [first]
  const roaming = places.environment['APPDATA']
  return roaming ? [first, path.win32.join(roaming, 'Claude')] : [first]
}

export const longestName = 200

/** A directory's folder name under `projects`: everything but ASCII letters and digits becomes `-`; long ones end in a hash. */
export function projectName(directory: string): string {
  const plain = directory.replace(/[^a-zA-Z0-9]/g, '-')
  return plain.length <= longestName ? plain : `${plain.slice(0, longestName)}-${shortHash(directory)}`
}

/** The 32-bit string hash (31 h + c) that names long project folders, in base 36. */
function shortHash(text: string): string {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0
  return Math.abs(hash).toString(36)
}

export const projectsFolder = (config: string): string => path.join(config, 'projects')

export const projectFolder = (config: string, directory: string): string =>
  path.join(projectsFolder(config), projectName(directory))

export const transcriptPath = (config: string, directory: string, id: TranscriptId): string =>
  path.join(projectFolder(config, directory), `${id}.jsonl`)

const ending = '.jsonl'

/** The id in a transcript's path or name; undefined for any other file. */
export function transcriptIdOf(file: string): TranscriptId | undefined {
  const name = path.basename(file)
  const id = name.slice(0, -ending.length)
  return name.endsWith(ending) && isUuid(id) ? (id as TranscriptId) : undefined
}
