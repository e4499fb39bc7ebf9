// Sessions by a few words: those whose title, prompt, tag or id has all of them.

import type { SessionInfo } from './session-info.ts'

/** The whole text has to be somewhere in one of a session's fields, whatever the case; an empty text fits all. */
export function fitsSearch(session: SessionInfo, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase()
  const { customTitle, summary, firstPrompt, tag, sessionId } = session
  return [customTitle, summary, firstPrompt, tag, sessionId].some((field) =>
    field?.toLocaleLowerCase().includes(wanted),
  )
}
