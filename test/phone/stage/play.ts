// Plays steps on the stage's page, from the test's side.

import type { Page } from 'playwright-core'
import type { ConnectionStatus, OutgoingCall } from '../../../client/connection.ts'
import type { CallErrorCode } from '../../../shared/codes.ts'
import type { Method, ServerFrame } from '../../../shared/protocol.ts'

export interface Step {
  readonly frames?: readonly ServerFrame[]
  readonly outbox?: readonly OutgoingCall[]
  readonly status?: ConnectionStatus
}

/** All in one go, so that the page draws once. */
export async function play(page: Page, ...steps: readonly Step[]): Promise<void> {
  await page.evaluate((json) => {
    for (const { frames, outbox, status } of JSON.parse(json) as Step[]) {
      if (frames) window.stage.frames(...frames)
      if (outbox) window.stage.hold(outbox)
      if (status) window.stage.become(status)
    }
  }, JSON.stringify(steps))
}

export const frames = (page: Page, ...list: readonly ServerFrame[]): Promise<void> => play(page, { frames: list })

/** The calls made so far: method and parameters. */
export const made = (page: Page): Promise<{ id: string; method: string; params: unknown }[]> =>
  page.evaluate(() => window.stage.made.map(({ id, method, params }) => ({ id, method, params })))

export const noted = (page: Page): Promise<string[]> => page.evaluate(() => window.stage.noted)

export const answer = (page: Page, method: Method, ok: unknown): Promise<void> =>
  page.evaluate(([name, json]) => window.stage.answer(name as Method, JSON.parse(json)), [
    method,
    JSON.stringify(ok),
  ] as const)

export const refuse = (page: Page, method: Method, code: CallErrorCode, message: string): Promise<void> =>
  page.evaluate(([name, why, words]) => window.stage.refuse(name as Method, why as CallErrorCode, words), [
    method,
    code,
    message,
  ] as const)
