// The README promises only what is there.

import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exists, textOf } from './files.ts'

const documents = ['README.md', 'docs/architecture.md', 'shared/SPEC.md']

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
  expect(flags.filter((flag) => flag !== '--help' && flag !== '--rm' && !options.includes(flag))).toEqual([])
  const { scripts } = JSON.parse(textOf('package.json'))
  for (const [, name = ''] of readme.matchAll(/^npm (start|test|run [a-z]+)/gm)) {
    expect(Object.keys(scripts)).toContain(name.replace('run ', ''))
  }
})

test('its picture stands before its first heading', () => {
  expect(textOf('README.md').split('\n## ')[0]).toContain('](docs/carryon.png)')
  expect(exists('docs/carryon.png')).toBe(true)
})
