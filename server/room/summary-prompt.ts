// What an agent is asked that has no command of its own to sum up its conversation, and what is taken of its answer.

const opening = '<summary>'
const closing = '</summary>'

export function summaryPrompt(instructions: string): string {
  const wishes = instructions === '' ? '' : `\nThe user asks of this summary: ${instructions}\n`
  return `Sum up our whole conversation so far. Somebody else will go on with the work from your summary alone: they see
nothing of what was said, and cannot ask you.

Use no tools, change nothing, and answer with the summary only, between ${opening} and ${closing}, in the language that the
user writes. Say, in this order, and leave out what does not apply:

1. What the user wants: every request that still counts, in their own words where the words matter, and everything they
   said about how the work is to be done or must not be done. Rules about safety and secrets word for word.
2. What was done: files read, made and changed (with paths), commands that matter and what came of them.
3. What was found out: how things are built, decisions with their reasons, names, numbers and code that will be needed again,
   exactly as they are.
4. What went wrong, and how it was put right; what was tried and does not work.
5. Where things stand: what was being done last, what is half done, what is still to be done.

Be complete on what matters and short on the rest. Invent nothing; where you are not sure, say so.
${wishes}`
}

/** What stands between the marks; all of it where there are none. */
export function summaryIn(answer: string): string {
  const from = answer.indexOf(opening)
  const to = answer.lastIndexOf(closing)
  const begin = from === -1 ? 0 : from + opening.length
  return answer.slice(begin, to > begin ? to : undefined).trim()
}
