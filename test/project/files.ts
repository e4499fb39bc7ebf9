// The project's own files, for tests that look at the project itself.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

export const pathOf = (name: string): string => fileURLToPath(new URL(name, root))
export const exists = (name: string): boolean => existsSync(new URL(name, root))
export const textOf = (name: string): string => readFileSync(new URL(name, root), 'utf8')
