// A process that writes to a transcript or races for its lock, for tests that kill, limit or outnumber it.

import fs from 'node:fs'
import { isHolder, type Lock, lockTranscript } from '../../server/store/lock.ts'
import { openTranscript } from '../../server/store/open-transcript.ts'
import { StorageFailed } from '../../server/store/storage-failed.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { uuid } from './claude-lines.ts'

const [job, ...parts] = process.argv.slice(2)
const say = (line: string): void => void fs.writeSync(1, `${line}\n`)

/** Prompts numbered from `first` on, each acknowledged by its number once it is written and synced; ends where one fails. */
async function append(path: string, first: number, units: number): Promise<void> {
  const log = openTranscript({ path, directory: '/home/ada/work', version: '0', limits: defaultLimits })
  for (let n = first; ; n++) {
    try {
      log.append([{ kind: 'prompt', uuid: uuid(n), text: `${n} ${'x'.repeat(units)}` }])
      await log.sync()
      say(`${n}`)
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error
      say(`failed ${error.code}`)
      return
    }
  }
}

/** Tries for the lock each time it is told to, and says who has it; holds it until it is told to free it, or killed. */
function race(home: string, transcript: TranscriptId): void {
  let held: Lock | undefined
  process.on('message', async (told) => {
    if (told === 'free') {
      held?.release()
      process.send?.('freed')
      return
    }
    const lock = await lockTranscript(home, transcript)
    if (!isHolder(lock)) held = lock
    process.send?.({ won: !isHolder(lock), holder: isHolder(lock) ? lock.pid : process.pid })
  })
  process.send?.('ready')
}

if (job === 'append') await append(parts[0] ?? '', Number(parts[1]), Number(parts[2]))
else race(parts[0] ?? '', parts[1] as TranscriptId)
