// What is served over HTTP: the phone's page and its files, and a word on which host this is. All else is a socket.

import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type MiddlewareHandler } from 'hono'
import { guard, lockedDown } from './guard.ts'
import type { Names } from './origins.ts'

export interface AppOptions {
  /** The built phone, an absolute path. */
  readonly phoneFolder: string
  /** Tells this running host from others. */
  readonly instance: string
  /** Known once it is bound. */
  readonly names: () => Names
}

// Names of hashed files change with what is in them; a page must be asked for again to learn of them.
const lasting = cached('public, max-age=31536000, immutable')
const fresh = cached('no-cache')

function cached(control: string): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (c.res.ok) c.header('Cache-Control', control)
  }
}

export function createApp({ phoneFolder, instance, names }: AppOptions): Hono {
  const app = new Hono()
  app.use(lockedDown)
  app.use(guard(names))

  const page = serveStatic({ path: join(phoneFolder, 'index.html'), precompressed: true })
  app.get('/', fresh, page)
  app.get('/s/:room{[A-Za-z0-9_-]{1,64}}', fresh, page)
  const file = serveStatic({ root: phoneFolder, precompressed: true })
  app.get('/assets/:file{[\\w-][\\w.-]*}', lasting, file)
  app.get('/:file{[\\w-]+\\.(svg|png|ico|webmanifest)}', fresh, file)
  app.get('/health', (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json({ carryon: instance })
  })

  app.notFound((c) => c.text('There is nothing here. Open the address that carryon shows in the terminal.\n', 404))
  app.onError((_, c) => c.text('carryon could not answer this.\n', 500))
  return app
}
