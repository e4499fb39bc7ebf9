// An ACP agent whose user is signed out: it refuses sessions (`refuses`), or begins them and tells so (`tells`); or one
// that begins none for a reason of its own (`fails`).

import { Readable, Writable } from 'node:stream'
import { agent, methods, ndJsonStream, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk/unstable'

const way = process.argv[2]

const app = agent({ name: 'signed-out' })
  .onRequest(methods.agent.initialize, () => ({ protocolVersion: PROTOCOL_VERSION, agentCapabilities: {} }))
  .onRequest(methods.agent.session.new, async ({ client }) => {
    if (way === 'refuses') throw RequestError.authRequired()
    if (way === 'fails') throw RequestError.internalError({ details: 'no model is configured' })
    await client.notify('_auth/status_update', { authStatus: { kind: 'none', label: 'Not logged in' } })
    return { sessionId: 'one' }
  })

app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)))
