// What a room may hold, for screens to be looked at and tested with: talks, questions, forms, boards, sessions, devices.

import type { OutgoingCall } from '../../client/connection.ts'
import { drawnCode } from '../../server/access/drawn-code.ts'
import { localQuestion } from '../../server/access/local-question.ts'
import type { KnownDevice, KnownLink } from '../../shared/access.ts'
import type { AgentBoard } from '../../shared/agent-board.ts'
import type { AgentWork } from '../../shared/agent-work.ts'
import type { Entry, ToolCall, ToolResult } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { CallId, DeviceId, LinkId, PermissionId, QuestionId, TranscriptId, VisitorId } from '../../shared/ids.ts'
import type { FoundAgent, ListedSession } from '../../shared/listed.ts'
import type { Question } from '../../shared/questions.ts'
import type { Permission, RoomState } from '../../shared/room-state.ts'
import type { Task } from '../../shared/tasks.ts'
import type { Visitor } from '../../shared/visitors.ts'
import { someTask } from '../harness/some-tasks.ts'
import { at, phone, prompt, reply, result, room, terminal, tool, transcript } from './wire.ts'

const testRun = `> uploader@2.4.0 test
> vitest run

 ✓ test/parts.test.ts (12 tests) 84ms
 ❯ test/upload.test.ts (8 tests | 1 failed) 2103ms
   × resumes after a lost part 1987ms
     → expected 3 to be 2

 Test Files  1 failed | 1 passed (2)
      Tests  1 failed | 19 passed (20)`

export const shellTalk: Entry[] = [
  prompt('p1', 'git status --short'),
  tool('t1', 'Bash', 'git status --short'),
  result('t1', ' M src/upload.ts\n M test/upload.test.ts\n?? notes.md', 0),
  prompt('p2', 'npm test'),
  { kind: 'mark', of: 'p2', by: { device: phone, name: 'iPhone · Safari' } },
  tool('t2', 'Bash', 'npm test'),
  { kind: 'mark', of: 't2', decision: { option: 'Allow once', allowed: true, by: terminal } },
  result('t2', testRun, 1),
]

export const agentTalk: Entry[] = [
  { kind: 'boundary', id: 'b1', at, text: 'Earlier conversation summed up' },
  prompt('p3', 'The resume test fails about one time in five. Find out why and fix it, please.'),
  { kind: 'mark', of: 'p3', by: terminal },
  {
    kind: 'thought',
    id: 'th1',
    at,
    message: 'm0',
    block: 0,
    text: 'The failing assertion counts retries. Look at how retries are scheduled first.',
  },
  reply('m1', 'I’ll look at how a lost part is retried.'),
  tool('t3', 'Read', 'src/upload.ts', '{\n  "file_path": "src/upload.ts",\n  "limit": 120\n}'),
  result('t3', 'export async function upload(file: File) {\n  …\n}'),
  tool('t4', 'Bash', 'for i in 1 2 3 4 5; do npx vitest run test/upload.test.ts || break; done'),
  result('t4', 'Test Files  1 passed (1)\nTest Files  1 passed (1)\nTest Files  1 failed (1)', 1),
  reply(
    'm2',
    `The test is right; the **code** is not. Two timers may fire for the same part:

1. \`retry()\` sets a timer without clearing the last one.
2. A slow answer arrives *after* the timer and starts a third try.

\`\`\`ts
private retry(part: Part): void {
  clearTimeout(this.timers.get(part.id)) // this line was missing, so both timers fired
  this.timers.set(part.id, setTimeout(() => this.send(part), backoff(part.tries)))
}
\`\`\`

| case | tries before | after |
|---|---|---|
| lost once | 2 or 3 | 2 |
| lost twice | 3 to 5 | 3 |

See [the timers guide](https://nodejs.org/api/timers.html) for the order in which timers run.`,
  ),
]

export const question: Permission = {
  id: 'perm-1' as PermissionId,
  order: 1,
  tool: 't9',
  title: 'rm -rf node_modules && npm ci',
  options: [
    { id: 'once', name: 'Allow once', kind: 'allow_once' },
    { id: 'always', name: 'Always allow this exact line', kind: 'allow_always' },
    { id: 'no', name: 'Reject', kind: 'reject_once' },
  ],
}

export const form: Question = {
  id: 'form-1' as QuestionId,
  order: 1,
  tool: 't9',
  message: 'Where should uploads be kept while they are retried?',
  fields: [
    {
      kind: 'choice',
      id: 'question_0',
      title: 'Storage',
      required: false,
      own: 'question_0_custom',
      options: [
        { value: 'disk', title: 'On disk', description: 'Survives a restart; the temporary folder has to be cleaned.' },
        { value: 'memory', title: 'In memory', description: 'Simple, and lost with the process.' },
      ],
    },
  ],
}

