// A host that has run for a while tidies `CARRYON_HOME`, now and then: whoever waits for its start does not wait for this.

import { carryonHome, type Machine } from './machine.ts'

/** What it returns ends it. */
export function tidiesNowAndThen(machine: Machine): () => void {
  const { clock, limits } = machine
  const tidy = async (): Promise<void> => {
    const { tidyHome } = await import('./tidy-home.ts')
    await tidyHome({ home: carryonHome(machine), clock, limits })
    if (!ended) callOff = clock.after(limits.tidyAgain, () => void tidy())
  }
  let ended = false
  let callOff = clock.after(limits.tidyAfter, () => void tidy())
  return () => {
    ended = true
    callOff()
  }
}
