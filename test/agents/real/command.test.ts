// The whole command in a terminal with the real Claude Code: typed, asked, allowed, left, continued; nothing stays behind.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Install, install, startCarryon } from '../../harness/install.ts'
import { transcriptsIn } from '../../harness/transcript.ts'
import { askingClaude, claudeEnvironment } from './agent-machines.ts'
import { isInstalled, programsOf } from './agent-room.ts'
import { fakeMessagesApi } from './fake-messages-api.ts'
import { processesIn } from './processes.ts'

const claude = 'claude-agent-acp'

test.skipIf(!isInstalled(claude))(
  'carryon finds Claude Code, asks, goes on with it later, and leaves no process',
  async () => {
    const api = await fakeMessagesApi(({ prompt, result }) =>
      prompt.includes('make it') && result === undefined
        ? // Slowly: an Enter right after the last key would be taken for a slip.
          [
            { text: 'I will make it.', slowly: 400 },
            { tool: 'Bash', input: { command: 'mkdir made', description: 'Make it' } },
          ]
        : [{ text: `Done with: ${prompt.split('\n').at(-1)}` }],
    )
    const where = claudeInstall(api.url)

    const terminal = startCarryon(where, [])
    await terminal.screen.waitFor(/Claude Code is the first coding agent found here/)
    await terminal.screen.waitFor(/Claude Code\s+idle/)
    terminal.type('make it\n')
    await terminal.screen.waitFor(/Allow this\?/)
    terminal.press('enter')
    await terminal.screen.waitFor(/Done with: make it/)
    expect(existsSync(join(where.project, 'made'))).toBe(true)
    await terminal.screen.waitFor(/Claude Code\s+idle/)
    terminal.press('ctrl-c', 'ctrl-c')
    expect(await terminal.exit).toMatchObject({ code: 0 })
    await expect.poll(() => processesIn(where.configFolder)).toEqual([])

    const again = startCarryon(where, ['--continue'])
    await again.screen.waitFor(/Done with: make it/)
    await again.screen.waitFor(/Claude Code\s+idle/)
    again.type('what now\n')
    await again.screen.waitFor(/Done with: what now/)
    expect(transcriptsIn(where.configFolder)).toHaveLength(1)
    expect(api.asked.at(-1)?.conversation).toContain('make it')
    await again.hangUp()
    await expect.poll(() => processesIn(where.configFolder)).toEqual([])
  },
)

function claudeInstall(url: string): Install {
  const where = install()
  const { CARRYON_AGENT: _, ...environment } = where.environment
  askingClaude(where.configFolder)
  return {
    ...where,
    environment: {
      ...environment,
      PATH: [programsOf(claude), join(process.execPath, '..'), environment.PATH].join(':'),
      ...claudeEnvironment(url),
    },
  }
}
