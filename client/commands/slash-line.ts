// What a line that begins with a slash means, the same on every device.

export type SlashLine<Command> =
  | { readonly is: 'prompt'; readonly text: string }
  | { readonly is: 'command'; readonly command: Command; readonly argument: string }
  | { readonly is: 'unknown'; readonly name: string }

/**
 * Only a known name, or one word after the slash that could be a name, is a command: `/bin/ls` and `// note` are
 * prompts, and so is everything that was begun with a space (`literal`), and a command that the agent announced.
 */
export function readLine<Command extends { readonly name: string }>(
  text: string,
  literal: boolean,
  commands: readonly Command[],
  announced: readonly { readonly name: string }[] = [],
): SlashLine<Command> {
  const word = /^\/([A-Za-z][\w-]*)(?:\s+([\s\S]*))?$/.exec(text)
  if (literal || !word) return { is: 'prompt', text }
  const [, name = '', argument = ''] = word
  const command = commands.find((known) => known.name === name)
  if (command) return { is: 'command', command, argument: argument.trim() }
  return announced.some((known) => known.name === name) ? { is: 'prompt', text } : { is: 'unknown', name }
}

export const unknownCommand = (name: string): string =>
  `There is no command /${name}; nothing was sent. A space before the slash sends the line as it is.`
