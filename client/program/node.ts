// `carryon/client` in Node: connects to a session by its address, with a file to keep credentials in.

import { WebSocket } from 'ws'
import type { Connection } from '../connection.ts'
import { type ConnectOptions, connectTo } from './connect-to.ts'

export * from './api.ts'
export { fileKeep } from './file-keep.ts'

/** Starts at once and goes on trying until it is closed or refused. Throws `BadAddress`. */
export const connect = (address: string, options: ConnectOptions): Connection =>
  connectTo(address, options, { Socket: WebSocket })
