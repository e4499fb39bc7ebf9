// Both libraries on the same folder: what each answers, or the words with which it refuses.

import { expect } from 'vitest'
import { installOfficialSdk, officialSdk } from '../../scripts/official-sdk.mjs'
import * as ours from '../../server/store/index.ts'

export type Library = Pick<
  typeof ours,
  | 'listSessions'
  | 'getSessionInfo'
  | 'getSessionMessages'
  | 'renameSession'
  | 'tagSession'
  | 'forkSession'
  | 'deleteSession'
  | 'listSubagents'
  | 'getSubagentMessages'
>

export async function official(): Promise<Library> {
  await installOfficialSdk()
  return (await import(officialSdk())) as Library
}

type Answer = { readonly value: unknown } | { readonly refused: string }

export async function answered(library: Library, ask: (library: Library) => Promise<unknown>): Promise<Answer> {
  try {
    return { value: await ask(library) }
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}

/** Asks both and expects the same; returns our answer. */
export async function same(them: Library, ask: (library: Library) => Promise<unknown>): Promise<Answer> {
  const answer = await answered(ours, ask)
  expect(answer).toEqual(await answered(them, ask))
  return answer
}
