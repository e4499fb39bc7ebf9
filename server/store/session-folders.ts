// The folders that hold the sessions of a directory, or of all directories, and the session files in them.

import fs from 'node:fs'
import path from 'node:path'
import { isUuid } from '../../shared/ids.ts'
import { systemDisk } from './disk.ts'
import { statOf } from './file-stat.ts'
import { firstText } from './json-bytes.ts'
import { readBytes } from './lines.ts'
import { longestName, projectName, projectsFolder } from './paths.ts'
import { endBytes } from './two-ends.ts'
import { worktrees } from './worktrees.ts'

export interface SessionFolder {
  readonly path: string
  /** The directory whose sessions these are, where one was asked for. */
  readonly directory: string | undefined
  /** Whether the name may be another directory's as well: then only sessions that name this one count. */
  readonly shared: boolean
}

export interface SessionFile {
  readonly id: string
  readonly path: string
  readonly directory: string | undefined
  readonly shared: boolean
  readonly hasFolder: boolean
}

/** Of one directory and, if wanted, the worktrees of its repository; of all directories where none is named. */
export function sessionFolders(
  configs: readonly string[],
  directory: string | undefined,
  withWorktrees: boolean,
): SessionFolder[] {
  if (!directory) return configs.flatMap(allFolders)
  const real = realPath(directory)
  const directories = new Set([real ?? directory, ...(real !== undefined && withWorktrees ? worktrees(real) : [])])
  return [...directories].flatMap((one) => configs.flatMap((config) => foldersOf(config, one)))
}

function allFolders(config: string): SessionFolder[] {
  const projects = projectsFolder(config)
  return entriesIn(projects)
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ path: path.join(projects, entry.name), directory: undefined, shared: false }))
}

/** A long name ends in a hash that other versions made in another way: all that begin alike are taken. */
function foldersOf(config: string, directory: string): SessionFolder[] {
  const projects = projectsFolder(config)
  const name = projectName(directory)
  if (name.length <= longestName) return [{ path: path.join(projects, name), directory, shared: false }]
  const begin = name.slice(0, longestName + 1)
  return entriesIn(projects)
    .filter((entry) => entry.name.startsWith(begin))
    .map((entry) => ({ path: path.join(projects, entry.name), directory, shared: entry.name !== name }))
}

/** By their names alone: what is no file is found out by whoever opens it. */
export function sessionFiles(folder: SessionFolder): SessionFile[] {
  const { directory, shared } = folder
  const names = new Set(namesIn(folder.path))
  const files: SessionFile[] = []
  for (const name of names) {
    const id = name.slice(0, -'.jsonl'.length)
    if (!name.endsWith('.jsonl') || !isUuid(id)) continue
    files.push({ id, path: folder.path + path.sep + name, directory, shared, hasFolder: names.has(id) })
  }
  return files
}

/** The file of one session: in the first folder that has one with anything in it. */
export function sessionFile(folders: readonly SessionFolder[], id: string): SessionFile | undefined {
  if (!isUuid(id)) return undefined
  for (const folder of folders) {
    const file = path.join(folder.path, `${id}.jsonl`)
    const stat = statOf(file)
    if (!stat?.isFile() || stat.size === 0) continue
    const { directory, shared } = folder
    if (shared && cwdOf(file) !== directory) continue
    return { id, path: file, directory, shared, hasFolder: fs.existsSync(path.join(folder.path, id)) }
  }
  return undefined
}

/** The directory that a session's own lines name. */
function cwdOf(file: string): string | undefined {
  let fd: number | undefined
  try {
    fd = fs.openSync(file, 'r')
    return firstText(readBytes(systemDisk, fd, 0, endBytes), 'cwd')
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) fs.closeSync(fd)
  }
}

function realPath(directory: string): string | undefined {
  try {
    return fs.realpathSync(directory)
  } catch {
    return undefined
  }
}

function entriesIn(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true })
  } catch {
    // A folder that is missing or may not be read hides none of the others.
    return []
  }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder)
  } catch {
    return []
  }
}
