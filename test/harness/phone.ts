// A phone: a small Chromium with touch, and a record of everything that went wrong in it.

import type { Browser, BrowserContext, Page } from 'playwright-core'

export interface PhoneOptions {
  readonly colours?: 'light' | 'dark'
  /** Device pixels for one CSS pixel; 1 where nobody looks at the picture. */
  readonly sharpness?: number
  /** A wide window, a keyboard and a mouse instead. */
  readonly laptop?: boolean
}

/** What a test expects to stay empty. */
export interface Troubles {
  /** Errors thrown in the page and errors it wrote to its console. */
  readonly errors: string[]
  /** Requests that left the origin the phone was sent to. */
  readonly strangers: string[]
}

export class Phone {
  readonly page: Page
  readonly context: BrowserContext
  readonly troubles: Troubles = { errors: [], strangers: [] }
  #origin: string | undefined

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    page.on('pageerror', (error) => this.troubles.errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isAboutPlainHttp(message.text())) this.troubles.errors.push(message.text())
    })
    page.on('request', (request) => this.#note(request.url()))
    page.on('websocket', (socket) => this.#note(socket.url().replace(/^ws/, 'http')))
  }

  static async start(browser: Browser, options: PhoneOptions = {}): Promise<Phone> {
    const context = await browser.newContext({
      viewport: options.laptop ? { width: 1280, height: 800 } : { width: 390, height: 844 },
      deviceScaleFactor: options.sharpness ?? 1,
      isMobile: !options.laptop,
      hasTouch: !options.laptop,
      colorScheme: options.colours ?? 'light',
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
        'Version/18.5 Mobile/15E148 Safari/604.1',
    })
    return new Phone(context, await context.newPage())
  }

  /** Opens what a camera read. */
  async open(address: string): Promise<void> {
    this.#origin = new URL(address).origin
    await this.page.goto(address)
  }

  get transcript() {
    return this.page.getByRole('log')
  }

  get message() {
    return this.page.getByRole('textbox', { name: 'Message' })
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true })
  }

  async send(text: string): Promise<void> {
    await this.message.fill(text)
    await this.button('Send').click()
  }

  /** All that the page brings before it is needed, as the host may then be out of reach, is here. */
  async reserve(): Promise<void> {
    await this.page.waitForFunction(() => {
      const here = performance.getEntriesByType('resource').map(({ name }) => name)
      return ['ask-cards', 'ending', 'waiting-prompt'].every((part) => here.some((name) => name.includes(`/${part}-`)))
    })
  }

  /** Airplane mode, as far as the page can tell. */
  offline(off: boolean): Promise<void> {
    return this.context.setOffline(off)
  }

  close(): Promise<void> {
    return this.context.close()
  }

  #note(address: string): void {
    if (!/^https?:/.test(address) || new URL(address).origin === this.#origin) return
    this.troubles.strangers.push(address)
  }
}

/** Chromium says of any page over plain HTTP that this header, meant for HTTPS, has no effect there. */
function isAboutPlainHttp(message: string): boolean {
  return message.startsWith('The Cross-Origin-Opener-Policy header has been ignored')
}
