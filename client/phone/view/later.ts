// The parts of the page that most visits never need.

import { lazily } from '../page/lazily.ts'

/** What waits for an answer. */
export const askCards = lazily(() => import('./ask-cards.tsx'))
export const ending = lazily(() => import('./ending.ts'))
export const sessionList = lazily(() => import('./session-list.tsx'))
export const sheet = lazily(() => import('./session-sheet.tsx'))
export const slash = lazily(() => import('./slash.tsx'))
export const wholeText = lazily(() => import('./whole-text.tsx'))
export const waitingPrompt = lazily(() => import('./waiting-prompt.tsx'))
