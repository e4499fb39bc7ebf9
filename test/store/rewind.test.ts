// Another program takes the conversation back to an earlier line: what devices show follows, with all that was said of it.

import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createTranscript } from '../../server/store/open-transcript.ts'
import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { emptyView, fold, type RoomView } from '../../shared/room-view.ts'
import { FakeClock } from '../harness/clock.ts'
import { otherWrites } from '../harness/other-program.ts'
import { screenOf } from '../harness/room-device.ts'
import { temporaryFolder } from '../harness/temp.ts'

const next = { transcript: 'any' as TranscriptId, offset: 0, check: '', journal: 0 }
const withEntries = (view: RoomView, entries: readonly Entry[], keep?: string | null): RoomView =>
  fold(view, { t: 'entries', entries, next, keep }, defaultLimits)

/** A session, a device that follows it, and what one sees that comes now. */
function followed() {
  const log = createTranscript({
    configFolder: temporaryFolder(),
    directory: '/p',
    version: '0',
    limits: defaultLimits,
    clock: new FakeClock(),
  })
  let view = emptyView
  const stop = log.onBatch(({ entries, keep }) => {
    view = withEntries(view, entries, keep)
  })
  onTestFinished(() => {
    stop()
    log.close()
  })
  return {
    log,
    follower: () => screenOf(view),
    newcomer: () => screenOf(withEntries(emptyView, log.page(undefined, 50).entries)),
    other(text: string, back: number) {
      otherWrites(log.path, text, back)
      log.look()
    },
  }
}

test('RS10 an answer that is taken back alone is forgotten by who had it, too', () => {
  const { log, follower, newcomer, other } = followed()
  log.append([{ kind: 'prompt', uuid: randomUUID(), text: 'go' }])
  log.append([{ kind: 'tool', id: 'tool-1', message: 'm', model: 'x', name: 'run', input: { command: 'ls' } }])
  other('from elsewhere', 0)
  log.append([{ kind: 'result', of: 'tool-1', text: 'a.txt', failed: false }])
  expect(follower()).toEqual(['prompt go', 'tool ls done: a.txt', 'prompt from elsewhere'])
  // It follows the line before the answer, as if that had not come.
  other('again', 1)
  expect(follower()).toEqual(['prompt go', 'tool ls unanswered: ', 'prompt from elsewhere', 'prompt again'])
  expect(newcomer()).toEqual(follower())
})

test('RS10 results and marks of what is taken back go with it', () => {
  const { log, follower, newcomer, other } = followed()
  log.append([{ kind: 'prompt', uuid: randomUUID(), text: 'go' }])
  log.append([{ kind: 'tool', id: 'tool-1', message: 'm', model: 'x', name: 'run', input: { command: 'ls' } }])
  log.append([{ kind: 'result', of: 'tool-1', text: 'a.txt', failed: false }])
  other('instead', 2)
  expect(follower()).toEqual(['prompt go', 'prompt instead'])
  expect(newcomer()).toEqual(follower())

  const tool: Entry = { kind: 'tool', id: 't', at: '', name: 'run', title: 'ls', input: '' }
  const view = withEntries(emptyView, [
    { kind: 'prompt', id: 'p', at: '', text: 'go' },
    tool,
    { kind: 'result', id: 'r', at: '', of: 't', text: 'a.txt', failed: false },
    { kind: 'mark', of: 't', decision: { option: 'Allow', allowed: true } },
  ])
  const kept = withEntries(view, [], 'p')
  expect([kept.entries.length, kept.results.size, kept.marks.size]).toEqual([1, 0, 0])
})
