// The scenes that the phone is looked at in.

import type { CallId, PermissionId } from '../../shared/ids.ts'
import type { Method } from '../../shared/protocol.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { tasksFrame } from '../harness/some-tasks.ts'
import {
  accessLists,
  agentTalk,
  aPicture,
  changes,
  claudeBoard,
  edit,
  form,
  foundAgents,
  listOfSessions,
  longForm,
  outgoing,
  picturedTalk,
  planItems,
  question,
  queued,
  rightToLeft,
  running,
  sharedLink,
  shellTalk,
  someTasks,
  someWork,
  summary,
  visitor,
  wouldNotStop,
} from './examples.ts'
import type { Step } from './stage/play.ts'
import { at, joined, prompt, reply, result, room, tool } from './wire.ts'

const claude = { name: 'claude', label: 'Claude Code', sign: '>' }

interface Refused {
  readonly method: Method
  /** Why. */
  readonly refused: string
}

export interface Scene {
  readonly steps: () => readonly Step[]
  /** Buttons to press, by the beginning of their names, and answers to what is called then. */
  readonly taps?: readonly (string | { readonly method: Method; readonly ok: unknown } | Refused)[]
  /** A part to unfold, by its words. */
  readonly opens?: string
  /** What is written into the composer. */
  readonly writes?: string
  /** A text to wait for. */
  readonly shows: string
}

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
    shows: 'Or paste the address',
  },
  empty: { steps: () => [{ frames: joined([], { title: '' }) }], shows: 'Nothing has been said yet' },
  shell: { steps: () => [{ frames: joined(shellTalk) }], shows: 'resumes after a lost part' },
  agent: {
    steps: () => [{ frames: joined(agentTalk, { agent: claude }) }],
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
        frames: joined([...agentTalk.slice(0, 7), prompt('p9', 'And is the upload safe against a full disk?')], {
          agent: claude,
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
          frames: joined([...agentTalk.slice(0, 7), prompt('p9', 'Is the upload safe against a full disk?')], {
            agent: claude,
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
          [...agentTalk.slice(0, 7), { kind: 'mark', of: 'p3', outcome: 'cancelled', reason: wouldNotStop }],
          {
            agent: claude,
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
        frames: joined([...agentTalk.slice(0, 7), prompt('p9', 'Is the upload safe against a full disk?')], {
          agent: claude,
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
    shows: 'Always allow this exact line',
  },
  question: {
    steps: () => [
      {
        frames: joined([...agentTalk.slice(0, 7), prompt('p9', 'Make the upload retry')], {
          agent: claude,
          activity: running('p9'),
          questions: { 'form-1': form },
        }),
      },
    ],
    shows: 'In memory',
  },
  pictures: {
    steps: () => [{ frames: joined(picturedTalk, { agent: claude, takesImages: true }) }],
    taps: [{ method: 'picture', ok: aPicture }],
    shows: 'The button is over the edge',
  },
  'large picture': {
    steps: () => [{ frames: joined(picturedTalk.slice(2), { agent: claude }) }],
    taps: [{ method: 'picture', ok: aPicture }, 'Picture from Read'],
    shows: 'Full size',
  },
  'picture not to be had': {
    steps: () => [{ frames: joined(picturedTalk.slice(2), { agent: claude }) }],
    taps: [{ method: 'picture', refused: 'That picture is not in this transcript.' }],
    shows: 'That picture is not in this transcript',
  },
  'long question': {
    steps: () => [
      { frames: joined(agentTalk.slice(0, 7), { activity: running('p9'), questions: { 'form-1': longForm } }) },
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
  'summed up': {
    steps: () => [
      {
        frames: joined([
          ...agentTalk.slice(0, 4),
          { kind: 'boundary', id: 'b2', at, text: 'Conversation summed up: 84,000 → 2,100 tokens' },
          { kind: 'notice', id: 's2', at, tone: 'info', summary: true, text: summary },
        ]),
      },
    ],
    shows: 'Unfold 9 lines',
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
          ...joined(agentTalk.slice(0, 7), {
            agent: claude,
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
        frames: joined(agentTalk.slice(0, 7), {
          agent: claude,
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
            agent: claude,
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
          { agent: claude, ...claudeBoard },
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
          agent: claude,
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
          agent: claude,
          activity: running('p3'),
          permissions: {
            'perm-2': { ...question, id: 'perm-2' as PermissionId, tool: 't5', title: 'Edit src/upload.ts', changes },
          },
          ...claudeBoard,
        }),
      },
    ],
    shows: 'waits for an answer',
  },
  options: {
    steps: () => [
      {
        frames: joined(agentTalk.slice(0, 5), {
          agent: claude,
          ...claudeBoard,
        }),
      },
    ],
    taps: ['2 devices'],
    shows: 'Let somebody in',
  },
  agents: {
    steps: () => [{ frames: joined(agentTalk.slice(0, 5), { agent: claude }) }],
    taps: ['2 devices', 'Change', { method: 'agents', ok: { agents: foundAgents } }],
    shows: 'not on this computer',
  },
  'right to left': {
    steps: () => [{ frames: joined(rightToLeft, { agent: claude, title: 'תיקון בדיקת ההעלאה שנכשלת לפעמים' }) }],
    shows: 'הבדיקה נכונה',
  },
  'link made': {
    steps: () => [{ frames: joined(shellTalk) }],
    taps: ['2 devices', 'watch and answer', { method: 'share', ok: sharedLink }],
    shows: 'For 3 devices, until',
  },
  watching: { steps: () => [{ frames: joined(shellTalk, {}, 'view') }], shows: 'resumes after a lost part' },
}
