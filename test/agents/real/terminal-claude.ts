// The terminal program of Claude Code itself, offline and on a machine of its own, as a person uses it.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Machine } from '../../../server/cli/machine.ts'
import { PseudoTerminal } from '../../harness/terminal.ts'
import { askingClaude, claudeEnvironment } from './agent-machines.ts'
import { agentMachine, programsOf } from './agent-room.ts'
import { fakeMessagesApi } from './fake-messages-api.ts'
import type { Model, PlayedApi } from './played-model.ts'

const folder = 'claude-agent-acp'
const program = join(
  programsOf(folder),
  '..',
  '@anthropic-ai',
  `claude-agent-sdk-${process.platform}-${process.arch}`,
  'claude',
)

export const hasTerminalClaude = existsSync(program)

export interface ClaudeMachine {
  readonly machine: Machine
  readonly api: PlayedApi
  readonly configFolder: string
  /** Starts `claude` in the project's directory. */
  start(args: readonly string[]): PseudoTerminal
}

/** `settings` are the user's, as in settings.json. */
export async function terminalClaude(model: Model, settings: object = {}): Promise<ClaudeMachine> {
  const api = await fakeMessagesApi(model)
  const machine = agentMachine([folder], {
    ...claudeEnvironment(api.url),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  })
  const configFolder = machine.environment['CLAUDE_CONFIG_DIR'] ?? ''
  askingClaude(configFolder, settings)
  pastFirstQuestions(configFolder, machine)
  return {
    machine,
    api,
    configFolder,
    start(args) {
      const environment = Object.fromEntries(
        Object.entries(machine.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
      const terminal = new PseudoTerminal({
        program,
        args,
        environment,
        directory: machine.directory,
        columns: 100,
        rows: 40,
      })
      onTestFinished(async () => void (await terminal.kill()))
      return terminal
    },
  }
}

/** What it asks a new user: colours, the key, whether the folder is trusted. */
function pastFirstQuestions(configFolder: string, { directory, environment }: Machine): void {
  mkdirSync(configFolder, { recursive: true })
  const answers = {
    hasCompletedOnboarding: true,
    hasSeenAutoDefaultNudge: true,
    hasSeenAutoDefaultNotice: true,
    lastOnboardingVersion: '99.0.0',
    theme: 'dark',
    customApiKeyResponses: { approved: [environment['ANTHROPIC_API_KEY']?.slice(-20)], rejected: [] },
    projects: { [directory]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
  }
  writeFileSync(join(configFolder, '.claude.json'), JSON.stringify(answers))
}

/** To where one writes. */
export async function toItsPrompt({ screen }: PseudoTerminal): Promise<void> {
  await screen.waitFor(/shift\+tab to cycle|for shortcuts/)
}

/** Says something and waits for the end of what it answers. */
export async function says(terminal: PseudoTerminal, text: string, answer: RegExp): Promise<void> {
  terminal.type(text)
  await terminal.screen.waitFor((shown) => shown.includes(`❯ ${text}`) || shown.includes(`❯\u00a0${text}`))
  terminal.press('enter')
  await terminal.screen.waitFor(answer)
}

/** As a person leaves, so that it writes down all that was said. (A second Ctrl-C counts for a moment only.) */
export async function leaves(terminal: PseudoTerminal): Promise<void> {
  terminal.type('/exit')
  await terminal.screen.waitFor(/❯[ \u00a0]\/exit/)
  terminal.press('enter')
  await terminal.exit
}
