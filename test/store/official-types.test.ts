// The library's types beside the official SDK's: what is written for one is checked by the compiler with the other.

import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { installOfficialSdk, officialSdk } from '../../scripts/official-sdk.mjs'
import { temporaryFolder } from '../harness/temp.ts'
import { pathOf } from '../project/files.ts'

const program = `
import * as ours from '${pathOf('server/store/index.ts')}'
import type * as official from 'official'

type Shared =
  | 'listSessions' | 'getSessionInfo' | 'getSessionMessages' | 'renameSession' | 'tagSession'
  | 'forkSession' | 'deleteSession' | 'listSubagents' | 'getSubagentMessages'
/** Another storage is the one option that carryon has not. */
type Local<Options> = Options extends object ? Omit<Options, 'sessionStore'> : Options
type LocalArguments<Of extends readonly unknown[]> = { [At in keyof Of]: Local<Of[At]> }
type Like<Call extends (...given: never[]) => unknown> = (...given: LocalArguments<Parameters<Call>>) => ReturnType<Call>

// They take what the official ones take, no less, and give what those give.
export const functions: { readonly [Name in Shared]: Like<(typeof official)[Name]> } = ours

/** Every option by name, so that none is passed over as unknown. */
type Options<Name extends Shared> = Required<Exclude<Parameters<(typeof ours)[Name]>, readonly []>>
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
type Last<Of extends readonly unknown[]> = Of extends readonly [...unknown[], infer End] ? End : never
export const options: { readonly [Name in Shared]: Same<
  keyof Last<Options<Name>>,
  Exclude<keyof Last<Required<Parameters<(typeof official)[Name]>>>, 'sessionStore'>
> } = {
  listSessions: true, getSessionInfo: true, getSessionMessages: true, renameSession: true, tagSession: true,
  forkSession: true, deleteSession: true, listSubagents: true, getSubagentMessages: true,
}

export const facts: Same<keyof ours.SessionInfo, keyof official.SDKSessionInfo> = true
export const required: Same<ours.SessionInfo, Readonly<official.SDKSessionInfo>> = true

// @ts-expect-error a tag is a text or null
await ours.tagSession('', undefined)
// @ts-expect-error there is no such option
await ours.listSessions({ sessionStore: {} })
`

test('parameters and results are those of the official functions', { timeout: 120_000 }, async () => {
  await installOfficialSdk()
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(dirname(fileURLToPath(officialSdk())), join(folder, 'node_modules', 'official'))
  symlinkSync(pathOf('node_modules/@types'), join(folder, 'node_modules', '@types'))
  writeFileSync(join(folder, 'program.ts'), program)
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    types: ['node'],
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const checked = spawnSync(process.execPath, [pathOf('node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  })
  expect(checked.stdout + checked.stderr).toBe('')
})
