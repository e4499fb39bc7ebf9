// The agents carryon knows by name: how each is started, told from the others, and got hold of.

import type { Quirks } from './quirks.ts'

export interface KnownAgent extends Quirks {
  /** As `--agent` takes it. */
  readonly name: string
  /** For the status line. */
  readonly label: string
  /** The program, looked for on the PATH, and its arguments. */
  readonly program: string
  readonly args: readonly string[]
  /** A program that is the agent but does not speak ACP itself: where only that is found, it is said what is missing. */
  readonly without?: string
  /** How to get it, as a command line or an address. */
  readonly install: string
  /** How to sign in, as the end of the sentence "… is not signed in: …". */
  readonly signIn: string
  /** What other agents do with it and it does not, each with the reason. */
  readonly lacks?: readonly Lacking[]
  /** Environment it needs besides the user's own. */
  readonly environment?: { readonly [name: string]: string }
}

interface Lacking {
  readonly what: string
  readonly why: string
}

/** In the order in which the first one found is taken. */
export const knownAgents: readonly KnownAgent[] = [
  {
    name: 'claude',
    label: 'Claude Code',
    program: 'claude-agent-acp',
    args: [],
    without: 'claude',
    install: 'npm install -g @agentclientprotocol/claude-agent-acp',
    signIn: 'run claude and type /login, or set ANTHROPIC_API_KEY',
    writesTranscript: true,
    tellsSignIn: true,
    tellsTasks: true,
  },
  {
    name: 'codex',
    label: 'Codex',
    program: 'codex-acp',
    args: [],
    without: 'codex',
    install: 'npm install -g @agentclientprotocol/codex-acp',
    signIn: 'run codex login, or set OPENAI_API_KEY',
  },
  {
    name: 'gemini',
    label: 'Gemini CLI',
    program: 'gemini',
    args: ['--acp'],
    install: 'npm install -g @google/gemini-cli',
    signIn: 'run gemini and sign in there, or set GEMINI_API_KEY',
    // Told in each conversation whose mode somebody chose.
    // Older ones put the model's own words there where a command is long.
    commandTitlesSince: [0, 61],
    noise: /^\[MODE_UPDATE\] \w+$/,
    lacks: [
      { what: 'questions with choices', why: 'its tool for asking is not there over ACP' },
      { what: 'sub-agents that change something', why: 'its own policy denies them unless its mode is yolo' },
      {
        what: 'pictures of a conversation that it goes on with later',
        why: 'it leaves them out now and then',
      },
    ],
  },
  {
    name: 'opencode',
    label: 'opencode',
    program: 'opencode',
    args: ['acp'],
    install: 'npm install -g opencode-ai',
    signIn: 'run opencode auth login',
    sumsUp: 'compact',
    lacks: [
      { what: 'questions with choices', why: 'its tool for asking is not there over ACP' },
      {
        what: 'permissions for its sub-agents',
        why: 'over ACP it asks nobody for them, and they wait until they are stopped',
      },
      { what: 'commands in the background', why: 'it has none' },
    ],
  },
  {
    name: 'copilot',
    label: 'GitHub Copilot',
    program: 'copilot',
    args: ['--acp'],
    install: 'npm install -g @github/copilot',
    signIn: 'run copilot and type /login',
  },
  {
    name: 'qwen',
    label: 'Qwen Code',
    program: 'qwen',
    args: ['--acp'],
    install: 'npm install -g @qwen-code/qwen-code',
    signIn: 'run qwen and sign in there, or set OPENAI_API_KEY',
  },
  {
    name: 'goose',
    label: 'goose',
    program: 'goose',
    args: ['acp'],
    install: 'see https://block.github.io/goose',
    signIn: 'run goose configure',
  },
]

export const knownAgent = (name: string): KnownAgent | undefined => knownAgents.find((agent) => agent.name === name)
