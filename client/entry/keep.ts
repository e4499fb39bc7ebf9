// Where a device keeps things: a browser's storage, or memory where the browser refuses (private windows).

export interface Keep {
  get(key: string): string | undefined
  set(key: string, value: string): void
  remove(key: string): void
  /** False where the next start knows nothing of this one. */
  readonly lasting: boolean
}

/** `localStorage`, as far as it is used. */
interface PageStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export function openKeep(storage: () => PageStorage): Keep {
  const probe = 'carryon.probe'
  try {
    const kept = storage()
    kept.setItem(probe, '1')
    kept.removeItem(probe)
    return lastingKeep(kept)
  } catch {
    return memoryKeep()
  }
}

export function memoryKeep(): Keep {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    lasting: false,
  }
}

/** The same place, apart from what others keep there. */
export const keepUnder = (prefix: string, keep: Keep): Keep => ({
  get: (key) => keep.get(prefix + key),
  set: (key, value) => keep.set(prefix + key, value),
  remove: (key) => keep.remove(prefix + key),
  lasting: keep.lasting,
})

function lastingKeep(storage: PageStorage): Keep {
  // What the storage had no room for is at least here until the page goes.
  const spare = memoryKeep()
  return {
    get: (key) => spare.get(key) ?? storage.getItem(key) ?? undefined,
    set(key, value) {
      try {
        storage.setItem(key, value)
        spare.remove(key)
      } catch {
        spare.set(key, value)
      }
    },
    remove(key) {
      spare.remove(key)
      storage.removeItem(key)
    },
    lasting: true,
  }
}
