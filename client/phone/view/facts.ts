// What is known of a thing, in one line.

import { plainLine } from '../../plain-text.ts'

/** Those that there are, with a dot between them. */
export const factsLine = (facts: readonly (string | false | undefined)[]): string =>
  facts
    .filter((fact) => typeof fact === 'string')
    .map((fact) => plainLine(fact))
    .join(' · ')
