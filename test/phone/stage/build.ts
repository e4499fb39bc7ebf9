// Builds the stage, or the phone itself, into a temporary folder with the phone's own settings.

import { build } from 'vite'

export async function buildPage(outDir: string, which: 'stage' | 'phone'): Promise<void> {
  // Vite would take the test's own setting for the page's.
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  await build({
    configFile: new URL('../../../client/phone/vite.config.ts', import.meta.url).pathname,
    ...(which === 'stage' ? { root: import.meta.dirname } : {}),
    build: { outDir, emptyOutDir: true },
    publicDir: new URL('../../../client/phone/public', import.meta.url).pathname,
    logLevel: 'warn',
  })
  process.env['NODE_ENV'] = before
}
