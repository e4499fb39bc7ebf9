// Holds a lock until it is killed, in the way that lock.ts describes; plain JavaScript, so that Node runs it as it is.

import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const [home = '', transcript = ''] = process.argv.slice(2)
const socket = join(home, 'locks', 'held.sock')
createServer((connection) => connection.destroy()).listen(socket, () => {
  writeFileSync(join(home, 'locks', `${transcript}.lock`), JSON.stringify({ pid: process.pid, socket }))
  process.send?.('held')
})
