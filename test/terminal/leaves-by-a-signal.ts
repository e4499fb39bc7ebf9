// The terminal in a process of its own, for tests of how it ends: the argument is what the process does to itself.

import { runTerminal } from '../../client/terminal/index.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { prompt, ScriptedConnection, transcript } from './scripted-connection.ts'

const connection = new ScriptedConnection()
const session = { id: transcript, transcriptPath: '', directory: '/home/someone', agent: 'shell, no AI' }
const end = runTerminal({
  connection,
  session,
  remote: undefined,
  startWithSession: false,
  clock: systemClock,
  limits: defaultLimits,
  environment: process.env,
})
connection.entries(prompt('1', 'a prompt'))
connection.live()

const how = process.argv[2]
process.stdin.on('data', (data) => {
  if (!String(data).includes('!')) return
  if (how === 'crash') throw new Error('a bug')
  if (how === 'exit') process.exit(3)
})
const { reason } = await end
process.stdout.write(`${reason}\n`)
process.exit(0)
