// What answers whoever comes: the page, and sockets that become pipes.

import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type AppOptions, createApp } from './app.ts'
import { Sockets, type SocketsOptions } from './socket.ts'

export type AnsweringOptions = AppOptions & SocketsOptions

export interface Answering {
  readonly answer: RequestListener
  readonly sockets: Sockets
}

export const answering = (options: AnsweringOptions): Answering => ({
  answer: getRequestListener(createApp(options).fetch, { overrideGlobalObjects: false }),
  sockets: new Sockets(options),
})
