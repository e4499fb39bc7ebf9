// An ACP agent that misbehaves in the way its argument names; it writes the ids of its processes into the file `ids`.

import { spawn } from 'node:child_process'
import { appendFileSync, closeSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

const way = process.argv[2]
const MiB = 1024 * 1024

const noteProcess = (id) => appendFileSync('ids', `${id}\n`)
noteProcess(process.pid)

/** Written at once and whole, however much it is. */
function print(text) {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done)
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(1)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
const send = (message) => print(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const update = (update) => send({ method: 'session/update', params: { sessionId: 'one', update } })
const say = (text) => update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
const done = (id) => send({ id, result: { stopReason: 'end_turn' } })
const fail = (id, code, message, data) => send({ id, error: { code, message, data } })
const stayAlive = () => setInterval(() => {}, 1 << 30)

/** Processes of its group that do not end when they are asked to. */
function bear() {
  const children = [1, 2].map(() => spawn('sh', ['-c', "trap '' TERM; sleep 600"], { stdio: 'inherit' }))
  for (const { pid } of children) noteProcess(pid)
}

/** What it does with a prompt, by the way it misbehaves; anything else is answered well. */
const misbehaviour = {
  hangs: () => say('I will look into it.'),
  'will-not-stop': () => say('I will look into it.'),
  'talks-rubbish': (id) => {
    for (let line = 0; line < 20; line++) print(`Debugger listening on port ${line} {"not": \n`)
    say('after the rubbish')
    done(id)
  },
  'only-rubbish': () => setInterval(() => print('what is this protocol?\n'.repeat(100)), 5),
  'says-100-mb-at-once': () => {
    const most = 100 * MiB
    print('{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"one","update":"')
    for (let said = 0; said < most; said += MiB) print('x'.repeat(MiB))
    print('"}}\n')
  },
  'says-100-mb': (id) => {
    for (let said = 0; said < 100 * MiB; said += 64 * 1024) say(`${'word '.repeat(13_107)}`)
    say(' the end')
    done(id)
  },
  'asks-what-nobody-knows': (id) => {
    send({ id: 'a', method: 'fs/read_text_file', params: { sessionId: 'one', path: '/etc/passwd' } })
    send({ id: 'b', method: '_vendor/teleport', params: {} })
    send({ method: '_vendor/gossip', params: {} })
    answers.push(({ error }) => say(`${error?.code} `))
    answers.push(({ error }) => {
      say(`${error?.code}`)
      done(id)
    })
  },
  'is-not-signed-in': (id) => fail(id, -32000, 'Authentication required'),
  'loses-its-api': (id) => fail(id, -32603, 'Internal error', { details: 'API Error: 529 overloaded_error' }),
  dies: () => {
    say('I was about to')
    process.stderr.write('out of luck\n')
    process.exit(7)
  },
  'closes-its-mouth': () => {
    stayAlive()
    process.stdin.destroy()
    closeSync(1)
  },
  'has-children': () => {
    bear()
    say('they are here')
  },
  'has-strays': () => {
    // Leads a group of its own, and so does its child.
    const line = 'setsid sleep 600 & echo $! >> ids; exec sleep 600'
    const child = spawn('sh', ['-c', `trap '' TERM; ${line}`], { stdio: 'ignore', detached: true })
    noteProcess(child.pid)
    say('they are here')
  },
  'leaves-children': () => {
    bear()
    setTimeout(() => process.exit(0), 100)
  },
}

const answers = []

function take({ id, method, result, error }) {
  if (method === undefined) return answers.shift()?.({ result, error })
  if (method === 'initialize') {
    if (way === 'never-starts' || way === 'is-no-agent') return
    return send({ id, result: { protocolVersion: 1, agentCapabilities: {} } })
  }
  if (method === 'session/new') {
    if (way === 'never-opens') return
    return send({ id, result: { sessionId: 'one' } })
  }
  if (method === 'session/prompt') {
    const misbehave = misbehaviour[way]
    if (misbehave) return misbehave(id)
    say('as you wish')
    return done(id)
  }
}

if (way === 'will-not-stop') process.on('SIGTERM', () => {})
if (way === 'is-no-agent') print('Welcome to the wrong program.\n'.repeat(3))
createInterface({ input: process.stdin }).on('line', (line) => take(JSON.parse(line)))
stayAlive()
