// The floor for a start: hono, ws and a QR code in the terminal, and nothing else.

import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import qrcode from 'qrcode-terminal'
import { WebSocketServer } from 'ws'

const app = new Hono().get('/', (context) => context.text('hello'))
const server = createAdaptorServer({ fetch: app.fetch }) as Server
const sockets = new WebSocketServer({ noServer: true })
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => opened.on('message', (text) => opened.send(text)))
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  qrcode.generate(`http://127.0.0.1:${port}/#${randomBytes(16).toString('base64url')}`, { small: true }, (code) =>
    process.stdout.write(code),
  )
})
