// What agents answer when something went wrong, as sentences for people.

import { isRecord, textOf } from '../store/record.ts'

/** ACP's code of an agent that wants its user to sign in. */
const authRequired = -32000

/** The agent runs, but its user has to sign in first. */
export class NotSignedIn extends Error {}

/** The agent is there and answered with an error: that says more than how it ends afterwards. */
export class AgentRefusal extends Error {}

/** An error of the agent's as a sentence; `notSignedIn` where it wants its user to sign in. */
export function told(error: unknown, notSignedIn: string | undefined): Error {
  if (notSignedIn !== undefined && isRecord(error) && error['code'] === authRequired)
    return new NotSignedIn(notSignedIn)
  const answered = isRecord(error) && typeof error['code'] === 'number'
  return answered ? new AgentRefusal(messageOf(error)) : new Error(messageOf(error))
}

/** JSON-RPC's own words say little ("Internal error"); the detail says what it was. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const data = isRecord(error) ? error['data'] : undefined
  const detail = isRecord(data) ? (textOf(data['details']) ?? textOf(data['message'])) : textOf(data)
  return detail === undefined || message.includes(detail) ? message : `${message}: ${detail}`
}
