// What a terminal writes where files are dropped on it: absolute paths, quoted, escaped or as addresses, one or several.

import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'

/** More than this is no handful of dropped files, in UTF-16 units. */
const mostDropped = 8192

/** A word as shells write one: quoted in parts or whole, or with its odd characters escaped. */
const word = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g

/**
 * The text with what `take` gives for each path that it takes; undefined where the text is anything but paths, or none
 * was taken.
 */
export function replacedPaths(text: string, take: (path: string) => string | undefined): string | undefined {
  if (text.length > mostDropped) return undefined
  let taken = false
  const taking = (path: string): string | undefined => {
    const mark = take(path)
    taken ||= mark !== undefined
    return mark
  }
  const lines = text.split(/\r\n|[\r\n]/).map((line) => replacedLine(line, taking))
  const whole = lines.every((line) => line !== undefined)
  return whole && taken ? lines.join('\n') : undefined
}

function replacedLine(line: string, take: (path: string) => string | undefined): string | undefined {
  const trimmed = line.trim()
  if (trimmed === '') return line
  if (!isAbsolute(trimmed)) return undefined
  // Some write one path a line, its spaces as they are; some quote nothing at all.
  const whole = take(withHome(trimmed))
  if (whole !== undefined) return whole
  const paths = line.match(word) ?? []
  // What is left over is a quote without its other half: no terminal writes that.
  if (line.replace(word, '').trim() !== '' || !paths.every((one) => isAbsolute(pathOf(one)))) return undefined
  return line.replace(word, (one) => take(withHome(pathOf(one))) ?? one)
}

/** The path that a person or a terminal wrote as one word. */
export function pathOf(text: string): string {
  const one = text.trim()
  if (one.startsWith('file://')) return ofAddress(one)
  const windows = process.platform === 'win32'
  return one.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (all, single, double: string | undefined, escaped) => {
    if (single !== undefined) return single
    if (double !== undefined) return windows ? double : double.replace(/\\(["\\$`])/g, '$1')
    return windows ? all : escaped
  })
}

function ofAddress(address: string): string {
  try {
    return fileURLToPath(address)
  } catch {
    return address
  }
}

export const withHome = (path: string): string => path.replace(/^~(?=[/\\])/, homedir())

/** As it is written, its quotes still around it or not. */
const isAbsolute = (path: string): boolean => /^['"]?(?:\/|~\/|file:\/\/|[A-Za-z]:[\\/]|\\\\)/.test(path)
