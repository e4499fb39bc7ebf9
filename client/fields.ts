// Fields of parsed JSON, asked for by type: on a phone the schema library would weigh more than what it checks.

export type Fields = { readonly [name: string]: unknown }

/** The fields of an object; undefined for anything else. */
export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined

export const textIn = (fields: Fields | undefined, name: string): string | undefined => {
  const value = fields?.[name]
  return typeof value === 'string' ? value : undefined
}

export const numberIn = (fields: Fields | undefined, name: string): number | undefined => {
  const value = fields?.[name]
  return typeof value === 'number' ? value : undefined
}

/** The items of a JSON list; none where it is something else. */
export function listIn(json: string | undefined): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(json ?? '[]')
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}
