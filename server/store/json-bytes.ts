// Single fields found in JSON lines by their bytes, where parsing the lines would cost more than everything else.

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const space = 0x20

/** The first text that a field of this name has; undefined where there is none. */
export function firstText(bytes: Buffer, name: string): string | undefined {
  const field = quoted(name)
  for (let at = bytes.indexOf(field); at !== -1; at = bytes.indexOf(field, at + 1)) {
    const text = textAfter(bytes, at + field.length)
    if (text !== undefined) return text
  }
  return undefined
}

/** The last text that a field of this name has. */
export function lastText(bytes: Buffer, name: string): string | undefined {
  const field = quoted(name)
  for (let at = bytes.lastIndexOf(field); at !== -1; at = at === 0 ? -1 : bytes.lastIndexOf(field, at - 1)) {
    const text = textAfter(bytes, at + field.length)
    if (text !== undefined) return text
  }
  return undefined
}

const known = new Map<string, Buffer>()

/** A field's name as it stands in JSON; the same few are looked for in every file. */
function quoted(name: string): Buffer {
  const found = known.get(name) ?? Buffer.from(`"${name}"`)
  known.set(name, found)
  return found
}

/** The JSON string after a colon here, if that is what stands here. */
function textAfter(bytes: Buffer, from: number): string | undefined {
  let at = from
  while (bytes[at] === space) at++
  if (bytes[at] !== colon) return undefined
  at++
  while (bytes[at] === space) at++
  if (bytes[at] !== quote) return undefined
  for (let end = at + 1; end < bytes.length; end++) {
    if (bytes[end] === backslash) end++
    else if (bytes[end] === quote) return parsedText(bytes.toString('utf8', at, end + 1))
  }
  return undefined
}

function parsedText(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

const chained = Buffer.from('{"parentUuid":')

/** Whether a line begins here in the way in which Claude Code begins those of the conversation. */
export const isChained = (bytes: Buffer, start: number): boolean => standsAt(bytes, start, chained)

export function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  // The last byte first: beginnings are alike.
  for (let place = wanted.length - 1; place >= 0; place--) if (bytes[at + place] !== wanted[place]) return false
  return true
}
