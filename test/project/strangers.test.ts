import { expect, test } from 'vitest'
import { ownTexts, strangersIn } from '../../scripts/strangers.mjs'

const registry = ['https://registry', 'npmjs.org/ws'].join('.')

test('nothing in the project tells where it was made or where packages came from', () => {
  expect(strangersIn(ownTexts())).toEqual([])
})

test.each([
  ['a path of the machine', 'see /somewhere/of/mine/notes.md', '/somewhere/of/mine/'],
  ['a registry', `get it from ${registry}`, '/elsewhere/'],
  [
    'where a package came from',
    `      ${JSON.stringify('resolved')}: "https://packages.example/ws.tgz"`,
    '/elsewhere/',
  ],
])('%s is found', (_, line, place) => {
  expect(strangersIn([{ path: 'notes.md', text: `fine\n${line}\n` }], [place])).toEqual([`notes.md:2: ${line.trim()}`])
})

test('a longer path that only contains one is another path', () => {
  expect(strangersIn([{ path: 'notes.md', text: 'see /home/ana/mine/x' }], ['/mine/'])).toEqual([])
})
