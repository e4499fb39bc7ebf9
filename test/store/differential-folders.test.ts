// Folders, lists and changes beside the official SDK: which sessions there are, and what becomes of their files.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as ours from '../../server/store/index.ts'
import { projectFolder, projectName, projectsFolder } from '../../server/store/paths.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { linesOf, rarerStep } from './by-chance.ts'
import {
  answer,
  attachment,
  call,
  chained,
  type Line,
  prompt,
  said,
  session,
  system,
  text,
  time,
  title,
  uuid,
} from './claude-lines.ts'
import { answered, type Library, official, same } from './official.ts'
import { save, sharedConfig } from './saved.ts'

let them: Library
beforeAll(async () => {
  them = await official()
}, 120_000)
afterEach(() => {
  vi.unstubAllEnvs()
})

const id = (n: number) => `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`

describe('lists', () => {
  function several(): string {
    const config = sharedConfig()
    for (let n = 1; n <= 5; n++) save(config, [prompt(n, null, `p${n}`)], { id: id(n), modified: 1000 + n })
    save(config, [prompt(6, null, 'same time')], { id: id(6), modified: 1003 })
    save(config, [prompt(7, null, 'elsewhere')], { id: id(7), modified: 1000.9996, project: '-elsewhere' })
    save(config, [prompt(8, null, 'programmatic', { entrypoint: 'sdk-ts' })], { id: id(8), modified: 1002 })
    save(config, [prompt(9, null, 'daemon', { sessionKind: 'daemon' })], { id: id(9), modified: 1002 })
    save(config, '', { id: id(10) })
    return config
  }

  test.each([
    {},
    { limit: 2 },
    { limit: 0 },
    { limit: -1 },
    { limit: 1.5 },
    { offset: 2 },
    { offset: -1 },
    { offset: 99 },
    { offset: 1, limit: 2 },
    { dir: '/home/ada/work' },
    { dir: '/home/ada/work', limit: 2, offset: 1 },
    { dir: '/home/ada/work', includeWorktrees: false },
    { dir: '/elsewhere' },
    { dir: '/missing' },
    { dir: '' },
    { includeProgrammatic: false },
    { includeProgrammatic: false, limit: 3 },
  ])('%j', async (options) => {
    several()
    await same(them, (one) => one.listSessions(options))
  })

  test('what is no session is passed over: other names, folders, links, stray files', async () => {
    const config = several()
    const folder = projectFolder(config, '/home/ada/work')
    fs.writeFileSync(path.join(folder, 'notes.jsonl'), text([prompt(1, null, 'x')]))
    fs.mkdirSync(path.join(folder, `${id(20)}.jsonl`))
    fs.symlinkSync(path.join(folder, `${id(1)}.jsonl`), path.join(folder, `${id(21)}.jsonl`))
    fs.symlinkSync(folder, path.join(projectsFolder(config), '-linked'))
    fs.writeFileSync(path.join(projectsFolder(config), 'stray.txt'), 'x')
    save(config, [prompt(1, null, 'capitals')], { id: 'AAAAAAAA-1111-4111-8111-000000000009' })
    await same(them, (one) => one.listSessions())
    await same(them, (one) => one.listSessions({ dir: '/linked' }))
    await same(them, (one) => one.getSessionInfo(id(21)))
    await same(them, (one) => one.getSessionInfo('AAAAAAAA-1111-4111-8111-000000000009'))
  })

  test('nothing is there: no config folder, or a file in its place', async () => {
    const config = sharedConfig()
    vi.stubEnv('CLAUDE_CONFIG_DIR', path.join(config, 'missing'))
    await same(them, (one) => one.listSessions())
    await same(them, (one) => one.listSubagents(session))
    fs.writeFileSync(path.join(config, 'file'), 'x')
    vi.stubEnv('CLAUDE_CONFIG_DIR', path.join(config, 'file'))
    await same(them, (one) => one.listSessions({ dir: '/home/ada/work' }))
    await same(them, (one) => one.getSessionMessages(session))
  })

  test('archived sessions say so', async () => {
    const config = several()
    const folder = path.join(projectFolder(config, '/home/ada/work'), id(1))
    fs.mkdirSync(folder)
    for (const archived of [true, false]) {
      fs.writeFileSync(
        path.join(folder, 'archived.json'),
        JSON.stringify({ archived, at: '2026-11-23T09:33:05.726Z', by: 'sdk' }),
      )
      await same(them, (one) => one.getSessionInfo(id(1)))
      await same(them, (one) => one.listSessions())
    }
  })
})