export const longForm: Question = {
  ...form,
  message: 'Please answer the following questions.',
  fields: [
    {
      kind: 'choices',
      id: 'parts',
      title: 'What to change',
      required: true,
      least: 2,
      options: ['The retry', 'Its tests', 'The documentation'].map((title) => ({ value: title, title })),
    },
    { kind: 'text', id: 'name', title: 'Name of the branch', description: 'Without spaces.', required: true, most: 40 },
    { kind: 'number', id: 'count', title: 'Retries', required: false, whole: true, least: 1, most: 9 },
    { kind: 'yes-no', id: 'push', title: 'Push it at once', required: false, preset: false },
  ],
}

export const running = (
  prompt: string,
  since = new Date(Date.now() - 12_000).toISOString(),
): RoomState['activity'] => ({
  is: 'running',
  prompt: prompt as CallId,
  since,
})

export const queued = (
  id: string,
  order: number,
  text: string,
  standing: 'queued' | 'held' | 'interrupted',
  own = true,
) => ({
  id: id as CallId,
  order,
  text,
  by: own ? { device: phone, name: 'iPhone · Safari' } : terminal,
  at,
  standing,
})

export const wouldNotStop = 'It did not stop when it was asked to, so the agent was ended.'
export const changes: readonly FileChange[] = [
  {
    path: 'src/upload.ts',
    diff: [
      '@@ -41,8 +41,9 @@',
      '   private retry(part: Part): void {',
      '-    this.timers.set(part.id, setTimeout(() => this.send(part), backoff(part.tries)))',
      '+    clearTimeout(this.timers.get(part.id))',
      '+    this.timers.set(part.id, setTimeout(() => this.send(part), backoff(part.tries)))',
      '   }',
    ].join('\n'),
    added: 2,
    removed: 1,
    omitted: 12,
  },
]
export const edit: Entry[] = [
  { ...(tool('t5', 'Edit', 'src/upload.ts') as ToolCall), changes },
  { ...(result('t5', 'The file was updated.') as ToolResult), changes },
]

export const planItems = [
  { text: 'Find where a lost part is retried', standing: 'done' as const },
  { text: 'Clear the timer before setting it', standing: 'doing' as const },
  { text: 'Run the test twenty times', standing: 'pending' as const },
]

export const claudeBoard: AgentBoard = {
  options: {
    mode: {
      id: 'mode',
      order: 0,
      name: 'Mode',
      category: 'mode',
      current: 'default',
      choices: [
        { value: 'default', name: 'Always Ask', description: 'Prompts for permission on first use of each tool' },
        { value: 'plan', name: 'Plan Mode' },
        { value: 'bypassPermissions', name: 'Bypass Permissions', role: 'owner' },
      ],
    },
    model: {
      id: 'model',
      order: 1,
      name: 'Model',
      category: 'model',
      current: 'opus',
      choices: [
        { value: 'opus', name: 'Opus', group: 'Claude' },
        { value: 'haiku', name: 'Haiku', group: 'Claude' },
      ],
    },
  },
  context: { used: 84_000, size: 200_000 },
}

export const outgoing = (id: string, text: string, standing: 'sending' | 'asks'): OutgoingCall => ({
  id: id as CallId,
  method: 'prompt',
  params: { text },
  at: Date.parse(at),
  device: phone,
  standing,
})

const listedSession = (id: number, title: string, hours: number, more: Partial<ListedSession> = {}): ListedSession => ({
  session: `7b0f1f9e-5a55-4a77-9a7e-00000000000${id}` as TranscriptId,
  title,
  modified: new Date(Date.now() - hours * 3_600_000).toISOString(),
  size: 48_000 * id,
  directory: '/home/ana/work/uploader',
  branch: 'main',
  ...more,
})

export const listedSessions: readonly ListedSession[] = [
  listedSession(1, 'Fix the flaky upload test', 0, { session: transcript }),
  listedSession(
    2,
    'Why does the garden watering timer drift by some minutes every week, and can it be told the time?',
    3,
    {
      tag: 'garden',
      branch: 'timer-drift',
    },
  ),
  listedSession(3, 'auth refactor', 50, { tag: 'later' }),
  listedSession(4, 'Résumé 日本語 😀', 24 * 40),
]

export const listOfSessions = { method: 'sessions', ok: { sessions: listedSessions, total: 4 } } as const

/** One of each state. */
/** A sub-agent as it begins. */
export const someWork = (order: number): AgentWork => ({
  order,
  kind: 'agent',
  title: 'Look around',
  standing: 'running',
  since: new Date(Date.now() - 95_000).toISOString(),
  calls: 0,
})

export function someTasks(): Task[] {
  const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
  const task = (id: string, more: Partial<Task>): Task => someTask(id, { since: ago(125), ...more })
  return [
    task('1', { state: 'needs_you', last: 'I would like to run the tests.' }),
    task('2', { title: 'summarise the changes since v2.3', by: 'print', last: 'Reading CHANGELOG.md' }),
    task('3', { title: 'npm run build', agent: 'sh, no AI', state: 'done', ended: ago(5), last: 'built in 4.1 s' }),
    task('4', { title: 'upgrade vitest', state: 'failed', ended: ago(60), reason: 'The agent ended with code 1.' }),
    task('5', { title: 'a load test for an hour', state: 'stopped', ended: ago(100), by: 'host' }),
  ]
}

