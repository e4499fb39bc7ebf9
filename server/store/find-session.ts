// One session among all that are on this machine: by its id, or the newest of a directory.

import fs from 'node:fs'
import path from 'node:path'
import { isUuid, type TranscriptId } from '../../shared/ids.ts'
import { systemDisk } from './disk.ts'
import { statOf } from './file-stat.ts'
import { projectFolder, projectsFolder, transcriptIdOf } from './paths.ts'
import { parsedRecord, textOf } from './record.ts'
import { sessionTitle } from './session-title.ts'
import { systemCode } from './storage-failed.ts'
import { TranscriptFile } from './transcript-file.ts'

export interface FoundSession {
  readonly id: TranscriptId
  readonly path: string
  /** The config folder it is in. */
  readonly configFolder: string
  /** The working directory that its lines name; undefined where none does. */
  readonly directory: string | undefined
  readonly title: string | undefined
  /** Milliseconds since 1970. */
  readonly modified: number
}

/** The session with this id, in whichever directory it was; the newest where copies are in several. */
export function findSession(configFolders: readonly string[], id: string): FoundSession | undefined {
  if (!isUuid(id)) return undefined
  const found = configFolders.flatMap((config) =>
    entriesIn(projectsFolder(config)).flatMap((project) => {
      // A link may lead out of the store.
      if (!project.isDirectory()) return []
      const file = path.join(projectsFolder(config), project.name, `${id.toLowerCase()}.jsonl`)
      return placed(config, file) ?? []
    }),
  )
  const newest = found.toSorted((a, b) => b.modified - a.modified)[0]
  return newest && described(newest)
}

/** The session of this directory that was written to last and has something to show, of those that are not passed over. */
export function newestSession(
  configFolders: readonly string[],
  directory: string,
  passedOver: ReadonlySet<TranscriptId> = new Set(),
): FoundSession | undefined {
  const found = configFolders.flatMap((config) => {
    const folder = projectFolder(config, directory)
    return entriesIn(folder).flatMap(({ name }) => placed(config, path.join(folder, name)) ?? [])
  })
  for (const one of found.toSorted((a, b) => b.modified - a.modified)) {
    if (passedOver.has(one.id)) continue
    const session = described(one)
    if (session?.title !== undefined) return session
  }
  return undefined
}

type Placed = Pick<FoundSession, 'id' | 'path' | 'configFolder' | 'modified'>

function placed(configFolder: string, file: string): Placed | undefined {
  const id = transcriptIdOf(file)
  const stat = statOf(file)
  return id !== undefined && stat?.isFile() ? { id, path: file, configFolder, modified: stat.mtimeMs } : undefined
}

function entriesIn(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    // A project that may not be read hides none of the others.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) return []
    throw error
  }
}

function described(one: Placed): FoundSession | undefined {
  const file = new TranscriptFile(one.path, systemDisk)
  try {
    if (!file.openExisting()) return undefined
    const end = file.size().bytes
    return { ...one, directory: directoryIn(file, end), title: sessionTitle(file, end) }
  } catch {
    return undefined
  } finally {
    file.close()
  }
}

/** How far the first line with a directory may be from the beginning, in bytes. */
const headBytes = 256 * 1024

function directoryIn(file: TranscriptFile, end: number): string | undefined {
  for (const { bytes, start } of file.forward(0, end)) {
    if (start > headBytes) return undefined
    if (!bytes.includes('"cwd"')) continue
    const directory = textOf(parsedRecord(bytes)?.['cwd'])
    if (directory) return directory
  }
  return undefined
}
