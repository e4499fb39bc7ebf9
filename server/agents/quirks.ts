// What is peculiar to an agent and ACP does not tell: the only place in which agents differ for the rest of the house.

/** The first version of an agent of which something holds. */
export type Since = readonly [major: number, minor: number]

export interface Quirks {
  /** It keeps its conversations as transcripts where carryon does, each under its session's id: its file is followed. */
  readonly writesTranscript?: true
  /** It begins sessions whether its user is signed in or not, and tells so in a notification of its own. */
  readonly tellsSignIn?: true
  /** It tells of what it runs in the background, as Claude Code does. */
  readonly tellsTasks?: true
  /** The command whose answer is a summary of the conversation, with which alone it goes on; it announces none. */
  readonly sumsUp?: string
  /** From this version on it titles a question about a command with the whole command, and tells it nowhere else. */
  readonly commandTitlesSince?: Since
  /** What it says as if it were a reply, and is none. */
  readonly noise?: RegExp
}