describe('directories', () => {
  test('long names end in a hash, and all that begin alike belong to them', async () => {
    const config = sharedConfig()
    const long = `/${'abc/'.repeat(70)}end`
    const name = projectName(long)
    save(config, [prompt(1, null, 'exact')], { id: id(1), project: name })
    save(config, [prompt(4, null, 'another directory')], { id: id(4), project: `${name.slice(0, 201)}yyy` })
    save(config, [prompt(2, null, 'another hash', { cwd: long })], { id: id(2), project: `${name.slice(0, 201)}zzz` })
    save(config, [prompt(3, null, 'no hash')], { id: id(3), project: name.slice(0, 200) })
    const found = await same(them, (one) => one.listSessions({ dir: long }))
    expect(found).toMatchObject({ value: [{ summary: 'another hash' }, { summary: 'exact' }] })
    for (const n of [1, 2, 3, 4]) await same(them, (one) => one.getSessionInfo(id(n), { dir: long }))
  })

  test.each([199, 200, 201])('a name of %i characters', async (length) => {
    const config = sharedConfig()
    const directory = `/${'q'.repeat(length - 1)}`
    save(config, [prompt(1, null, 'x')], { project: projectName(directory) })
    expect(await same(them, (one) => one.listSessions({ dir: directory }))).toMatchObject({ value: [{ summary: 'x' }] })
  })

  test.each(['/tmp/ünï', '/tmp/u\u0308', '/tmp/日本', '/tmp/😀', '/tmp/a.b_c d'])('%s', async (directory) => {
    const config = sharedConfig()
    save(config, [prompt(1, null, 'x', { cwd: undefined })], { project: projectName(directory) })
    expect(await same(them, (one) => one.listSessions({ dir: directory }))).toMatchObject({
      value: [{ cwd: directory }],
    })
  })

  test('worktrees of a repository count together', async () => {
    const config = sharedConfig()
    const main = path.join(temporaryFolder(), 'repo')
    const tree = `${main}-tree`
    const git = (...parts: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...parts], {
        cwd: main,
        env: { ...process.env, HOME: config },
      })
    fs.mkdirSync(path.join(main, 'sub'), { recursive: true })
    git('init', '-q')
    git('commit', '-q', '--allow-empty', '-m', 'x')
    git('worktree', 'add', '-q', tree)
    fs.symlinkSync(main, `${main}-link`)
    const at = (n: number, directory: string, cwd?: string) =>
      save(config, [prompt(n, null, `p${n}`, { cwd })], {
        id: id(n),
        project: projectName(directory),
        modified: 1000 + n,
      })
    at(1, main, main)
    at(2, tree, tree)
    at(3, path.join(main, 'sub'), path.join(main, 'sub'))
    at(4, main)
    at(5, tree)
    at(6, `${tree}x`, `${tree}x`)
    save(config, [prompt(1, null, 'moved', { cwd: tree })], { id: id(1), project: projectName(tree), modified: 2000 })
    for (const dir of [main, tree, path.join(main, 'sub'), path.join(main, 'missing'), `${main}-link`]) {
      await same(them, (one) => one.listSessions({ dir }))
      await same(them, (one) => one.listSessions({ dir, includeWorktrees: false }))
      for (const n of [1, 2, 3, 4, 5]) await same(them, (one) => one.getSessionInfo(id(n), { dir }))
      await same(them, (one) => one.getSessionMessages(id(2), { dir }))
    }
  })
})

