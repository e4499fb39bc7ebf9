// A command's name with one letter wrong or missing: it is not sent to an agent as a prompt.

const commands = ['sessions', 'agents', 'devices', 'links', 'audit', 'keys']

/** The command that was meant by a word that names none; undefined where it may well be a prompt. */
export const meantCommand = (word: string): string | undefined =>
  commands.find((command) => word !== command && isOneLetterOff(word, command))

function isOneLetterOff(word: string, command: string): boolean {
  const [short, long] = word.length < command.length ? [word, command] : [command, word]
  let same = 0
  while (same < short.length && short[same] === long[same]) same++
  return long.slice(same + 1) === short.slice(long.length === short.length ? same + 1 : same)
}
