// Where transcripts are, on each system and with each setting.

import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { configFolder, configFolders, projectName, transcriptIdOf, transcriptPath } from '../../server/store/paths.ts'
import type { TranscriptId } from '../../shared/ids.ts'

const linux = { environment: {}, home: '/home/ada', platform: 'linux' as const }

describe('the config folder', () => {
  test('is in the home folder, unless the environment names another', () => {
    expect(configFolder(linux)).toBe('/home/ada/.claude')
    expect(configFolder({ ...linux, environment: { CLAUDE_CONFIG_DIR: '/elsewhere' } })).toBe('/elsewhere')
    expect(configFolder({ ...linux, environment: { CLAUDE_CONFIG_DIR: '' } })).toBe('/home/ada/.claude')
  })

  test('has a second place on Windows, which is read as well', () => {
    const environment = { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' }
    const windows = { environment, home: 'C:\\Users\\ada', platform: 'win32' as const }
    expect(configFolders(windows)).toEqual([configFolder(windows), 'C:\\Users\\ada\\AppData\\Roaming\\Claude'])
    expect(configFolders({ ...windows, environment: { ...environment, CLAUDE_CONFIG_DIR: 'D:\\c' } })).toEqual([
      'D:\\c',
    ])
    expect(configFolders({ ...linux, environment })).toHaveLength(1)
  })
})

test('a directory’s name keeps ASCII letters and digits', () => {
  expect(projectName('/home/ada/my.project_2 é😀')).toBe('-home-ada-my-project-2----')
  expect(projectName('C:\\Users\\ada')).toBe('C--Users-ada')
  expect(projectName(`/${'x'.repeat(300)}`)).toMatch(/^-x{199}-[0-9a-z]+$/)
})

test('an id and its path belong together, and other names are none', () => {
  const id = '00000000-0000-4000-8000-000000000001' as TranscriptId
  const file = transcriptPath('/c', '/home/ada', id)
  expect(file).toBe(path.join('/c', 'projects', '-home-ada', `${id}.jsonl`))
  expect(transcriptIdOf(file)).toBe(id)
  for (const name of ['notes.jsonl', `${id}.json`, id, `..${id}.jsonl`, ''])
    expect(transcriptIdOf(name)).toBeUndefined()
})
