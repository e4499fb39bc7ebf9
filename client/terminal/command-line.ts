// The lines a person enters: prompts go to the agent; commands, the terminal's own and every device's, are run.

import { announcedIn } from '../commands/announced.ts'
import { type CommandSetting, type CommandWords, offered, runCommand } from '../commands/command.ts'
import { deviceCommands } from '../commands/index.ts'
import { readLine, unknownCommand } from '../commands/slash-line.ts'
import type { Connection } from '../connection.ts'
import { plainText } from '../plain-text.ts'
import type { Say } from './access-actions.ts'
import { type Actions, helpLines, terminalCommands } from './commands.ts'

/** A command that only needs its argument. */
interface ReadyCommand extends CommandWords {
  readonly go: (argument: string) => void
}

export interface CommandLineOptions {
  readonly connection: Connection
  readonly actions: Omit<Actions, 'help' | 'say'>
  readonly say: Say
  readonly chooseSession: CommandSetting['chooseSession']
  readonly prompt: (text: string) => void
  /** Of the window. */
  readonly columns: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export class CommandLine {
  readonly #options: CommandLineOptions

  constructor(options: CommandLineOptions) {
    this.#options = options
  }

  /** What this device may run now: the terminal's own commands and every device's. */
  #commands(): readonly ReadyCommand[] {
    const { connection, actions, say, chooseSession, columns, now } = this.#options
    const help = (): void => say(plainText(helpLines(this.words(), columns())), 'info')
    const here = {
      connection,
      say: (text: string, tone: 'info' | 'warning' = 'info') => say(plainText(text), tone),
      chooseSession,
      now,
    }
    return [
      ...terminalCommands.map((command) => ({
        ...command,
        go: (argument: string) => command.run({ ...actions, help, say }, argument),
      })),
      ...offered(deviceCommands, connection.self).map((command) => ({
        ...command,
        go: (argument: string) => void runCommand(command, here, argument),
      })),
    ]
  }

  /** What may be written, the agent's own commands after these. */
  words(): readonly CommandWords[] {
    const commands = this.#commands()
    return [...commands, ...announcedIn(this.#options.connection.view.state, commands)]
  }

  /** `literal` where it was begun with a space. */
  enter(text: string, literal: boolean): void {
    const commands = this.#commands()
    const announced = announcedIn(this.#options.connection.view.state, commands)
    const line = readLine(text, literal, commands, announced)
    switch (line.is) {
      case 'prompt':
        this.#options.prompt(line.text)
        break
      case 'command':
        line.command.go(line.argument)
        break
      case 'unknown':
        this.#options.say(`${unknownCommand(line.name)} /help lists them.`, 'warning')
    }
  }
}
