// The steps of the main job, as a person takes them: look at the terminal, scan its code, hold the phone.

import { type Browser, errors } from 'playwright-core'
import { expect, onTestFinished, vi } from 'vitest'
import { type Install, type StartOptions, startCarryon } from './install.ts'
import { Phone, type PhoneOptions } from './phone.ts'
import { pictureOf } from './picture.ts'
import { qrCodesIn } from './qr.ts'
import type { PseudoTerminal } from './terminal.ts'
import { dark, type Theme } from './theme.ts'
import { type Said, saidIn, transcriptsIn } from './transcript.ts'

/** What the one code on the screen says, once it is drawn whole: like a camera, it looks again when the picture changes. */
export async function scan(terminal: PseudoTerminal, browser: Browser, theme: Theme = dark): Promise<string> {
  const { screen } = terminal
  for (let look = 1; ; look++) {
    await screen.waitFor((text) => text.split('\n').filter((row) => /[▀▄█]{4}/.test(row)).length > 10)
    const [, written] = await screen.waitFor(/Open in browser: (http\S+#[\w-]{22})(?!\S)/)
    const seen = screen.text()
    const codes = qrCodesIn(await pictureOf(screen, theme, browser))
    if (codes.length === 1 && codes[0] === written) return written ?? ''
    if (look === looks) expect(codes).toEqual([written])
    await screen.waitFor((text) => text !== seen)
  }
}

const looks = 5

export async function newPhone(browser: Browser, options?: PhoneOptions): Promise<Phone> {
  const phone = await Phone.start(browser, options)
  onTestFinished(() => phone.close())
  return phone
}

/** A session with a paired phone: the terminal is back at its prompt and the phone is live. */
export async function pairedSession(
  where: Install,
  browser: Browser,
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<{ terminal: PseudoTerminal; phone: Phone }> {
  const terminal = startCarryon(where, ['--remote', ...args], options)
  const phone = await newPhone(browser)
  await phone.open(await scan(terminal, browser))
  await live(phone)
  await atPrompt(terminal)
  return { terminal, phone }
}

/** The overlay with the code has gone. */
export async function atPrompt(terminal: PseudoTerminal): Promise<void> {
  await terminal.screen.waitFor((text) => !text.includes('Open in browser'))
}

/** The signed session URL that `/share` prints under the code it shows, however it is broken into rows. */
export async function sharedLink(terminal: PseudoTerminal): Promise<string> {
  terminal.type('/share\n')
  await terminal.screen.waitFor(/takes it back/)
  terminal.press('escape')
  const [link] = await terminal.screen.waitFor((text) =>
    /http:\/\/\S+\/s\/[\w-]+#[\w-]+\.[\w-]+\.[\w-]{43}/.exec(text.replace(/[ \t]*\n[ \t]*(?=\S)/g, '')),
  )
  return link
}

export function connectionOf(phone: Phone) {
  return phone.page.getByRole('status', { name: 'Connection' })
}

export async function live(phone: Phone, timeout = 30_000): Promise<void> {
  await connectionOf(phone).getByText('Live', { exact: true }).waitFor({ timeout })
}

/** Waits for a text in the phone's transcript. */
export async function reads(phone: Phone, text: string | RegExp, timeout = 30_000): Promise<void> {
  try {
    await phone.transcript.getByText(text).first().waitFor({ timeout })
  } catch (failure) {
    if (!(failure instanceof errors.TimeoutError)) throw failure
    throw new Error(`The phone never showed ${text}. It shows:\n${await phone.page.locator('body').innerText()}`)
  }
}

/** Answers the question that is open on the phone. */
export async function answers(phone: Phone, option: string): Promise<void> {
  await phone.button(option).click()
  await phone.button(option).waitFor({ state: 'detached' })
}

/**
 * Marks such as `out-3` in the order they stand on the phone, in the terminal's window, and in the file. What the phone
 * shows while a command runs is in the file once it has ended, and in the terminal a moment sooner or later: so many
 * are waited for.
 */
export async function marksEverywhere(where: Install, terminal: PseudoTerminal, phone: Phone, mark = /\bout-\d+\b/g) {
  const shown = (await phone.transcript.innerText()).match(mark) ?? []
  const written = () => outputsIn(where).join('\n').match(mark) ?? []
  await vi.waitUntil(() => written().length >= shown.length, { timeout: 30_000 })
  await terminal.screen.waitFor((text) => (text.match(mark) ?? []).length >= shown.length)
  return { phone: shown, terminal: terminal.screen.text().match(mark) ?? [], file: written() }
}

/** The one session's transcript. */
export function transcriptOf(where: Install): Said[] {
  const [path, ...others] = transcriptsIn(where.configFolder)
  if (path === undefined || others.length > 0) throw new Error(`There is not one transcript but ${others.length + 1}.`)
  return saidIn(path)
}

export function promptsIn(where: Install): string[] {
  return transcriptOf(where).flatMap((said) => (said.kind === 'prompt' ? [said.text] : []))
}

function outputsIn(where: Install): string[] {
  return transcriptOf(where).flatMap((said) => (said.kind === 'result' ? [said.text] : []))
}

/** Nothing went wrong in the page and nobody else was asked for anything. */
export function expectNoTroubles(phone: Phone): void {
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
}
