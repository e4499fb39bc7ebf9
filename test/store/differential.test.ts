// The library beside the official SDK: the same folder, the same questions, equal answers; where not, a test says why.

import fc from 'fast-check'
import { afterEach, beforeAll, describe, test, vi } from 'vitest'
import { linesOf, rarerStep, step } from './by-chance.ts'
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
  title,
  uuid,
} from './claude-lines.ts'
import { type Library, official, same } from './official.ts'
import { save, sharedConfig } from './saved.ts'

let them: Library
beforeAll(async () => {
  them = await official()
}, 120_000)
afterEach(() => {
  vi.unstubAllEnvs()
})

/** Everything that both can be asked about one session. */
async function allSame(): Promise<void> {
  await same(them, (one) => one.getSessionMessages(session))
  await same(them, (one) => one.getSessionMessages(session, { includeSystemMessages: true }))
  await same(them, (one) => one.getSessionInfo(session))
  await same(them, (one) => one.listSessions())
}

const turn = [prompt(1, null, 'a'), said(2, 1, 'm1', 'b')]
const absorbed = (what: Line): Line => ({
  type: 'queue-operation',
  operation: 'remove',
  reason: 'absorbed_mid_turn',
  sessionId: session,
  ...what,
})
const tag = (text: string): Line => ({ type: 'tag', tag: text, sessionId: session })
const pad = (bytes: number): Line => ({ type: 'pad', x: 'p'.repeat(bytes) })
const boundary = (n: number, last: number, more: Line = {}): Line => ({
  ...system(n, null, 'compact_boundary'),
  logicalParentUuid: uuid(last),
  compactMetadata: { trigger: 'manual', preTokens: 10, ...more },
})
const summary = (n: number, parent: number) =>
  prompt(n, parent, 'sum', { isCompactSummary: true, isVisibleInTranscriptOnly: true })