const known = (device: string, name: string, more: Partial<KnownDevice> = {}): KnownDevice => ({
  device: device as DeviceId,
  name,
  role: 'owner',
  scope: { kind: 'host' },
  lastSeen: at,
  expires: '2026-12-23T09:41:00.000Z',
  address: '192.168.1.23',
  here: true,
  ...more,
})

/** Who may come, as the host lists it. */
export const knownDevices: readonly KnownDevice[] = [
  known(phone, 'iPhone · Safari'),
  known('local-1', 'Terminal 2', {
    role: 'view',
    scope: { kind: 'room', room },
    expires: undefined,
    address: undefined,
  }),
  known('guest', 'Ben’s very long name for the tablet that hangs in the kitchen beside the door', {
    role: 'approve',
    scope: { kind: 'room', room },
    here: false,
    address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    link: 'l1' as LinkId,
  }),
]

export const knownLinks: readonly KnownLink[] = [
  {
    link: 'l1' as LinkId,
    room,
    role: 'approve',
    uses: 3,
    used: [{ device: 'guest' as DeviceId, name: 'Ben' }],
    created: at,
    expires: '2026-11-24T09:41:00.000Z',
  },
]

export const accessLists = [
  { method: 'devices', ok: { devices: knownDevices } },
  { method: 'links', ok: { links: knownLinks } },
] as const

export const visitor: Visitor = { id: 'v1' as VisitorId, order: 1, ...localQuestion('Terminal 2') }

export const summary = `The user asked why the resume test of the uploader fails about one time in five.

1. What was found
   - retry() sets a timer without clearing the last one.
   - A slow answer that arrives after the timer starts a third try.
2. What was changed
   - src/upload.ts: the timer of a part is cleared before the next is set.
   - test/upload.test.ts runs each case twenty times.
3. What is left: the same fault in src/download.ts.`

/** A picture of one red pixel, as base64. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='

/** A picture of a small screen. */
export const screenshot =
  'iVBORw0KGgoAAAANSUhEUgAAADAAAABaCAIAAABxD0LsAAAAdUlEQVR42u3VoQ3AIBRFUcbpEGhm6nToaibBfI9HkTRtaXKSO8ARPH46yrlVCQgICAhoAkX0rQL6N6jW65OAgICA/NRAQK49kEdtZVZmZUBAQEBAQEBAQEBAQG+DWs6PBgQEBAR0F+SWAQEBAQEBAQEBAS01AGSrO4hZ4zwtAAAAAElFTkSuQmCC'

export const pictured = (entry: Entry, images: number): Entry => ({ ...entry, images }) as Entry

export const aPicture = { type: 'image/png', data: screenshot, total: screenshot.length }

export const picturedTalk: Entry[] = [
  pictured(prompt('p8', 'What is wrong on this screen?'), 2),
  reply('m8', 'I’ll look at the page as it is now.'),
  tool('t8', 'Read', 'shots/login-small.png'),
  pictured(result('t8', ''), 1),
  reply('m9', 'The button is over the edge of the form: its width is fixed, and the window is not that wide.'),
]

export const foundAgents: readonly FoundAgent[] = [
  { name: 'claude', label: 'Claude Code', found: true, current: true },
  { name: 'gemini', label: 'Gemini CLI', found: true, current: false },
  {
    name: 'codex',
    label: 'Codex',
    found: false,
    current: false,
    install: 'npm install -g @zed-industries/codex-acp',
  },
]

const token = `eyJhbGciOiJIUzI1NiJ9.${'eyJyb29tIjoiYWJjIn0'.repeat(8)}.${'c2lnbmF0dXJl'.repeat(4)}`
const linkUrl = `http://192.168.100.200:47170/s/AbCdEfGhIjKlMnOpQrStUv#${token}`

export const sharedLink = {
  link: 'l1',
  url: linkUrl,
  expires: '2026-01-02T00:00:00.000Z',
  role: 'approve',
  uses: 3,
  code: await drawnCode(linkUrl),
}

export const rightToLeft: Entry[] = [
  prompt('p3', 'הבדיקה test/upload.test.ts נכשלת לפעמים. מצא למה, בבקשה.\nThe second line is English.'),
  tool('t3', 'Bash', 'npm test'),
  result('t3', '✓ עבר', 0),
  reply(
    'm2',
    'הבדיקה נכונה; **הקוד** לא:\n\n1. הפונקציה `retry()` קובעת טיימר בלי לנקות את הקודם.\n2. A slow answer comes late.\n\n```ts\nclearTimeout(timer) // היה חסר\n```',
  ),
]
