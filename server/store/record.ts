// A line's JSON as it was parsed: every field unknown until it is asked for by type.

export interface JsonRecord {
  readonly [field: string]: unknown
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object of the line from byte `start` to `end` (not included); undefined where it is not JSON or not an object. */
export function parsedRecord(bytes: Buffer, start = 0, end = bytes.length): JsonRecord | undefined {
  // A byte order mark is no part of the first line's JSON.
  const marked = end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', marked ? start + 3 : start, end))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** The objects of a list; of anything else none. */
export const recordsOf = (value: unknown): JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : [])