describe('messages in part', () => {
  const lines = [prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), prompt(3, 2, 'c'), said(4, 3, 'm2', 'd')]
  test.each([
    { limit: 2, offset: 1 },
    { limit: 0 },
    { limit: -1 },
    { offset: -1 },
    { offset: 9 },
    { limit: 0, offset: 2 },
  ])('%j', async (options) => {
    save(sharedConfig(), lines)
    await same(them, (one) => one.getSessionMessages(session, options))
  })
})

describe('subagents', () => {
  test('their lists and messages', async () => {
    const config = sharedConfig()
    const file = save(config, [prompt(1, null, 'a')])
    const folder = path.join(file.slice(0, -6), 'subagents')
    fs.mkdirSync(path.join(folder, 'workflows', 'w1'), { recursive: true })
    const side = { isSidechain: true, agentId: 'x' }
    const own = [
      prompt(1, null, 'task', side),
      said(2, 1, 'm1', call('t1'), side),
      answer(3, 2, 't1', 'out', side),
      said(4, 3, 'm2', 'done', side),
    ]
    fs.writeFileSync(path.join(folder, 'agent-a1.jsonl'), text(own))
    fs.writeFileSync(
      path.join(folder, 'agent-b1.jsonl'),
      text([...own, prompt(5, 4, 'meta', { ...side, isMeta: true })]),
    )
    fs.writeFileSync(path.join(folder, 'agent-b1.meta.json'), JSON.stringify({ toolUseId: 'tu1', parentAgentId: 'a1' }))
    fs.writeFileSync(path.join(folder, 'workflows', 'w1', 'agent-w1.jsonl'), text(own))
    const context = { ...chained(2, 1, side), type: 'attachment', attachment: { type: 'environment' } }
    const queued = {
      ...chained(4, 3, side),
      type: 'attachment',
      attachment: { type: 'queued_command', prompt: 'q', isMeta: true },
    }
    const longer = [
      prompt(1, null, 'task', side),
      context,
      said(3, 2, 'm1', call('t1'), side),
      queued,
      said(6, 3, 'm1', call('t2'), side),
      answer(5, 4, 't1', 'out', side),
    ]
    fs.writeFileSync(path.join(folder, 'agent-c1.jsonl'), text(longer))
    fs.writeFileSync(
      path.join(folder, 'agent-c1.meta.json'),
      JSON.stringify({ toolUseId: 'a b', parentAgentId: 'a.1' }),
    )
    fs.writeFileSync(path.join(folder, 'other.jsonl'), text(own))
    const listed = async (one: Library) => (await one.listSubagents(session)).toSorted()
    expect(await same(them, listed)).toEqual({ value: ['a1', 'b1', 'c1', 'w1'] })
    for (const agent of ['a1', 'b1', 'c1', 'w1', 'zz', '../x', ''])
      await same(them, (one) => one.getSubagentMessages(session, agent))
    await same(them, (one) => one.getSubagentMessages(session, 'a1', { limit: 1, offset: 1 }))
    await same(them, (one) => one.listSubagents(id(1)))
    await same(them, (one) => one.listSubagents('../x'))
    await same(them, (one) => one.listSubagents(session, { dir: '/missing' }))
  })
})

