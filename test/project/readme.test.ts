// README and docs promise only what is there.

import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exists, pathOf, textOf } from './files.ts'

const docs = readdirSync(pathOf('docs')).filter((name) => name.endsWith('.md'))
const documents = ['README.md', 'shared/SPEC.md', ...docs.map((name) => `docs/${name}`)]

test.each(documents)('what %s links to is there', (document) => {
  const links = [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*/, ''))
  const own = links.filter((target) => target !== '' && !target.includes('://'))
  expect(own.filter((target) => !exists(join(dirname(document), target)))).toEqual([])
})

test('flags and scripts that the README names exist', () => {
  const readme = textOf('README.md')
  const options = textOf('server/cli/options.ts') + textOf('server/cli/print-options.ts')
  const flags = [...readme.matchAll(/(?:carryon|start --|`)[^\n`]*?(--[a-z][a-z-]+)/g)].map(([, flag = '']) => flag)
  expect(flags.length).toBeGreaterThan(3)
  const foreign = ['--help', '--rm', '--init']
  expect(flags.filter((flag) => !foreign.includes(flag) && !options.includes(flag))).toEqual([])
  const { scripts } = JSON.parse(textOf('package.json'))
  for (const [, name = ''] of readme.matchAll(/^npm (start|test|run [a-z]+)/gm)) {
    expect(Object.keys(scripts)).toContain(name.replace('run ', ''))
  }
})

test('its picture stands before its first heading', () => {
  expect(textOf('README.md').split('\n## ')[0]).toContain('](docs/carryon.png)')
  expect(exists('docs/carryon.png')).toBe(true)
})
