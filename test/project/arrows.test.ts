import { describe, expect, test } from 'vitest'
import { forbiddenArrows, ownSources } from '../../scripts/arrows.mjs'

const arrows = (path: string, text: string) => forbiddenArrows([{ path, text }])

test('the project’s own arrows point one way', () => {
  expect(ownSources().length).toBeGreaterThan(50)
  expect(forbiddenArrows(ownSources())).toEqual([])
})

describe('an arrow is forbidden', () => {
  test.each([
    ['shared/ids.ts', `import { x } from '../client/connection.ts'`, 'client/connection.ts'],
    ['shared/ids.ts', `import { x } from 'ws'`, 'ws'],
    ['shared/ids.ts', `import { readFileSync } from 'node:fs'`, 'node:fs'],
    ['client/connection.ts', `import type { X } from '../server/room/room.ts'`, 'server/room/room.ts'],
    ['client/phone/main.tsx', `export { x } from '../terminal/screen.ts'`, 'client/terminal/screen.ts'],
    ['client/phone/main.tsx', `const x = await import('node:fs')`, 'node:fs'],
    ['server/room/room.ts', `import {\n  x,\n} from '../web/socket.ts'`, 'server/web/socket.ts'],
    ['server/room/room.ts', `import { WebSocket } from 'ws'`, 'ws'],
    ['server/web/app.ts', `import '../../client/phone/main.tsx'`, 'client/phone/main.tsx'],
    ['server/store/lines.ts', `import x from '../room/room.ts'`, 'server/room/room.ts'],
  ])('from %s by %s', (path, text, target) => {
    expect(arrows(path, text)).toEqual([`${path} → ${target}`])
  })
})

describe('an arrow is allowed', () => {
  test.each([
    ['shared/protocol.ts', `import * as v from 'valibot'\nimport { x } from './ids.ts'`],
    ['client/terminal/screen.ts', `import { x } from '../connection.ts'\nimport fs from 'node:fs'`],
    ['client/phone/vite.config.ts', `import { gzipSync } from 'node:zlib'`],
    ['server/main.ts', `import { runTerminal } from '../client/terminal/index.ts'`],
    ['server/cli/run.ts', `const terminal = await import('../../client/terminal/index.ts')`],
    ['server/room/room.ts', `import type { Journal } from '../store/journal.ts'`],
    ['server/store/lines.ts', `// read from 'ws' or elsewhere\nimport { openSync } from 'node:fs'`],
  ])('from %s by %s', (path, text) => {
    expect(arrows(path, text)).toEqual([])
  })
})
