// The scenes that the phone is looked at in: frames as a host would send them.

import type { OutgoingCall } from '../../client/connection.ts'
import { localQuestion } from '../../server/access/local-question.ts'
import type { KnownDevice, KnownLink } from '../../shared/access.ts'
import type { AgentBoard } from '../../shared/agent-board.ts'
import type { AgentWork } from '../../shared/agent-work.ts'
import type { Entry, ToolCall, ToolResult } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type {
  CallId,
  DeviceId,
  LinkId,
  PermissionId,
  QuestionId,
  RoomId,
  TranscriptId,
  VisitorId,
} from '../../shared/ids.ts'
import type { ListedSession } from '../../shared/listed.ts'
import type { Json } from '../../shared/merge-patch.ts'
import type { Method, Position, ServerFrame } from '../../shared/protocol.ts'
import type { Question } from '../../shared/questions.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import type { Permission, RoomState } from '../../shared/room-state.ts'
import type { Task } from '../../shared/tasks.ts'
import type { Visitor } from '../../shared/visitors.ts'
import { someTask, tasksFrame } from '../harness/some-tasks.ts'
import type { Step } from './stage/play.ts'

export const phone = 'phone-device' as DeviceId
const terminal = { device: 'terminal' as DeviceId, name: 'Terminal' }
export const room = 'AbCdEfGhIjKlMnOpQrStUv' as RoomId
const transcript = '7b0f1f9e-5a55-4a77-9a7e-2f4e9d1c0b11' as TranscriptId
const at = '2026-11-23T09:41:00.000Z'

const position = (offset: number): Position => ({ transcript, offset, check: 'c', journal: 0 })

export function roomState(change: Partial<RoomState> = {}): RoomState {
  return {
    room,
    transcript,
    title: 'Fix the flaky upload test',
    directory: '/home/ana/work/uploader',
    agent: { name: 'shell', label: 'shell, no AI', sign: '$', hint: 'Every message runs as a command in this folder.' },
    activity: { is: 'idle' },
    queue: {},
    live: {},
    permissions: {},
    questions: {},
    devices: {
      terminal: { id: terminal.device, name: 'Terminal', role: 'owner', since: '2026-11-23T09:40:00.000Z' },
      [phone]: { id: phone, name: 'iPhone · Safari', role: 'owner', since: '2026-11-23T09:41:00.000Z' },
    },
    ...change,
  }
}

export const welcome = (role: Role = 'owner', scope: Scope = { kind: 'host' }): ServerFrame => ({
  t: 'welcome',
  device: phone,
  name: 'iPhone · Safari',
  role,
  scope,
  room,
  resume: 'reset',
})

export const entries = (list: readonly Entry[], before: number | null = null): ServerFrame => ({
  t: 'entries',
  entries: list,
  next: position(list.length * 100),
  before,
})

export const more = (...list: readonly Entry[]): ServerFrame => ({ t: 'entries', entries: list, next: position(9_000) })

export const stateOf = (state: RoomState): ServerFrame => ({ t: 'state', patch: state as unknown as Json, whole: true })
export const patch = (change: Json): ServerFrame => ({ t: 'state', patch: change })

/** Joined, with this transcript and this live state. */
export function joined(
  list: readonly Entry[],
  change: Partial<RoomState> = {},
  role: Role = 'owner',
  scope?: Scope,
): ServerFrame[] {
  return [welcome(role, scope), stateOf(roomState(change)), entries(list), { t: 'live' }]
}

export const prompt = (id: string, text: string): Entry => ({ kind: 'prompt', id, at, text })
export const reply = (message: string, text: string, block = 0): Entry => ({
  kind: 'reply',
  id: `entry-${message}-${block}`,
  at,
  message,
  block,
  text,
})
export const tool = (id: string, name: string, title: string, input = ''): Entry => ({
  kind: 'tool',
  id,
  at,
  name,
  title,
  input,
})
export const result = (of: string, text: string, exit?: number): Entry => ({
  kind: 'result',
  id: `result-${of}`,
  at,
  of,
  text,
  failed: exit !== undefined && exit !== 0,
  exit,
})

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

