// A command that the agent runs, on the host's own machine and as the host's own user, and that wants to be an owner.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentEnvironment } from '../../server/agents/environment.ts'
import { carryonHome } from '../../server/cli/machine.ts'
import { readJournal } from '../../server/store/journal.ts'
import { lockHolder } from '../../server/store/lock.ts'
import { calls, type Method } from '../../shared/protocol.ts'
import { TestHost } from '../harness/test-host.ts'
import { everyCall } from './every-call.ts'

/** Joins by the host's local socket, tries every call, and lets itself in with whatever it learns; prints what it heard. */
const script = `
import { createConnection } from 'node:net'
const [path, calls] = [process.argv[2], JSON.parse(process.argv[3])]
const socket = createConnection(path)
const say = (frame) => socket.write(JSON.stringify(frame) + '\\n')
let text = ''
let room
let answers = 0
say({ t: 'hello', v: 1, who: { kind: 'local' }, nonce: 'A'.repeat(22) })
socket.on('data', (bytes) => {
  text += bytes
  for (let end = text.indexOf('\\n'); end >= 0; end = text.indexOf('\\n')) {
    const frame = JSON.parse(text.slice(0, end))
    text = text.slice(end + 1)
    if (frame.t === 'welcome' || frame.t === 'door' || frame.t === 'you') console.log(JSON.stringify(frame))
    if (frame.t === 'welcome') room = frame.room
    if (frame.t === 'live') calls.forEach(([method, params], at) => {
      const visitors = ['1', frame.device, 'terminal-2'].map(String)
      say({ t: 'call', id: '00000000-0000-4000-8000-' + String(at).padStart(12, '0'), room, method, params })
      for (const visitor of visitors) say({ t: 'call', id: crypto.randomUUID(), room, method: 'admit', params: { visitor, option: 'owner' } })
    })
    if (frame.t === 'result') {
      if (frame.id.startsWith('00000000-')) console.log(JSON.stringify({ method: calls[Number(frame.id.slice(-12))][0], code: frame.error?.code }))
      answers++
      if (answers === calls.length * 4) socket.end()
    }
  }
})
socket.on('close', () => console.log('closed'))
`

test('an agent’s command that joins locally only watches: no call lets it prompt, answer, or let itself in', async () => {
  const host = await TestHost.start()
  const holder = lockHolder(carryonHome(host.machine), host.first.state.transcript)
  if (!holder) throw new Error('Nobody holds the session.')
  writeFileSync(join(host.machine.directory, 'attack.mjs'), script)
  const owner = host.join(host.first)
  const terminal = host.terminal()
  // The question that it would like to answer is open meanwhile.
  await owner.ok('prompt', { text: 'touch allowed-by-itself' })
  await owner.until(() => Object.keys(owner.view.state?.permissions ?? {}).length > 0)
  const [permission] = Object.values(owner.view.state?.permissions ?? {})
  if (!permission) throw new Error('The shell asks before it runs what a phone says.')
  const tried = Object.entries({ ...everyCall, answer: { permission: permission.id, option: 'once' } })
  const said = await run(host, [holder.socket, JSON.stringify(tried)])
  const lines = said.trim().split('\n')
  expect(lines.at(-1)).toBe('closed')
  const frames = lines.slice(0, -1).map((line) => JSON.parse(line))
  expect(frames.filter(({ t }) => t)).toMatchObject([{ t: 'welcome', role: 'view', scope: { kind: 'room' } }])
  const done = frames.flatMap(({ method, code }) => (method && code !== 'not_allowed' ? [method] : []))
  const watching = (Object.keys(calls) as Method[]).filter(
    (method) => calls[method].role === 'view' && calls[method].scope === 'room',
  )
  expect(done.sort()).toEqual(watching.sort())
  expect(owner.view.state?.permissions[permission.id]).toBeDefined()
  const journal = readJournal(carryonHome(host.machine), host.first.id)
  expect(journal.filter(({ t }) => t === 'admitted' || t === 'decided' || t === 'shared')).toEqual([])
  await owner.ok('cancel', {})
  expect(terminal.status.is).toBe('live')
})

/** As the agent would: by the shell, with the environment that the agent has, beside what waits. */
async function run(host: TestHost, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['attack.mjs', ...args], {
    cwd: host.machine.directory,
    env: agentEnvironment(host.machine.environment),
  })
  let said = ''
  child.stdout.on('data', (piece) => {
    said += piece
  })
  let ended = false
  child.on('close', () => {
    ended = true
  })
  while (!ended) {
    await host.machine.clock.pass(0)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return said
}