describe('transcripts made by hand', () => {
  const transcripts: Record<string, string | Buffer | (Line | string)[]> = {
    'an empty file': '',
    'one line': [prompt(1, null, 'a')],
    'a turn': turn,
    'no newline at the end': text(turn).trimEnd(),
    'a torn tail': text(turn).slice(0, -20),
    'line ends of Windows': text(turn).replaceAll('\n', '\r\n'),
    'invalid UTF-8': Buffer.concat([
      Buffer.from(text(turn).replace('"b"', '"b')),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"\n'),
    ]),
    'a broken first line': ['{"bro', ...turn],
    'a broken line in the middle': [prompt(1, null, 'a'), '{"bro', said(2, 1, 'm1', 'b')],
    'a lost parent': [prompt(1, null, 'a'), prompt(3, 99, 'c'), said(4, 3, 'm2', 'd')],
    'tools in parallel': [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', call('t1')),
      said(3, 2, 'm1', call('t2')),
      answer(4, 2, 't1'),
      answer(5, 3, 't2'),
      said(6, 5, 'm2', 'y'),
    ],
    'tools in parallel, answered the other way round': [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', call('t1')),
      said(3, 2, 'm1', call('t2')),
      answer(4, 3, 't2'),
      answer(5, 2, 't1'),
      said(6, 5, 'm2', 'y'),
    ],
    'tools in parallel, answered between': [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', call('t1')),
      answer(4, 2, 't1'),
      said(3, 2, 'm1', call('t2')),
      answer(5, 3, 't2'),
      said(6, 5, 'm2', 'y'),
    ],
    'three tools, none answered yet but one': [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', 'x'),
      said(3, 2, 'm1', call('t1')),
      said(4, 3, 'm1', call('t2')),
      said(5, 4, 'm1', call('t3')),
      answer(6, 4, 't2'),
    ],
    'a rewind': [...turn, prompt(3, 2, 'c'), said(4, 3, 'm2', 'd'), prompt(5, 2, 'e'), said(6, 5, 'm3', 'f')],
    'a rewind to the beginning': [...turn, prompt(5, null, 'e')],
    'an older branch that went on': [...turn, prompt(3, 2, 'c'), prompt(5, 2, 'e'), said(4, 3, 'm2', 'd')],
    'a notice last, on an older branch': [
      ...turn,
      prompt(3, 2, 'c'),
      said(5, 3, 'm2', 'd'),
      system(4, 2, 'informational'),
    ],
    'progress last': [...turn, prompt(3, 2, 'c'), { ...chained(4, 2), type: 'progress' }],
    'progress behind the last line': [...turn, prompt(3, 2, 'c'), { ...chained(4, 3), type: 'progress' }],
    'progress on the way': [...turn, { ...chained(3, 2), type: 'progress' }, prompt(4, 3, 'c')],
    'an unknown type on the way': [...turn, { ...chained(3, 2), type: 'weird' }, prompt(4, 3, 'c')],
    sidechains: [...turn, prompt(3, 2, 'side', { isSidechain: true }), said(4, 3, 'm2', 'side', { isSidechain: true })],
    'a sidechain last, beside an abandoned branch': [
      ...turn,
      prompt(3, 2, 'c'),
      said(4, 3, 'm2', 'd'),
      prompt(5, 2, 'e'),
      prompt(6, 5, 'side', { isSidechain: true }),
    ],
    'a sidechain from the beginning': [prompt(1, null, 'a', { isSidechain: true }), said(2, 1, 'm1', 'b')],
    'meta lines': [
      prompt(1, null, 'meta', { isMeta: true }),
      prompt(2, 1, 'a'),
      prompt(3, 2, 'meta', { isMeta: true }),
    ],
    'a prompt that was queued': [
      prompt(1, null, 'a'),
      attachment(2, 1, { type: 'queued_command', prompt: 'q' }),
      said(3, 2, 'm1', 'b'),
    ],
    'queued in other ways': [
      prompt(1, null, 'a'),
      attachment(2, 1, { type: 'queued_command', prompt: [{ type: 'text', text: 'q' }] }),
      attachment(3, 2, { type: 'queued_command', prompt: 'q', commandMode: 'task-notification' }),
      attachment(4, 3, {
        type: 'queued_command',
        prompt: 'q',
        source_uuid: uuid(77),
        isMeta: true,
        origin: { kind: 'channel' },
      }),
      attachment(5, 4, { type: 'queued_command', prompt: 'q', commandMode: 'bash' }),
      attachment(6, 5, { type: 'queued_command' }),
      attachment(7, 6, { type: 'environment' }),
    ],
    'a compaction': [...turn, boundary(3, 2), summary(4, 3), prompt(5, 4, 'c'), said(6, 5, 'm2', 'd')],
    'two compactions': [
      ...turn,
      boundary(3, 2),
      summary(4, 3),
      prompt(5, 4, 'c'),
      boundary(6, 5),
      summary(7, 6),
      prompt(8, 7, 'd'),
    ],
    'a compaction that kept a stretch': [
      ...turn,
      prompt(10, 2, 'k'),
      said(11, 10, 'm4', 'kept'),
      boundary(3, 11, { preservedSegment: { headUuid: uuid(10), anchorUuid: uuid(4), tailUuid: uuid(11) } }),
      summary(4, 3),
      prompt(5, 4, 'c'),
    ],
    'a compaction that kept messages': [
      ...turn,
      prompt(10, 2, 'k'),
      said(11, 10, 'm4', 'kept'),
      boundary(3, 11, { preservedMessages: { anchorUuid: uuid(4), uuids: [uuid(10), uuid(11)] } }),
      summary(4, 3),
      prompt(5, 4, 'c'),
    ],
    'a compaction that kept messages which are gone': [
      ...turn,
      boundary(3, 2, { preservedMessages: { anchorUuid: uuid(4), uuids: [uuid(2), uuid(99)] } }),
      summary(4, 3),
      prompt(5, 4, 'c'),
    ],
    'a compaction that tells twice what it kept': [
      ...turn,
      prompt(10, 2, 'k'),
      said(11, 10, 'm4', 'kept'),
      boundary(3, 11, {
        preservedMessages: { anchorUuid: uuid(4), uuids: [uuid(11)] },
        preservedSegment: { headUuid: uuid(10), anchorUuid: uuid(4), tailUuid: uuid(11) },
      }),
      summary(4, 3),
      prompt(5, 11, 'c'),
    ],
    'two compactions that kept the same': [
      ...turn,
      boundary(3, 2, { preservedMessages: { anchorUuid: uuid(4), uuids: [uuid(2)] } }),
      summary(4, 3),
      prompt(5, 2, 'c'),
      boundary(6, 5, { preservedMessages: { anchorUuid: uuid(7), uuids: [uuid(2), uuid(5)] } }),
      summary(7, 6),
      prompt(8, 5, 'd'),
    ],
    'slash commands that ran without the model': [
      ...turn,
      prompt(3, 2, '<local-command-caveat>x</local-command-caveat>', { isMeta: true }),
      prompt(4, 3, '<command-name>/cost</command-name>'),
      prompt(5, 4, '<local-command-stdout>1 $</local-command-stdout>'),
      prompt(6, 5, '<local-command-stderr>x</local-command-stderr>'),
      prompt(7, 6, '<command-name>/mine</command-name>'),
      prompt(8, 7, '<local-command-caveat>x</local-command-caveat>', { isMeta: true }),
      prompt(9, 8, '<command-name>/typed</command-name>', { promptSource: 'typed' }),
    ],
    'tools that were not run': [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', call('t1')),
      answer(3, 2, 't1', 'no', { toolDenialKind: 'user-rejected', toolDenialUnanswered: 'stream-closed' }),
      said(4, 3, 'm2', call('t2')),
      answer(5, 4, 't2', 'no', { toolDenialKind: 'unheard of' }),
      prompt(6, 5, 'ended', { interruptedByShutdown: true }),
    ],
    'where prompts came from': [
      prompt(1, null, 'a', { origin: { kind: 'human' }, promptSource: 'typed' }),
      prompt(2, 1, 'b', { origin: { kind: 'peer' }, isMeta: true }),
      prompt(3, 2, 'c', { origin: { kind: 'task-notification', runId: 'r1', subkind: 's', text: 'not told' } }),
      prompt(4, 3, 'd', { origin: null }),
      prompt(5, 4, 'e', { origin: { kind: 'human' }, isMeta: true }),
    ],
    'the end of a quiet turn': [
      ...turn,
      said(3, 2, 'm2', 'No response requested.', { closesQuietTurn: true }),
      said(4, 3, 'm3', 'Said all the same.', { closesQuietTurn: true }),
    ],
    'a result on a branch that was left': [
      prompt(1, null, 'a'),
      said(2, 1, 'm1', call('t1')),
      prompt(3, 2, 'b'),
      answer(4, 3, 't1'),
      answer(5, 4, 't1', 'again'),
      prompt(6, 3, 'c'),
    ],
    'prompts that wait, on more than one branch': [
      ...turn,
      attachment(3, 2, { type: 'queued_command', prompt: 'left' }),
      prompt(4, 3, 'x'),
      attachment(5, 2, { type: 'queued_command', prompt: 'later' }),
      attachment(6, 5, { type: 'queued_command', prompt: 'behind it' }),
      prompt(7, 1, 'y'),
      attachment(8, 7, { type: 'queued_command', prompt: 'waits', source_uuid: uuid(70) }),
      attachment(9, 8, { type: 'queued_command', prompt: 'waits', source_uuid: uuid(70) }),
    ],
    'a queued prompt that was sent, and one before an interruption': [
      ...turn,
      attachment(3, 2, { type: 'queued_command', prompt: 'sent' }),
      prompt(4, 3, 'sent'),
      attachment(5, 4, { type: 'queued_command', prompt: 'not sent' }),
      prompt(6, 5, [{ type: 'text', text: '[Request interrupted by user for tool use]' }]),
      attachment(7, 6, { type: 'queued_command', prompt: 'a program’s', isMeta: true }),
      said(8, 7, 'm2', 'b'),
    ],
    'queued prompts of which it is told whether they were given': [
      ...turn,
      attachment(3, 2, { type: 'queued_command', prompt: 'given, then sent', source_uuid: uuid(30) }),
      absorbed({ commandUuid: uuid(30) }),
      prompt(4, 3, 'sent'),
      attachment(5, 4, { type: 'queued_command', prompt: 'first copy', source_uuid: uuid(31) }),
      attachment(6, 5, { type: 'queued_command', prompt: 'first copy', source_uuid: uuid(31) }),
      absorbed({ commandUuid: uuid(31) }),
      attachment(7, 6, { type: 'queued_command', prompt: 'by delivery', delivery_id: 'd1' }),
      attachment(8, 7, { type: 'queued_command', prompt: 'by delivery, again', delivery_id: 'd1' }),
      absorbed({ deliveryId: 'd1' }),
      attachment(9, 8, { type: 'queued_command', prompt: 'told of nowhere', delivery_id: 'd2' }),
      said(10, 9, 'm2', 'b'),
      attachment(11, 10, { type: 'queued_command', prompt: 'waits', source_uuid: uuid(32) }),
      absorbed({ commandUuid: uuid(32) }),
      attachment(12, 11, { type: 'queued_command', prompt: 'waits too', delivery_id: 'd3' }),
      absorbed({ deliveryId: 'd3' }),
    ],
    'several blocks in a line': [
      prompt(1, null, [{ type: 'text', text: 'a' }, { type: 'image' }, { type: 'text', text: 'b' }]),
      said(2, 1, 'm1', call('t1')),
    ],
    'a line twice': [...turn, said(2, 1, 'm1', 'changed'), prompt(3, 2, 'c')],
    'a circle': [prompt(1, 2, 'a'), said(2, 1, 'm1', 'b')],
    'a parent that comes later': [prompt(1, null, 'a'), prompt(3, 2, 'c'), said(2, 1, 'm1', 'b')],
    'a fork': [
      prompt(1, null, 'a', { forkedFrom: { sessionId: uuid(1), messageUuid: uuid(2) } }),
      said(2, 1, 'm1', 'b'),
    ],
    titles: [...turn, title('One'), title('Two "quoted" \\ 😀\n')],
    'a title taken back': [...turn, title('One'), title('')],
    'a title alone': [title('Only')],
    'a title of Claude’s': [...turn, { type: 'ai-title', aiTitle: 'AI' }],
    'both titles': [...turn, title('Mine'), { type: 'ai-title', aiTitle: 'AI' }],
    'a summary': [{ type: 'summary', summary: 'Sum', leafUuid: uuid(2) }, ...turn],
    'a last prompt': [...turn, { type: 'last-prompt', lastPrompt: 'last' }],
    tags: [...turn, tag('one'), tag('two')],
    'a tag taken back': [...turn, tag('one'), tag('')],
    branches: [
      prompt(1, null, 'a', { gitBranch: 'one' }),
      said(2, 1, 'm1', 'b', { gitBranch: 'two' }),
      prompt(3, 2, 'c', { gitBranch: undefined }),
    ],
    directories: [prompt(1, null, 'a', { cwd: '/one' }), said(2, 1, 'm1', 'b', { cwd: '/two' })],
    'no directory': [prompt(1, null, 'a', { cwd: undefined })],
    'a time that is none': [prompt(1, null, 'a', { timestamp: 'nope' })],
    'nothing said by a person': [said(1, null, 'm1', 'b')],
    'a title far from both ends': [prompt(1, null, 'a'), pad(70_000), title('Lost'), pad(70_000)],
    'a title at the beginning of a long file': [prompt(1, null, 'a'), title('Kept'), pad(200_000)],
    'a title near the end of a long file': [prompt(1, null, 'a'), pad(200_000), title('Kept'), tag('t'), pad(60_000)],
    'a title in a line that is cut': [prompt(1, null, 'a'), pad(100_000), { ...title('Cut'), x: 'z'.repeat(70_000) }],
    'words that look like fields': [
      prompt(1, null, '"customTitle":"no" {"type":"tag","tag":"no"}'),
      said(2, 1, 'm1', '"gitBranch":"no"'),
    ],
    'spaces after colons': text(turn).replaceAll('":', '": '),
  }
  test.each(Object.entries(transcripts))('%s', async (_name, contents) => {
    save(sharedConfig(), contents)
    await allSame()
  })
})