describe('changes', () => {
  /** Lets each library change a folder of its own and compares the files. */
  async function sameChange(
    lines: readonly (Line | string)[],
    change: (one: Library) => Promise<unknown>,
  ): Promise<string[]> {
    const results: { refused: string | undefined; after: string }[] = []
    for (const one of [ours, them]) {
      const config = sharedConfig()
      const file = save(config, lines)
      const done = await answered(one, change)
      const after = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 'gone'
      results.push({ refused: 'refused' in done ? done.refused : undefined, after })
    }
    expect(results[0]).toEqual(results[1])
    return results[0]?.after.split('\n') ?? []
  }

  const turn = [prompt(1, null, 'a'), said(2, 1, 'm1', 'b')]

  test.each(['New', '  New "T"\n ', '', '   ', '日本 😀', 'x'.repeat(5000)])('a title: %j', async (name) => {
    await sameChange(turn, (one) => one.renameSession(session, name))
  })

  test.each(['tag', ' fo o\u200b ', '', '  ', null, 'é日本', 'ﬁ', 'a\u0000b', '\u200b'])('a tag: %j', async (tag) => {
    await sameChange(turn, (one) => one.tagSession(session, tag))
  })

  test('deleting, with the subagents', async () => {
    for (const one of [ours, them]) {
      const file = save(sharedConfig(), turn)
      fs.mkdirSync(path.join(file.slice(0, -6), 'subagents'), { recursive: true })
      await one.deleteSession(session)
      expect(fs.readdirSync(path.dirname(file))).toEqual([])
    }
  })

  const refusals: Record<string, (one: Library) => Promise<unknown>> = {
    'a title, no id': (one) => one.renameSession('../x', 't'),
    'a title, not there': (one) => one.renameSession(id(1), 't'),
    'a title, not in the directory': (one) => one.renameSession(id(1), 't', { dir: '/home/ada/work' }),
    'a tag, no id': (one) => one.tagSession('../x', 't'),
    'a tag, not there': (one) => one.tagSession(id(1), 't'),
    'deleting, no id': (one) => one.deleteSession('../x'),
    'deleting, not there': (one) => one.deleteSession(id(1)),
    'deleting, not in the directory': (one) => one.deleteSession(id(1), { dir: '/home/ada/work' }),
    'a fork, no id': (one) => one.forkSession('../x'),
    'a fork, not there': (one) => one.forkSession(id(1)),
    'a fork, not in the directory': (one) => one.forkSession(id(1), { dir: '/home/ada/work' }),
    'a fork up to no message': (one) => one.forkSession(session, { upToMessageId: uuid(99) }),
  }
  test.each(Object.entries(refusals))('refused: %s', async (_name, ask) => {
    save(sharedConfig(), turn)
    expect(await same(them, ask)).toHaveProperty('refused')
  })
})

