// What `--allow` allows, and what it must not.

import { expect, test } from 'vitest'
import { isAllowed, parseAllowRule } from '../../client/print/allow-rules.ts'
import { allows, optionFor, type PermissionMode } from '../../client/print/permission-policy.ts'
import type { PermissionId } from '../../shared/ids.ts'
import type { AskedCall, Permission } from '../../shared/room-state.ts'
import { defaultOptions } from '../harness/scripted-agent.ts'

function allowed(pattern: string, command: string | undefined, name = 'Bash'): boolean {
  const rules = parseAllowRule(pattern)
  if (!rules) throw new Error(`${pattern} is no rule`)
  return isAllowed(rules, { name, command })
}

test('TK5 a tool’s name allows what that tool does, and no other', () => {
  expect(allowed('Edit', undefined, 'Edit')).toBe(true)
  expect(allowed('Bash', 'rm -rf / && reboot')).toBe(true)
  expect(allowed('Edit', undefined, 'MultiEdit')).toBe(false)
  expect(allowed('edit', undefined, 'Edit')).toBe(false)
  expect(allowed('mcp__github__create_issue', undefined, 'mcp__github__create_issue')).toBe(true)
})

test.each([
  ['Bash(git status)', 'git status', true],
  ['Bash(git status)', '  git status ', true],
  ['Bash(git status)', 'git status --short', false],
  ['Bash(git status)', 'sudo git status', false],
  ['Bash(git add . && git commit)', 'git add . && git commit', true],
  ['Bash(npm run *)', 'npm run test', true],
  ['Bash(npm run *)', 'npm run', false],
  ['Bash(npm run *)', 'sudo npm run test', false],
  ['Bash(npm run *)', 'npm runaway', false],
  ['Bash(npm run *)', 'cd / && npm run test', false],
  ['Bash(npm run:*)', 'npm run', true],
  ['Bash(npm run:*)', 'npm run build', true],
  ['Bash(npm run:*)', 'npm runaway', false],
  ['Bash(git * main)', 'git push origin main', true],
  ['Bash(git * main)', 'git main', false],
  ['Bash(a*b*c)', 'a1b2b3c', true],
  ['Bash(a*b*c)', 'ac', false],
  ['Bash(ab*ba)', 'aba', false],
  ['Bash(*)', 'ls -la', true],
  ['Bash(ls (a.c))', 'ls (abc)', false],
])('TK5 %s and the line %s: %s', (pattern, line, may) => {
  expect(allowed(pattern, line)).toBe(may)
})

test.each([
  '; rm x',
  ' && rm x',
  ' | sh',
  ' > /etc/passwd',
  '\nrm x',
  ' $(rm x)',
  ' `rm x`',
  ' & rm x',
  ' <(rm x)',
  '\rrm x',
])('TK5 a gap never reaches over %j', (more) => {
  for (const pattern of ['Bash(npm run *)', 'Bash(npm run:*)', 'Bash(*)', 'Bash(npm*x)']) {
    expect(allowed(pattern, `npm run test${more}`)).toBe(false)
  }
})

test('TK5 a pattern for a command allows nothing that is none', () => {
  expect(allowed('Bash(*)', undefined)).toBe(false)
  expect(allowed('Bash(*)', ' ')).toBe(false)
  expect(allowed('Bash(*)', 'ls', 'Shell')).toBe(false)
})

test('TK5 a long line is looked through once, whatever the pattern', () => {
  const rules = parseAllowRule(`Bash(${'a*'.repeat(40)}b)`) ?? []
  // Whoever tried every place for every part would not be done today.
  expect(isAllowed(rules, { name: 'Bash', command: 'a'.repeat(200_000) })).toBe(false)
})

test.each(['', ' ', 'two words', 'Bash(', 'Bash()', 'Bash(ls) x', '(ls)'])('%j is no rule', (text) => {
  expect(parseAllowRule(text)).toBeUndefined()
})

const asked = (call?: AskedCall): Permission => ({
  id: 'p' as PermissionId,
  order: 1,
  tool: 't',
  title: 'it',
  call,
  options: defaultOptions,
})

test.each<[PermissionMode | undefined, boolean, boolean]>([
  [undefined, false, false],
  ['default', false, false],
  ['dontAsk', false, false],
  ['acceptEdits', true, false],
  ['bypassPermissions', true, true],
])('TK4 the mode %s allows an edit: %s, a command: %s', (mode, edit, command) => {
  const policy = { mode, rules: [] }
  expect(allows(policy, asked({ name: 'Write' }))).toBe(edit)
  expect(allows(policy, asked({ name: 'Bash', command: 'ls' }))).toBe(command)
  expect(allows(policy, asked())).toBe(command)
})

test('TK4 it is allowed once where that is offered, and rejected only where the agent takes a no', () => {
  const always = { id: 'always', name: 'Always', kind: 'allow_always' } as const
  expect(optionFor(true, [always, ...defaultOptions])?.id).toBe('once')
  expect(optionFor(true, [always])?.id).toBe('always')
  expect(optionFor(false, defaultOptions)?.id).toBe('no')
  expect(optionFor(false, [always])).toBeUndefined()
})