test('a line of 50 MB, for which the official function takes seconds', { timeout: 60_000 }, async () => {
  const huge = answer(3, 2, 't1', 'x'.repeat(50 * 1024 * 1024), { toolUseResult: undefined })
  save(sharedConfig(), [prompt(1, null, 'a'), said(2, 1, 'm1', call('t1')), huge, said(4, 3, 'm2', 'b')])
  await same(them, (one) => one.getSessionMessages(session))
  await same(them, (one) => one.getSessionInfo(session))
})

describe('first prompts', () => {
  const prompts: Record<string, unknown> = {
    'a slash command': '<command-name>/clear</command-name>\n<command-message>clear</command-message>',
    'a command among words': 'say <command-name>/x</command-name>',
    'a shell line': '<bash-input>ls -la</bash-input>',
    'a shell line of several': 'hey <bash-input>ls\n -la</bash-input> foo',
    output: '<local-command-stdout>x</local-command-stdout>',
    'a hook': '  <session-start-hook>x</session-start-hook>',
    'a tag with fields': '<foo bar="x">hi</foo>',
    'no tag': '<3 you',
    'a capital tag': '<Foo>hi</Foo>',
    interrupted: '[Request interrupted by user for tool use]',
    'nearly interrupted': '[Request interrupted',
    'white space': '  a\n\n b\t c  ',
    nothing: '   ',
    long: 'x'.repeat(500),
    'long, cut at a space': `${'x'.repeat(199)} yyyy`,
    'long, cut within a character': `${'x'.repeat(199)}😀yyyy`,
    'exactly as long': 'x'.repeat(200),
    blocks: [
      { type: 'image' },
      { type: 'text', text: '<ide_opened_file>x</ide_opened_file>' },
      { type: 'text', text: 'b' },
    ],
    'an image alone': [{ type: 'image' }],
    'a tool result': [{ type: 'tool_result', tool_use_id: 't', content: 'x' }],
    'letters of the world': 'é 日本 😀 \u2028',
  }
  test.each(Object.entries(prompts))('%s', async (_name, content) => {
    const config = sharedConfig()
    save(config, [prompt(1, null, content)])
    await allSame()
    save(config, [prompt(1, null, content), prompt(2, 1, 'real')])
    await allSame()
  })
})

describe('transcripts by chance', () => {
  test.each([
    ['of common lines', step],
    ['of rarer lines too', rarerStep],
  ])('%s: have the same messages, and the same in a list', async (_name, one) => {
    const config = sharedConfig()
    const steps = fc.array(one, { maxLength: 30 })
    const first = { what: 'prompt', back: 0, sameMessage: false, together: false }
    await fc.assert(
      fc.asyncProperty(steps, async (some) => {
        save(
          config,
          [...linesOf([first, ...some], true)].map(({ line }) => line),
        )
        await allSame()
      }),
      { numRuns: 400, seed: 3 },
    )
  })
})
