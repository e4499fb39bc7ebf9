// Our recordings beside the terminal program of Claude Code: what it takes for its own, what it opens, what it deletes.

import { existsSync, readFileSync, utimesSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openTranscript } from '../../../server/store/open-transcript.ts'
import { defaultLimits } from '../../../shared/limits.ts'
import { recorded } from '../../harness/recorded.ts'
import { saidIn, transcriptsIn } from '../../harness/transcript.ts'
import { uuid } from '../../store/claude-lines.ts'
import { agentRoom } from './agent-room.ts'
import { fileScreen, settledTurn } from './device-turns.ts'
import { hasTerminalClaude, leaves, says, terminalClaude, toItsPrompt } from './terminal-claude.ts'

const it = test.skipIf(!hasTerminalClaude)
const promptsIn = (path: string) => saidIn(path).flatMap((said) => (said.kind === 'prompt' ? [said.text] : []))

/** A conversation of Claude Code's own, and a newer recording of ours in the same directory. */
async function both() {
  const claude = await terminalClaude(({ prompt }) => [{ text: `You said: ${prompt.split('\n').at(-1)}.` }])
  const first = claude.start([])
  await toItsPrompt(first)
  await says(first, 'about herons', /You said: about herons\./)
  await leaves(first)
  const [own = ''] = transcriptsIn(claude.configFolder)
  const ours = recorded(claude.configFolder, claude.machine.directory, ['about beans', 'and leeks'])
  return { claude, own, ours }
}

it('claude --continue passes over a newer recording of ours, and leaves it as it is', async () => {
  const { claude, own, ours } = await both()
  const before = readFileSync(ours.path, 'utf8')
  const again = claude.start(['--continue'])
  await toItsPrompt(again)
  await again.screen.waitFor(/about herons/)
  await says(again, 'more of them', /You said: more of them\./)
  expect(again.screen.text()).not.toContain('beans')
  await leaves(again)
  expect(promptsIn(own)).toEqual(['about herons', 'more of them'])
  expect(readFileSync(ours.path, 'utf8')).toBe(before)
})

it('its picker lists its own session and not ours', async () => {
  const { claude } = await both()
  const picker = claude.start(['--resume'])
  await picker.screen.waitFor(/Resume session/)
  await picker.screen.waitFor(/about herons/)
  expect(picker.screen.text()).not.toMatch(/beans|leeks/)
})

it('claude --resume <id> opens ours, sends all that was said in it, and goes on in the same file', async () => {
  const { claude, ours } = await both()
  const opened = claude.start(['--resume', ours.id])
  await toItsPrompt(opened)
  await opened.screen.waitFor(/answer to about beans[\s\S]*answer to and leeks/)
  await says(opened, 'what next?', /You said: what next\?\./)
  const sent = claude.api.asked.at(-1)?.conversation ?? ''
  const history = ['about beans', 'answer to about beans', 'and leeks', 'answer to and leeks', 'what next?']
  const places = history.map((words) => sent.indexOf(words))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  await leaves(opened)
  expect(promptsIn(ours.path)).toEqual(['about beans', 'and leeks', 'what next?'])
})

it('what the shell did is in what Claude Code sends of a session recorded from it', async () => {
  const claude = await terminalClaude(() => [{ text: 'I see.' }])
  const shell = await agentRoom(claude.machine, 'shell')
  const terminal = shell.join('terminal')
  await settledTurn(shell, terminal, 'echo the-word-is-$((40 + 2))')
  await settledTurn(shell, terminal, 'false')
  const screen = fileScreen(shell.path)
  const { transcript } = shell.room.state
  await shell.close()
  const opened = claude.start(['--resume', transcript])
  await toItsPrompt(opened)
  await says(opened, 'which word?', /I see\./)
  expect(claude.api.asked.at(-1)?.whole).toContain('the-word-is-42')
  expect(fileScreen(shell.path).slice(0, screen.length)).toEqual(screen)
})

it('claude --continue --print takes the newest, and so ours', async () => {
  const { claude, ours } = await both()
  const { screen, exit } = claude.start(['--continue', '--print', 'go on'])
  expect((await exit).code).toBe(0)
  expect(screen.text()).toContain('You said: go on.')
  expect(claude.api.asked.at(-1)?.conversation).toContain('answer to and leeks')
  expect(promptsIn(ours.path)).toEqual(['about beans', 'and leeks', 'go on'])
})

it('both write to one file at the same time, and nothing of either is lost', async () => {
  const { claude, ours } = await both()
  const opened = claude.start(['--resume', ours.id])
  await toItsPrompt(opened)
  await opened.screen.waitFor(/answer to and leeks/)
  const { directory } = claude.machine
  const log = openTranscript({ path: ours.path, directory, version: 'test', limits: defaultLimits })
  let count = 0
  const writing = setInterval(
    () => log.append([{ kind: 'prompt', uuid: uuid(1000 + ++count), text: `ours ${count}` }]),
    5,
  )
  for (const text of ['first', 'second', 'third']) await says(opened, text, new RegExp(`You said: ${text}\\.`))
  clearInterval(writing)
  log.close()
  await leaves(opened)
  // Whoever sees the half of another's line ends it before its own, and then an empty one may stand between the two.
  const lines = readFileSync(ours.path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const held = lines.map((line) => JSON.parse(line) as { uuid?: string; message?: { content: unknown } })
  const isOurs = ({ uuid = '' }: { uuid?: string }) => /^0{8}/.test(uuid)
  // Ours stand between what Claude wrote.
  const mixed = held.map((line) => (isOurs(line) ? 'o' : /You said:/.test(JSON.stringify(line)) ? 'A' : '')).join('')
  expect(mixed).toMatch(/oA+o+A/)
  const numbers = held.flatMap((line) => (isOurs(line) ? [Number(line.uuid?.slice(-12)) - 1000] : []))
  expect(numbers).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  const answers = JSON.stringify(held).match(/You said: \w+\./g)
  expect(answers).toEqual(['first', 'second', 'third'].map((text) => `You said: ${text}.`))
})

it('its clean-up deletes ours like its own once they are older than cleanupPeriodDays, and no others', async () => {
  // It cleans up some time after it started, if it is still there: its answer takes as long as that.
  let cleanedUp: () => void = () => {}
  const until = new Promise<void>((resolve) => {
    cleanedUp = resolve
  })
  const claude = await terminalClaude(() => [{ text: 'Hello.', until }], { cleanupPeriodDays: 2 })
  const days = 24 * 60 * 60
  const aged = (age: number) => {
    const { path } = recorded(claude.configFolder, claude.machine.directory, [`${age} days`])
    const then = Date.now() / 1000 - age * days
    utimesSync(path, then, then)
    return path
  }
  const [old, young] = [aged(3), aged(1)]
  const { exit } = claude.start(['--print', 'hello'])
  await expect.poll(() => existsSync(old)).toBe(false)
  cleanedUp()
  expect((await exit).code).toBe(0)
  expect(existsSync(young)).toBe(true)
})
