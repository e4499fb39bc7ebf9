// JSON Merge Patch (RFC 7386): how one live state becomes the next, on both sides.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }
type JsonObject = { readonly [key: string]: Json | undefined }

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A key may have the name of something that every object inherits. */
const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** The patch that turns `before` into `after`; undefined where they are equal. Parts shared by reference cost nothing. */
export function patchBetween(before: unknown, after: unknown): Json | undefined {
  if (before === after) return undefined
  if (!isObject(before) || !isObject(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? undefined : ((after ?? null) as Json)
  }
  const patch: Record<string, Json> = {}
  for (const key of Object.keys(before)) {
    if (before[key] !== undefined && own(after, key) === undefined) patch[key] = null
  }
  for (const key of Object.keys(after)) {
    if (after[key] === undefined) continue
    const change = patchBetween(own(before, key), after[key])
    if (change !== undefined) patch[key] = change
  }
  return Object.keys(patch).length > 0 ? patch : undefined
}

/** `target` with `patch` applied; neither is changed, and what the patch does not touch is shared. */
export function applyPatch<T>(target: T, patch: Json): T {
  return merged(target as Json, patch) as T
}

function merged(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result: Record<string, Json> = { ...(isObject(target) ? (target as Record<string, Json>) : {}) }
  for (const [key, change] of Object.entries(patch)) {
    if (key === '__proto__' || change === undefined) continue
    if (change === null) delete result[key]
    else result[key] = merged(Object.hasOwn(result, key) ? result[key] : undefined, change)
  }
  return result
}
