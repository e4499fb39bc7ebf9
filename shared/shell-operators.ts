// Whether a line is more than one plain command: then a word for a part of it would allow more than the words that were read.

/** What makes a POSIX shell, fish or PowerShell do more than run one command: joins, redirections, substitutions. */
const operators = /[;&|<>()`${}\n\r]/

export const hasOperators = (line: string): boolean => operators.test(line)
