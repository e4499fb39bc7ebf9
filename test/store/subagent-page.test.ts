// What a subagent said and did, read back by the call that started it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { subagentPage } from '../../server/store/subagent-page.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { answer, call, type Line, prompt, said, session, text } from './claude-lines.ts'

const aside = { isSidechain: true }

function transcript(agents: { readonly [agent: string]: readonly [call: string, lines: readonly Line[]] }): string {
  const folder = temporaryFolder()
  const beside = join(folder, session, 'subagents')
  mkdirSync(beside, { recursive: true })
  for (const [agent, [toolUseId, lines]] of Object.entries(agents)) {
    writeFileSync(join(beside, `agent-${agent}.jsonl`), text(lines))
    writeFileSync(join(beside, `agent-${agent}.meta.json`), JSON.stringify({ toolUseId }))
  }
  return join(folder, `${session}.jsonl`)
}

const options = { limit: 2, most: 100 }
const work = [
  prompt(1, null, 'look', aside),
  said(2, 1, 'a', call('c1'), aside),
  answer(3, 2, 'c1', 'x'.repeat(500), aside),
  said(4, 3, 'b', 'All is well.', aside),
]

test('SA5 pages from the end, each call with its result, cut texts say so', () => {
  const path = transcript({ one: ['t1', work], two: ['t2', [prompt(1, null, 'other', aside)]] })
  const newest = subagentPage(path, 't1', undefined, options)
  expect(newest?.entries.map(({ kind }) => kind)).toEqual(['tool', 'result', 'reply'])
  expect(newest?.entries[1]).toMatchObject({ of: 'c1', text: expect.stringMatching(/^x+\n… 4\d\d characters …\nx+$/) })
  expect(newest?.entries[1]).not.toHaveProperty('cut.at')
  const older = subagentPage(path, 't1', newest?.before ?? 0, options)
  expect(older).toMatchObject({ entries: [{ kind: 'prompt', text: 'look' }], before: null })
  expect(subagentPage(path, 't2', 1e9, options)?.entries).toMatchObject([{ kind: 'prompt', text: 'other' }])
})

test('SA5 of a call that started none there is nothing, whatever its name', () => {
  const path = transcript({ one: ['t1', work] })
  for (const of of ['t9', '', 'one', '../t1', 'agent-one']) {
    expect(subagentPage(path, of, undefined, options)).toBeUndefined()
  }
  expect(subagentPage(join(temporaryFolder(), `${session}.jsonl`), 't1', undefined, options)).toBeUndefined()
})