const wouldNotStop = 'It did not stop when it was asked to, so the agent was ended.'
const changes: readonly FileChange[] = [
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
const edit: Entry[] = [
  { ...(tool('t5', 'Edit', 'src/upload.ts') as ToolCall), changes },
  { ...(result('t5', 'The file was updated.') as ToolResult), changes },
]

const planItems = [
  { text: 'Find where a lost part is retried', standing: 'done' as const },
  { text: 'Clear the timer before setting it', standing: 'doing' as const },
  { text: 'Run the test twenty times', standing: 'pending' as const },
]

const claudeBoard: AgentBoard = {
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

interface Scene {
  readonly steps: () => readonly Step[]
  /** Buttons to press, by the beginning of their names, and answers to what is called then. */
  readonly taps?: readonly (string | { readonly method: Method; readonly ok: unknown })[]
  /** A part to unfold, by its words. */
  readonly opens?: string
  /** What is written into the composer. */
  readonly writes?: string
  /** A text to wait for. */
  readonly shows: string
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

const listOfSessions = { method: 'sessions', ok: { sessions: listedSessions, total: 4 } } as const

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

function someTasks(): Task[] {
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

const accessLists = [
  { method: 'devices', ok: { devices: knownDevices } },
  { method: 'links', ok: { links: knownLinks } },
] as const

const visitor: Visitor = { id: 'v1' as VisitorId, order: 1, ...localQuestion('Terminal 2') }

export const scenes: { readonly [name: string]: Scene } = {
  joining: { steps: () => [], shows: 'Joining the session as iPhone' },
  unreachable: {
    steps: () => [{ status: { is: 'reconnecting', since: Date.now() - 9_000, again: Date.now() + 4_000 } }],
    shows: 'The computer does not answer',
  },
  refused: {
    steps: () => [
      {
        status: {
          is: 'ended',
          code: 'link_expired',
          reason: 'It was good for 24 hours. Ask whoever sent it for a new one: they type /share in the terminal.',
        },
      },
    ],
    shows: 'This link has expired',
  },
  empty: { steps: () => [{ frames: joined([], { title: '' }) }], shows: 'Nothing has been said yet' },
  shell: { steps: () => [{ frames: joined(shellTalk) }], shows: 'resumes after a lost part' },
  agent: {
    steps: () => [{ frames: joined(agentTalk, { agent: { name: 'claude', label: 'Claude Code', sign: '>' } }) }],
    shows: 'The test is right',
  },
  'who may come': {
    steps: () => [{ frames: joined(shellTalk) }],
    taps: ['2 devices', 'Who may come', ...accessLists, 'Ben’s very long name'],
    shows: 'Take its access back',
  },
  'who waits at the door': {
    steps: () => [{ frames: [...joined(shellTalk), { t: 'door', visitors: [visitor] }] }],
    shows: 'Send it away',
  },
  'number to compare': {
    steps: () => [{ status: { is: 'connecting', number: '4711' } }],
    shows: 'Is it the same number',
  },
  streaming: {
    steps: () => [
      {
        frames: joined([...agentTalk.slice(0, 6), prompt('p9', 'And is the upload safe against a full disk?')], {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          activity: running('p9'),
          live: {
            't:t9': {
              kind: 'tool',
              order: 1,
              id: 't9',
              name: 'Bash',
              title: 'npx vitest run test/disk.test.ts',
              input: '',
              at,
              text: ' ✓ writes into a temporary file\n ✓ renames when whole\n',
              dropped: 0,
            },
            'm:m9/0': {
              kind: 'reply',
              order: 2,
              message: 'm9',
              block: 0,
              text: 'Mostly. A part is written to a **temporary file** first, so a full disk leaves the old one whole, but the',
            },
          },
        }),
      },
    ],
    shows: 'Mostly',
  },
  stalled: {
    steps: () => {
      const heard = new Date(Date.now() - 125_000).toISOString()
      const stalled = { since: heard, in: 'npx vitest run test/upload.test.ts' }
      return [
        {
          frames: joined([...agentTalk.slice(0, 6), prompt('p9', 'Is the upload safe against a full disk?')], {
            agent: { name: 'claude', label: 'Claude Code', sign: '>' },
            activity: { is: 'running', prompt: 'p9' as CallId, since: heard, stalled },
            heard,
          }),
        },
      ]
    },
    shows: 'stalled since',
  },
  gone: {
    steps: () => [
      {
        frames: joined(
          [...agentTalk.slice(0, 6), { kind: 'mark', of: 'p3', outcome: 'cancelled', reason: wouldNotStop }],
          {
            agent: { name: 'claude', label: 'Claude Code', sign: '>' },
            activity: { is: 'gone', reason: wouldNotStop },
            heard: at,
            queue: { q1: queued('q1', 1, 'And is the upload safe against a full disk?', 'queued') },
          },
        ),
      },
    ],
    shows: 'Start again',
  },
  stopping: {
    steps: () => [
      {
        frames: joined([...agentTalk.slice(0, 6), prompt('p9', 'Is the upload safe against a full disk?')], {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          activity: { ...running('p9'), stopping: true } as RoomState['activity'],
          heard: at,
        }),
      },
    ],
    shows: 'End it now',
  },
  permission: {
    steps: () => [
      {
        frames: joined([...shellTalk, prompt('p9', 'rm -rf node_modules && npm ci')], {
          activity: running('p9'),
          permissions: { 'perm-1': question },
        }),
      },
    ],
    shows: 'Needs your answer',
  },
  question: {
    steps: () => [
      {
        frames: joined([...agentTalk.slice(0, 6), prompt('p9', 'Make the upload retry')], {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          activity: running('p9'),
          questions: { 'form-1': form },
        }),
      },
    ],
    shows: 'In memory',
  },
  pictures: {
    steps: () => [
      {
        frames: joined([{ ...prompt('p8', 'What is wrong on this screen?'), images: 2 } as Entry], {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          takesImages: true,
        }),
      },
    ],
    shows: 'Show 2 pictures',
  },
  'long question': {
    steps: () => [
      { frames: joined(agentTalk.slice(0, 6), { activity: running('p9'), questions: { 'form-1': longForm } }) },
    ],
    taps: ['Send answer'],
    shows: 'This needs an answer',
  },
  queue: {
    steps: () => [
      {
        frames: joined(shellTalk.slice(0, 4), {
          activity: running('p2'),
          live: {
            't:t2': {
              kind: 'tool',
              order: 1,
              id: 't2',
              name: 'Bash',
              title: 'npm test',
              input: '',
              at,
              text: '> vitest run\n',
              dropped: 0,
            },
          },
          queue: {
            q0: queued('q0', 0, 'npm run migrate', 'interrupted'),
            q1: queued('q1', 1, 'npm run lint', 'held'),
            q2: queued('q2', 2, 'git diff --stat', 'queued', false),
            q3: queued('q3', 3, 'git commit -am "Retry clears its timer"', 'queued'),
          },
        }),
      },
      { outbox: [outgoing('o1', 'git push', 'asks'), outgoing('o2', 'git log -1', 'sending')] },
    ],
    shows: 'Not sent. Send now?',
  },
  rewriting: {
    steps: () => [
      {
        frames: joined(shellTalk.slice(0, 4), {
          activity: running('p2'),
          queue: { q1: queued('q1', 1, 'git commit -am "Retry clears its timer"', 'queued') },
        }),
      },
    ],
    taps: ['Edit'],
    shows: 'Save',
  },
  reconnecting: {
    steps: () => [
      { frames: joined(shellTalk) },
      {
        outbox: [outgoing('o2', 'git log -1', 'sending')],
        status: { is: 'reconnecting', since: Date.now() - 42_000, again: Date.now() + 3_500 },
      },
    ],
    shows: 'Connection lost',
  },
  ended: {
    steps: () => [
      { frames: joined(shellTalk) },
      {
        status: {
          is: 'ended',
          code: 'revoked',
          reason: 'Somebody at the terminal took this device off. To come back, scan a fresh code: /session shows one.',
        },
      },
    ],
    shows: 'This device was shut out',
  },
  devices: { steps: () => [{ frames: joined(shellTalk) }], taps: ['2 devices'], shows: 'this one' },
  commands: { steps: () => [{ frames: joined(shellTalk) }], writes: '/', shows: 'give this session a title' },
  sessions: {
    steps: () => [{ frames: joined(shellTalk) }],
    taps: ['Sessions', listOfSessions],
    shows: 'auth refactor',
  },
  'session chosen': {
    steps: () => [{ frames: joined(shellTalk) }],
    taps: [
      'Sessions',
      listOfSessions,
      'Why does the garden',
      {
        method: 'glance',
        ok: {
          entries: [
            prompt('g1', 'Is the drift the same every week?'),
            tool('g2', 'Bash', 'grep drift timer.log'),
            result('g2', 'drift 182 s\ndrift 179 s', 0),
            reply(
              'g3',
              'Nearly: about three minutes, always slow. The timer counts in its own seconds; let it ask the time once a day.',
            ),
          ],
        },
      },
      'Tag',
    ],
    shows: 'Nearly: about three minutes',
  },
  tasks: {
    steps: () => [{ frames: [...joined(shellTalk), tasksFrame(someTasks())] }],
    taps: ['Tasks'],
    shows: 'fix the flaky upload test',
  },
  'own work': {
    steps: () => [
      {
        frames: [
          ...joined(agentTalk.slice(0, 6), {
            agent: { name: 'claude', label: 'Claude Code', sign: '>' },
            ...claudeBoard,
            work: {
              a: {
                ...someWork(1),
                title: 'Find who calls upload',
                calls: 7,
                stops: true,
                last: 'grep -rn upload',
              },
              b: {
                ...someWork(2),
                kind: 'command',
                title: 'Development server',
                apart: true,
                prints: true,
                last: 'ready on :5173',
              },
              c: {
                ...someWork(3),
                kind: 'command',
                title: 'npm test',
                standing: 'failed',
                ended: at,
                apart: true,
                reason: 'Background command "npm test" failed with exit code 1',
              },
            },
          }),
          tasksFrame(someTasks().slice(1, 2)),
        ],
      },
    ],
    taps: ['Tasks', 'Open', { method: 'output', ok: { text: '  VITE v7.1.2\n\n  ready on :5173\n', size: 32 } }],
    shows: 'VITE v7.1.2',
  },
  'owner elsewhere': {
    steps: () => [{ frames: joined(shellTalk, { moved: at }, 'drive', { kind: 'room', room }) }],
    shows: 'The owner went on with another session',
  },
  plan: {
    steps: () => [
      {
        frames: joined(agentTalk.slice(0, 6), {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          activity: running('p3'),
          ...claudeBoard,
          plans: { plan: { order: 1, items: planItems } },
          notices: {
            n1: { order: 1, tone: 'warning', text: 'The usage limit is near: 90 % of this week.', at },
          },
        }),
      },
    ],
    opens: 'Plan',
    shows: 'Run the test twenty times',
  },
  'sub-agents': {
    steps: () => [
      {
        frames: joined(
          [
            ...agentTalk.slice(0, 2),
            tool('s1', 'Agent', 'Find who calls upload'),
            result('s1', 'It works in the background.'),
            tool('s2', 'Agent', 'Run the tests'),
            result('s2', 'It works in the background.'),
          ],
          {
            agent: { name: 'claude', label: 'Claude Code', sign: '>' },
            activity: running('p3'),
            ...claudeBoard,
            work: {
              a: {
                ...someWork(1),
                call: 's1',
                title: 'Find who calls upload',
                standing: 'done',
                calls: 7,
                last: 'Three files call it.',
              },
              b: {
                ...someWork(2),
                call: 's2',
                title: 'Run the tests',
                standing: 'needs-you',
                calls: 2,
                last: 'npm test',
              },
              c: { ...someWork(3), title: 'Review' },
            },
            permissions: { p: { ...question, title: 'npm test', from: 'Run the tests' } },
          },
        ),
      },
    ],
    shows: 'Run the tests needs your answer',
  },
  'sub-agent work': {
    steps: () => [
      {
        frames: joined(
          [...agentTalk.slice(0, 2), tool('s1', 'Agent', 'Find who calls upload'), result('s1', 'It is done.', 0)],
          { agent: { name: 'claude', label: 'Claude Code', sign: '>' }, ...claudeBoard },
        ),
      },
    ],
    taps: [
      'Show what it did',
      {
        method: 'within',
        ok: {
          entries: [
            prompt('w1', 'Find every caller of upload().'),
            tool('w2', 'Bash', 'grep -rn "upload(" src'),
            result('w2', 'src/a.ts:3\nsrc/b.ts:9', 0),
            reply('w3', 'Two files call it: `a.ts` and `b.ts`.'),
          ],
          before: 700,
        },
      },
    ],
    shows: 'Two files call it',
  },
  edit: {
    steps: () => [
      {
        frames: joined([...agentTalk.slice(0, 5), ...edit], {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          ...claudeBoard,
        }),
      },
    ],
    shows: 'private retry',
  },
  'edit asked': {
    steps: () => [
      {
        frames: joined([...agentTalk.slice(0, 5), ...edit.slice(0, 1)], {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          activity: running('p3'),
          permissions: {
            'perm-2': { ...question, id: 'perm-2' as PermissionId, title: 'Edit src/upload.ts', changes },
          },
          ...claudeBoard,
        }),
      },
    ],
    shows: 'Needs your answer',
  },
  options: {
    steps: () => [
      {
        frames: joined(agentTalk.slice(0, 5), {
          agent: { name: 'claude', label: 'Claude Code', sign: '>' },
          ...claudeBoard,
        }),
      },
    ],
    taps: ['2 devices'],
    shows: 'Let somebody in',
  },
  watching: { steps: () => [{ frames: joined(shellTalk, {}, 'view') }], shows: 'resumes after a lost part' },
}
