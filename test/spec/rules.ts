// Finds the rules that a specification numbers, and the rules that tests say they prove.

const id = /[A-Z]{2}\d{1,3}/

/** `**HS1** …`, where a line or a list item begins; a rule that is only mentioned further on does not count. */
export function ruleIdsIn(specification: string): string[] {
  const rules = specification.matchAll(new RegExp(`^(?:[-*] +)?\\*\\*(${id.source})\\*\\*`, 'gm'))
  return [...rules].map(([, rule = '']) => rule)
}

/** Ids that a title of a test or of a group of tests begins with: one, or several parted by commas or blanks. */
export function citedIn(source: string): string[] {
  const call = /\b(?:test|it|describe)(?:\.\w+)*(?:\((?:[^()'"`]|\([^()]*\))*\))?\(\s*['"`]/
  const titles = source.matchAll(new RegExp(`${call.source}((?:${id.source}[,:]?\\s+)+)`, 'g'))
  return [...titles].flatMap(([, ids = '']) => ids.match(new RegExp(id, 'g')) ?? [])
}

export function repeated(ids: readonly string[]): string[] {
  return ids.filter((rule, place) => ids.indexOf(rule) !== place)
}
