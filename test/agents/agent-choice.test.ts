// Which agents may be chosen for a room, by whom, and what is said of those that are not here.

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentChoice } from '../../server/agents/agent-choice.ts'
import { spawnGroup } from '../../server/agents/process-group.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'
import { newCallId } from '../harness/room-device.ts'
import { temporaryFolder } from '../harness/temp.ts'

function choice(programs: readonly string[], listed: readonly string[] = []) {
  const bin = join(temporaryFolder(), 'bin')
  mkdirSync(bin)
  for (const name of programs) {
    writeFileSync(join(bin, name), '#!/bin/sh\n')
    chmodSync(join(bin, name), 0o755)
  }
  const clock = new FakeClock()
  const parts = { clock, limits: defaultLimits, spawn: spawnGroup, newId: newCallId, version: 'test' }
  const setting = { ...parts, directory: bin, environment: { PATH: bin } }
  return agentChoice({ setting, listed, keep: () => {} })
}

test('CV12 what carryon knows and what the host lists is shown, with how to get what is not here', () => {
  const list = choice(['gemini', 'mine'], ['mine --acp', 'gemini', 'shell']).list()
  expect(list.filter(({ found }) => found).map(({ name }) => name)).toEqual(['gemini', 'mine --acp', 'shell'])
  expect(list.find(({ name }) => name === 'codex')).toMatchObject({
    found: false,
    install: expect.stringMatching(/npm/),
  })
})

test('CV12 a device chooses of the list alone; the host’s own terminal may give a command', () => {
  const { profile } = choice(['gemini', 'mine', 'other'], ['mine --acp'])
  for (const name of ['gemini', 'shell', 'mine --acp']) expect(profile(name, false).label.name).toBe(name)
  for (const name of ['other', 'mine', 'mine --acp --yolo', 'gemini --yolo', './gemini', 'sh -c "rm -r ."'])
    expect(() => profile(name, false), name).toThrow(/none of the agents here.*own keyboard only/)
  expect(profile('other --acp', true).label).toMatchObject({ name: 'other --acp', label: 'other' })
})

test('CV12 one that is not here is refused with how to get it', () => {
  const { profile } = choice([])
  expect(() => profile('codex', false)).toThrow(/Codex is not here: codex-acp was not found\. Get it: npm install/)
  expect(() => profile('nothing --acp', true)).toThrow(/nothing was not found/)
})
