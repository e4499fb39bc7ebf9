// The parts of the page that come after its first view, and those that most visits never need.

import { lazily } from '../page/lazily.ts'

/** The room itself: the first view is the way in. */
export const room = lazily(() => import('./room.tsx'))
/** Adding pictures to a message. */
export const attaching = lazily(() => import('./attach.tsx'))
/** Showing those of what was said. */
export const thumbnails = lazily(() => import('./thumbnails.tsx'))
/** What waits for an answer. */
export const askCards = lazily(() => import('./ask-cards.tsx'))
export const accessSheet = lazily(() => import('./access-sheet.tsx'))
export const agentSheet = lazily(() => import('./agent-sheet.tsx'))
export const copyButton = lazily(() => import('./copy-button.tsx'))
export const ending = lazily(() => import('./ending.ts'))
export const sessionList = lazily(() => import('./session-list.tsx'))
/** What agents that talk show besides text. */
export const board = lazily(() => import('./late-views.ts'))
export const sessionSheet = lazily(() => import('./session-sheet.tsx'))
/** What lines that begin with a slash mean, and every command. */
export const slash = lazily(async () => {
  const commands = import('../../commands/index.ts')
  const { enterLine, SlashList } = await import('./slash.tsx')
  const { deviceCommands } = await commands
  return { enterLine, SlashList, deviceCommands }
})
export const wholeText = lazily(() => import('./whole-text.tsx'))
export const tasks = lazily(() => import('./tasks.tsx'))
export const waitingPrompt = lazily(() => import('./waiting-prompt.tsx'))
export const stuck = lazily(() => import('./stuck-page.tsx'))

/** Needed at once, or when the host may be out of reach: brought as soon as it is in reach. */
export const inReserve = [askCards, ending, waitingPrompt]