describe('forks', () => {
  const known = new Set([session, ...Array.from({ length: 1040 }, (_, n) => uuid(n))])

  /** The fork's lines with its new uuids numbered and its new times left out. */
  async function forked(one: Library, lines: readonly (Line | string)[], options: object): Promise<unknown> {
    const file = save(sharedConfig(), lines)
    const done = await answered(one, (library) => library.forkSession(session, options))
    if ('refused' in done) return done
    const fork = (done.value as { sessionId: string }).sessionId
    const made = fs.readFileSync(path.join(path.dirname(file), `${fork}.jsonl`), 'utf8')
    const names = new Map([[fork, 'the fork']])
    const named = made.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (found) => {
      if (known.has(found)) return found
      const name = names.get(found) ?? `new ${names.size}`
      names.set(found, name)
      return name
    })
    return named
      .trimEnd()
      .split('\n')
      .map((line) => {
        const record = JSON.parse(line)
        if (record.timestamp > time(2000)) delete record.timestamp
        return record
      })
  }

  const boundary = {
    ...system(3, null, 'compact_boundary'),
    logicalParentUuid: uuid(2),
    compactMetadata: { trigger: 'manual', preTokens: 10 },
  }
  const kept = (anchor: number, all: readonly number[]) => ({ anchorUuid: uuid(anchor), uuids: all.map(uuid) })
  const keeping = (n: number, anchor: number, all: readonly number[]): Line => ({
    ...system(n, null, 'compact_boundary'),
    logicalParentUuid: uuid(2),
    compactMetadata: { trigger: 'auto', postTokens: 5, preservedMessages: kept(anchor, all), runningTurnSends: ['x'] },
  })
  const summary = (n: number, parent: number) => prompt(n, parent, 'sum', { isCompactSummary: true })
  const sources: Record<string, [(Line | string)[], object?]> = {
    'a turn': [[prompt(1, null, 'a'), said(2, 1, 'm1', 'b')]],
    'with a title given': [[prompt(1, null, 'a'), title('Old')], { title: '  New ' }],
    'with its own title': [[prompt(1, null, 'a'), title('Old')]],
    'with Claude’s title': [[prompt(1, null, 'a'), { type: 'ai-title', aiTitle: 'AI' }]],
    'up to a message': [[prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), prompt(3, 2, 'c')], { upToMessageId: uuid(2) }],
    'with a rewind': [[prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), prompt(3, 2, 'c'), prompt(5, 2, 'e')]],
    'with a compaction': [
      [
        prompt(1, null, 'a'),
        said(2, 1, 'm1', 'b'),
        boundary,
        prompt(4, 3, 'sum', { isCompactSummary: true }),
        prompt(5, 4, 'c'),
      ],
    ],
    'of a fork': [
      [
        prompt(1, null, 'a', { forkedFrom: { sessionId: 'q', messageUuid: 'r' } }),
        said(3, 1, 'm0', 'x', { forkedFrom: { sessionId: 'q', messageUuid: 's' } }),
        said(4, 1, 'm9', 'x', { forkedFrom: { sessionId: 'q', messageUuid: 's' }, requestSessionId: 'p' }),
        said(2, 1, 'm1', 'b', { teamName: 't', agentName: 'g', slug: 's', sourceToolAssistantUUID: uuid(1) }),
      ],
    ],
    'without its messages': [[title('Old')]],
    'known by its first prompt, not its last': [
      [prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), { type: 'last-prompt', lastPrompt: 'z', sessionId: session }],
    ],
    'up to a prompt that was queued': [
      [
        prompt(1, null, 'a'),
        attachment(2, 1, { type: 'queued_command', prompt: 'q', source_uuid: uuid(30) }),
        said(3, 2, 'm1', 'b'),
      ],
      { upToMessageId: uuid(30) },
    ],
    'of a prompt that was queued and sent': [
      [
        prompt(1, null, 'a'),
        attachment(2, 1, { type: 'queued_command', prompt: 'q', source_uuid: uuid(3) }),
        prompt(3, 2, 'q'),
      ],
    ],
    'with what kept messages are known by': [
      [prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), keeping(3, 4, [1, 2]), summary(4, 3), prompt(5, 2, 'c')],
    ],
    'up to a summary': [
      [prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), keeping(3, 4, [2]), summary(4, 3), prompt(5, 2, 'c')],
      { upToMessageId: uuid(4) },
    ],
    'up to a boundary': [
      [prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), keeping(3, 4, [2]), summary(4, 3), prompt(5, 2, 'c')],
      { upToMessageId: uuid(3) },
    ],
    'up to the second boundary, which kept what the first had kept': [
      [
        prompt(1, null, 'a'),
        said(2, 1, 'm1', 'b'),
        keeping(3, 4, [2]),
        summary(4, 3),
        keeping(6, 7, [2]),
        attachment(8, 6, { type: 'queued_command', prompt: 'q' }),
        summary(7, 6),
      ],
      { upToMessageId: uuid(8) },
    ],
    'up to a boundary before all': [[keeping(3, 4, []), summary(4, 3)], { upToMessageId: uuid(3) }],
    'of a rewind behind a compaction': [
      [
        prompt(1, null, 'a'),
        said(2, 1, 'm1', 'b'),
        { ...keeping(3, 3, [1, 2]), compactMetadata: { durationMs: 0, preservedMessages: kept(3, [1, 2]) } },
      ],
      { upToMessageId: uuid(3) },
    ],
    'with what Claude Code keeps for itself': [
      [
        prompt(1, null, 'a', { sessionKind: 'daemon', droppedPromptUuids: [uuid(9)], sentAsUuid: uuid(8) }),
        said(2, 1, 'm1', 'b'),
        ...['x', 'y'].map((atis) => ({ type: 'atis-latch', atis, sessionId: session })),
        { type: 'tools-used', tools: ['Bash', 'Edit'], sessionId: session },
        { type: 'content-replacement', replacements: [{ a: 1 }], sessionId: session },
        { type: 'content-replacement', replacements: [{ b: 2 }], sessionId: session },
        { type: 'content-replacement', replacements: [{ c: 3 }], sessionId: id(1) },
        { type: 'relocated', relocatedCwd: '/elsewhere', sessionId: session },
        system(3, 2, 'model_refusal_fallback'),
      ],
    ],
    'with a lost parent': [[prompt(1, 39, 'a'), said(2, 1, 'm1', 'b')]],
    'of a long prompt': [[prompt(1, null, 'y'.repeat(300)), said(2, 1, 'm1', 'b')]],
    'with other lines between': [
      [
        { type: 'queue-operation', operation: 'enqueue', sessionId: session },
        prompt(1, null, 'a'),
        system(2, 1, 'informational'),
        attachment(3, 2, { type: 'environment' }),
        { ...chained(4, 3), type: 'progress' },
        said(5, 4, 'm1', 'b'),
        prompt(6, 5, 'side', { isSidechain: true }),
        { ...chained(7, 5), type: 'weird' },
        '{"broken',
        { type: 'tag', tag: 't', sessionId: session },
        { type: 'last-prompt', lastPrompt: 'a', leafUuid: uuid(5) },
      ],
    ],
  }
  test.each(Object.entries(sources))('%s', async (_name, [lines, options]) => {
    expect(await forked(ours, lines, options ?? {})).toEqual(await forked(them, lines, options ?? {}))
  })

  test('by chance', async () => {
    const steps = fc.array(rarerStep, { maxLength: 30 })
    const first = { what: 'prompt', back: 0, sameMessage: false, together: false }
    await fc.assert(
      fc.asyncProperty(steps, async (some) => {
        // Where a compaction follows progress, which is not copied, the official fork’s boundary follows nothing.
        const lines = [...linesOf([first, ...some.filter(({ what }) => what !== 'progress')], true)]
        const source = lines.map(({ line }) => line)
        expect(await forked(ours, source, {})).toEqual(await forked(them, source, {}))
      }),
      { numRuns: 100, seed: 3 },
    )
  })

  test('are for their owner’s eyes', async () => {
    const file = save(sharedConfig(), [prompt(1, null, 'a')])
    const { sessionId } = await ours.forkSession(session)
    expect(fs.statSync(path.join(path.dirname(file), `${sessionId}.jsonl`)).mode & 0o777).toBe(0o600)
  })
})

