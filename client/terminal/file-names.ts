// Names of files in the session's directory that could be meant by what follows an `@`, the likeliest first.

import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A list this old is made anew, in milliseconds. */
const fresh = 5000
/** Without Git: more are not looked for. */
const mostWalked = 5000
const mostOffered = 20
/** Of a list that Git makes, in bytes. */
const mostListed = 16 * 1024 * 1024
/** Git has this long, in milliseconds. */
const patience = 3000

export class FileNames {
  readonly #directory: () => string
  readonly #now: () => number
  #listed: { readonly directory: string; readonly at: number; readonly names: Promise<readonly string[]> } | undefined

  /** `now` in milliseconds. */
  constructor(directory: () => string, now: () => number) {
    this.#directory = directory
    this.#now = now
  }

  /** Paths from the directory on; a folder's ends with a slash. */
  async fitting(typed: string): Promise<readonly string[]> {
    const wanted = typed.toLowerCase()
    const ranked = (await this.#names()).flatMap((name) => {
      const rank = rankOf(name.toLowerCase(), wanted)
      return rank === undefined ? [] : [{ name, rank }]
    })
    ranked.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || a.name.localeCompare(b.name))
    return ranked.slice(0, mostOffered).map(({ name }) => name)
  }

  #names(): Promise<readonly string[]> {
    const directory = this.#directory()
    const now = this.#now()
    if (this.#listed?.directory !== directory || now - this.#listed.at > fresh) {
      this.#listed = { directory, at: now, names: namesIn(directory) }
    }
    return this.#listed.names
  }
}

/** Less is likelier; undefined where its letters are not in this order in the name. */
function rankOf(name: string, wanted: string): number | undefined {
  if (wanted === '') return name.split('/').length
  const base = name.replace(/\/$/, '').split('/').at(-1) ?? ''
  if (name.startsWith(wanted)) return 0
  if (base.startsWith(wanted)) return 1
  if (base.includes(wanted)) return 2
  if (name.includes(wanted)) return 3
  let at = 0
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1
    if (at === 0) return undefined
  }
  return 4
}

/** What Git would keep; outside of it all files but hidden ones. */
async function namesIn(directory: string): Promise<readonly string[]> {
  const files = (await byGit(directory)) ?? (await walked(directory))
  const folders = new Set<string>()
  for (const file of files) {
    for (let end = file.indexOf('/'); end !== -1; end = file.indexOf('/', end + 1)) folders.add(file.slice(0, end + 1))
  }
  return [...folders, ...files]
}

function byGit(directory: string): Promise<readonly string[] | undefined> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const options = { cwd: directory, maxBuffer: mostListed, timeout: patience }
  return new Promise((resolve) => {
    execFile('git', args, options, (error, stdout) => {
      resolve(error ? undefined : stdout.split('\0').filter((name) => name !== ''))
    })
  })
}

async function walked(directory: string): Promise<readonly string[]> {
  const files: string[] = []
  const folders = ['']
  for (let folder = folders.shift(); folder !== undefined && files.length < mostWalked; folder = folders.shift()) {
    const found = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of found) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile()) files.push(path)
    }
  }
  return files
}
