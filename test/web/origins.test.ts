// The names that are answered to, and public URLs as people type them.

import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { namesOf, parsePublicUrl } from '../../server/web/origins.ts'

test('AU17 default ports and IPv6 are written as browsers write them', () => {
  const { hosts, origins } = namesOf(['::1', '10.0.0.5'], 80, new URL('https://carry.example.org:443'))
  expect([...hosts]).toEqual(['[::1]', '10.0.0.5', 'localhost', 'carry.example.org'])
  expect([...origins]).toEqual(['http://[::1]', 'http://10.0.0.5', 'http://localhost', 'https://carry.example.org'])
  expect([...namesOf(['::1'], 4711, undefined).hosts]).toEqual(['[::1]:4711', 'localhost:4711'])
})

test('AU17 bound to everything it answers to its own addresses, not to any name', () => {
  const { hosts } = namesOf(['0.0.0.0'], 4711, undefined)
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  for (const { address, family } of own) if (family === 'IPv4') expect(hosts).toContain(`${address}:4711`)
  expect(hosts).not.toContain('0.0.0.0:4711')
  expect(hosts).not.toContain('evil.example:4711')
})

test('a public URL is a scheme, a name and a port', () => {
  expect(parsePublicUrl('https://carry.example.org')).toEqual(new URL('https://carry.example.org'))
  expect(parsePublicUrl('http://phone.test:8080/')).toEqual(new URL('http://phone.test:8080'))
  for (const wrong of ['carry.example.org', 'ftp://a.example', 'javascript:alert(1)', '']) {
    expect(parsePublicUrl(wrong)).toMatch(/is no address of a page\. Write it like/)
  }
  for (const wrong of [
    'https://a.example/path',
    'https://a.example/?q',
    'https://me:pw@a.example',
    'https://a.example/#x',
  ]) {
    expect(parsePublicUrl(wrong)).toMatch(/Give carryon a name of its own, like https:\/\/a\.example\.$/)
  }
})
