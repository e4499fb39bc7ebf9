// The picture for the README: a session in a terminal, the phone that scanned its code, and nothing made up.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { startChromium } from './chromium.ts'
import { Phone } from './phone.ts'
import { drawingOf, pictureOf } from './picture.ts'
import { qrCodesIn } from './qr.ts'
import { PseudoTerminal } from './terminal.ts'
import { dark } from './theme.ts'

/** Runs the built `command` and writes what it and the phone show to `target`, a PNG. */
export async function sideBySide(command: string, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'carryon-'))
  const browser = await startChromium()
  const terminal = new PseudoTerminal({
    program: process.execPath,
    args: [command, '--remote'],
    environment: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: folder,
      SHELL: '/bin/sh',
      CARRYON_HOME: join(folder, '.carryon'),
      CLAUDE_CONFIG_DIR: join(folder, '.claude'),
      CARRYON_HOST: '127.0.0.1',
      CARRYON_AGENT: 'shell',
    },
    directory: garden(folder),
    columns: 84,
    rows: 34,
  })
  try {
    const phone = await Phone.start(browser, { sharpness: 2 })
    await converse(terminal, phone, browser)
    await draw(browser, drawingOf(terminal.screen.cells(), dark), await phone.page.screenshot(), target)
  } finally {
    await terminal.hangUp()
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Something to look at. */
function garden(folder: string): string {
  const path = join(folder, 'garden')
  mkdirSync(path)
  const beds = ['beans 24', 'carrots 60', 'leeks 18', 'peas 32', 'spinach 40']
  writeFileSync(join(path, 'beds.txt'), `${beds.join('\n')}\n`)
  writeFileSync(join(path, 'README.md'), '# Garden\n\nWhat grows where.\n')
  writeFileSync(join(path, 'water.sh'), 'for bed in $(cut -d" " -f1 beds.txt); do echo "watering $bed"; done\n')
  return path
}

async function converse(terminal: PseudoTerminal, phone: Phone, browser: Browser): Promise<void> {
  const { screen } = terminal
  await screen.waitFor(/Open in browser: http\S+#[\w-]{22}(?!\S)/)
  const [code] = qrCodesIn(await pictureOf(screen, dark, browser))
  if (code === undefined) throw new Error(`There is no code on the screen:\n${screen.text()}`)
  await phone.open(code)
  await screen.waitFor((text) => !text.includes('Open in browser'))
  terminal.type('cat beds.txt\n')
  await phone.transcript.getByText('spinach 40').waitFor()
  await phone.send('sh water.sh')
  await phone.button('Allow once').click()
  await phone.transcript.getByText('watering spinach').waitFor()
  await screen.waitFor(/watering spinach/)
  await phone.send('ls -l')
  await phone.button('Allow once').waitFor()
  await screen.waitFor(/Allow once/)
}

async function draw(browser: Browser, terminal: string, phone: Buffer, target: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1320, height: 840 }, deviceScaleFactor: 1.5 })
  await page.setContent(`<style>
    body { margin: 0; height: 840px; display: flex; align-items: center; justify-content: center; gap: 56px;
      background: #e8edee; font-family: sans-serif }
    .terminal { background: ${dark.background}; border-radius: 12px; overflow: hidden; padding: 0 6px 6px;
      box-shadow: 0 8px 20px #1d212933 }
    .dots { display: flex; gap: 8px; padding: 13px 8px 7px } .dots i { width: 11px; height: 11px; border-radius: 50%;
      background: #4a5162 }
    .phone { border: 9px solid #17191d; border-radius: 46px; overflow: hidden; background: #fff; padding: 26px 0 12px;
      box-shadow: 0 8px 20px #1d212933 }
    .phone img { display: block; width: 338px }
  </style>
  <div class="terminal"><div class="dots"><i></i><i></i><i></i></div>${terminal}</div>
  <div class="phone"><img src="data:image/png;base64,${phone.toString('base64')}"></div>`)
  await page.screenshot({ path: target })
}