describe('where we do better', () => {
  test('a title after a line without a newline does not fuse with it, and loses nothing', async () => {
    const broken = [prompt(1, null, 'a'), said(2, 1, 'm1', 'b')]
    for (const [one, messages] of [
      [ours, 2],
      [them, 1],
    ] as const) {
      save(sharedConfig(), text(broken).trimEnd())
      await one.renameSession(session, 'T')
      expect(await one.getSessionMessages(session)).toHaveLength(messages)
    }
  })

  test('a byte order mark hides neither the session nor its first message', async () => {
    save(sharedConfig(), `\ufeff${text([prompt(1, null, 'a'), said(2, 1, 'm1', 'b')])}`)
    expect(await ours.getSessionMessages(session)).toHaveLength(2)
    expect(await them.getSessionMessages(session)).toHaveLength(1)
    expect(await ours.listSessions()).toMatchObject([{ firstPrompt: 'a' }])
  })

  test('a session that begins with a very long prompt is listed', async () => {
    save(sharedConfig(), [prompt(1, null, 'long '.repeat(20_000)), said(2, 1, 'm1', 'b')])
    expect(await ours.listSessions()).toMatchObject([{ firstPrompt: expect.stringMatching(/^long long .*…$/) }])
    expect(await them.listSessions()).toEqual([])
  })

  test('an abandoned reply does not come back because a later one shares its id', async () => {
    save(sharedConfig(), [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', 'b'),
      prompt(3, 2, 'c'),
      said(4, 3, 'm9', 'dropped'),
      prompt(5, 2, 'e'),
      said(6, 5, 'm9', 'f'),
    ])
    const ids = async (one: Library) => (await one.getSessionMessages(session)).map((message) => message.uuid)
    expect(await ids(ours)).toEqual([uuid(1), uuid(2), uuid(5), uuid(6)])
    expect(await ids(them)).toContain(uuid(4))
  })

  test('of a reply that a compaction summed up by half, only the half that it kept comes after it', async () => {
    const kept = { headUuid: uuid(3), anchorUuid: uuid(5), tailUuid: uuid(3) }
    save(sharedConfig(), [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', 'summed up'),
      said(3, 2, 'm1', 'kept'),
      { ...system(4, null, 'compact_boundary'), compactMetadata: { preservedSegment: kept } },
      prompt(5, 4, 'sum', { isCompactSummary: true }),
      prompt(6, 3, 'b'),
    ])
    const ids = async (one: Library) => (await one.getSessionMessages(session)).map((message) => message.uuid)
    expect(await ids(ours)).toEqual([uuid(5), uuid(3), uuid(6)])
    expect(await ids(them)).toEqual([uuid(5), uuid(3), uuid(2), uuid(6)])
  })

  test('a folder of subagents that is a link leads nowhere', async () => {
    const file = save(sharedConfig(), [prompt(1, null, 'a')])
    const outside = temporaryFolder()
    fs.mkdirSync(path.join(outside, 'subagents'))
    fs.writeFileSync(path.join(outside, 'subagents', 'agent-x.jsonl'), text([prompt(1, null, 'theirs')]))
    const own = file.slice(0, -'.jsonl'.length)
    fs.symlinkSync(outside, own)
    expect(await ours.listSubagents(session)).toEqual([])
    expect(await ours.getSubagentMessages(session, 'x')).toEqual([])
    expect(await them.getSubagentMessages(session, 'x')).toHaveLength(1)
    fs.unlinkSync(own)
    fs.mkdirSync(own)
    fs.symlinkSync(path.join(outside, 'subagents'), path.join(own, 'subagents'))
    expect(await ours.listSubagents(session)).toEqual([])
    // Nor does deleting.
    await ours.deleteSession(session)
    expect(fs.existsSync(path.join(outside, 'subagents', 'agent-x.jsonl'))).toBe(true)
  })

  test('a boundary behind progress follows in a fork what that followed', async () => {
    const compacted = { ...system(4, null, 'compact_boundary'), logicalParentUuid: uuid(3), compactMetadata: {} }
    for (const [one, isThere] of [
      [ours, true],
      [them, false],
    ] as const) {
      const file = save(sharedConfig(), [
        prompt(1, null, 'a'),
        said(2, 1, 'm1', 'b'),
        { ...chained(3, 2), type: 'progress' },
        compacted,
        prompt(5, 4, 'sum', { isCompactSummary: true }),
      ])
      const { sessionId } = await one.forkSession(session)
      const lines = fs
        .readFileSync(path.join(path.dirname(file), `${sessionId}.jsonl`), 'utf8')
        .trim()
        .split('\n')
      const copies: Line[] = lines.map((line) => JSON.parse(line))
      const followed = copies.find((line) => line['subtype'] === 'compact_boundary')?.['logicalParentUuid']
      expect(copies.some((line) => line['uuid'] === followed)).toBe(isThere)
    }
  })

  test('an empty CLAUDE_CONFIG_DIR is none', async () => {
    const home = temporaryFolder()
    vi.stubEnv('CLAUDE_CONFIG_DIR', '')
    vi.stubEnv('HOME', home)
    save(path.join(home, '.claude'), [prompt(1, null, 'a')])
    expect(await ours.listSessions()).toHaveLength(1)
    expect(await them.listSessions()).toEqual([])
  })
})
