// The terminal as a device: draws what its connection shows, and turns keys and lines into calls.

import { plainLine } from '../plain-text.ts'
import { AccessActions, mayDo, moment, type Shared } from './access-actions.ts'
import { Amending } from './amending.ts'
import { AnswerDesk } from './answer-desk.ts'
import { AttachedImages } from './attached-images.ts'
import { CommandLine } from './command-line.ts'
import { Company } from './company.ts'
import { Departure } from './departure.ts'
import { EditorCompletion } from './editor-completion.ts'
import { farewell } from './farewell.ts'
import { firstSteps } from './first-steps.ts'
import { HistorySearch } from './history-search.ts'
import { News } from './news.ts'
import { NextMode } from './next-mode.ts'
import { Openings } from './openings.ts'
import type { TerminalEnd, TerminalOptions } from './options.ts'
import { Overlay } from './overlay.ts'
import { OwnCommands } from './own-commands.ts'
import { Panel } from './panel.ts'
import { PressedTwice } from './pressed-twice.ts'
import { PromptEditor } from './prompt-editor.ts'
import { Recall } from './recall.ts'
import { Rewind } from './rewind.ts'
import { RoomActions } from './room-actions.ts'
import { processTerminal, Screen } from './screen.ts'
import { Sending } from './sending.ts'
import { SessionChooser } from './session-chooser.ts'
import { SessionNow } from './session-now.ts'
import { SessionOverlay } from './session-overlay.ts'
import { Shortcuts } from './shortcuts.ts'
import { ShownRoom } from './shown-room.ts'
import { TakingBack } from './taking-back.ts'
import { type Theme, themeFor } from './theme.ts'
import { Transcript } from './transcript.ts'
import { WholeDiff } from './whole-diff.ts'
import { WholeOutput } from './whole-output.ts'

export class Repl {
  readonly ended: Promise<TerminalEnd>
  readonly #options: TerminalOptions
  readonly #theme: Theme
  readonly #screen: Screen
  readonly #session: SessionNow
  readonly #transcript: Transcript
  readonly #editor: PromptEditor
  readonly #overlay: Overlay
  readonly #codeScreen: SessionOverlay
  readonly #room: RoomActions
  readonly #amending: Amending
  readonly #takingBack: TakingBack
  readonly #own: OwnCommands
  readonly #sending: Sending
  readonly #answers: AnswerDesk
  readonly #panel: Panel
  readonly #unlisten: () => void
  readonly #shownRoom = new ShownRoom()
  readonly #openings: Openings
  readonly #company: Company
  readonly #shortcuts: Shortcuts
  readonly #news = new News()
  #end: (end: TerminalEnd) => void = () => {}
  #over = false
  #lastKey = Number.NEGATIVE_INFINITY

  constructor(options: TerminalOptions) {
    const { connection, clock, limits } = options
    this.#options = options
    this.#theme = themeFor(options.environment)
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.#screen = new Screen(options.terminal ?? processTerminal())
    this.#overlay = new Overlay(this.#screen)
    this.#session = new SessionNow(options)
    this.#editor = new PromptEditor(this.#screen, this.#theme)
    const redraw = (): void => this.#screen.requestRender()
    this.#transcript = new Transcript({
      theme: this.#theme,
      now: () => clock.now(),
      again: (delay) => clock.after(delay, redraw),
    })
    this.#room = new RoomActions(connection, (text, tone, copy) => {
      this.#transcript.note(text, tone, copy)
      redraw()
    })
    /** What every part is given. */
    const here = {
      connection,
      clock,
      limits,
      redraw,
      theme: this.#theme,
      rows: () => this.#screen.terminal.rows,
      overlay: this.#overlay,
      editor: this.#editor,
      transcript: this.#transcript,
      session: this.#session,
      waiting: () => this.#room.waiting(),
      say: this.#room.say,
      failed: (what: string, problem: unknown) => this.#room.failed(what, problem),
      remark: (text: string, stands?: number) => this.#panel.say(text, stands),
    }
    const search = new HistorySearch(here)
    this.#own = new OwnCommands({ ...here, environment: options.environment })
    const access = new AccessActions({ ...here, onShared: (link) => this.#showLink(link) })
    this.#answers = new AnswerDesk({
      ...here,
      writing: () => !this.#editor.empty || search.underWay,
      lastKey: () => this.#lastKey,
      onTyped: (data) => {
        this.#switchFocus()
        this.#editor.handleInput(data)
      },
      answeredElsewhere: (who, answer) => this.#panel.say(`${who} answered: ${answer}`),
    })
    this.#codeScreen = new SessionOverlay({
      ...here,
      remote: options.remote,
      joined: options.joined !== undefined,
      ticket: (link) => connection.call('ticket', link === undefined ? {} : { link }),
      onClose: (typed) => {
        this.#focus()
        if (typed !== undefined) this.#editor.handleInput(typed)
        redraw()
      },
    })
    options.remote?.onMoved?.(() => this.#codeScreen.renew())
    const chooser = new SessionChooser({ ...here, onClose: () => this.#focus() })
    this.#panel = new Panel({ ...here, search, own: this.#own, answers: this.#answers })
    this.#openings = new Openings(here)
    this.#company = new Company({
      ...here,
      joined: options.joined?.process,
      note: (text, tone) => this.#transcript.note(text, tone),
      onTicket: (ticket) => {
        if (this.#codeScreen.shows(ticket)) this.#codeScreen.close()
      },
    })
    const rewind = new Rewind({ ...here, onClose: () => this.#focus() })
    const departure = new Departure({
      ...here,
      mayInterrupt: () => this.#room.mayInterrupt,
      interrupt: () => this.#interrupt(),
      leave: () => this.#quit(),
    })
    const attached = new AttachedImages({ ...here, directory: () => this.#session.info.directory })
    this.#sending = new Sending({ ...here, attached, own: this.#own })
    this.#amending = new Amending(here)
    this.#takingBack = new TakingBack({ ...here, attached, amending: this.#amending })
    const wholeDiff = new WholeDiff(here)
    const wholeOutput = new WholeOutput(here)
    const commandLine = new CommandLine({
      ...here,
      actions: {
        openSession: () => this.#codeScreen.open(),
        quit: () => departure.ask(),
        share: (argument) => access.share(argument),
        links: (argument) => access.links(argument),
        devices: (argument) => access.devices(argument),
        send: (place) => this.#room.send(place),
        edit: (place) => this.#amending.begin(place),
        drop: (place) => this.#room.drop(place),
        image: (path) => attached.attach(path),
        diff: (place) => void wholeDiff.show(place),
        output: (place) => void wholeOutput.show(place),
        rewind: () => rewind.open(),
      },
      chooseSession: (filter, all) => chooser.open(filter, all),
      prompt: (text) => this.#sending.prompt(text),
      columns: () => this.#screen.terminal.columns,
      now: () => clock.now(),
    })
    this.#editor.setAutocompleteProvider(new EditorCompletion({ ...here, commands: () => commandLine.words() }))
    this.#editor.onLine = (text, literal) => {
      this.#editor.addToHistory(text)
      if (this.#amending.take(text) || (!literal && this.#own.take(text))) return
      commandLine.enter(text, literal)
    }
    // A prompt that waits keeps the pictures it has.
    this.#editor.onPaste = (text) => (this.#amending.underWay ? text : attached.dropped(text))
    this.#shortcuts = new Shortcuts({
      ...here,
      search,
      rewind,
      own: this.#own,
      escTwice: new PressedTwice(here),
      departure,
      amending: this.#amending,
      company: this.#company,
      answers: this.#answers,
      takingBack: this.#takingBack,
      recall: new Recall(here),
      interrupt: () => this.#interrupt(),
      switchFocus: () => this.#switchFocus(),
      nextMode: new NextMode(here),
    })
    this.#screen.body = this.#transcript
    this.#screen.panel = this.#panel
    this.#unlisten = connection.onChange(() => this.#changed())
  }

  start(): void {
    const { connection, painted, remote, startWithSession, starting = {}, firstPrompt } = this.#options
    this.#openings.greet()
    this.#screen.setFocus(this.#editor)
    this.#screen.addInputListener((data) => {
      this.#lastKey = this.#options.clock.now()
      return this.#shortcuts.take(data) ? { consume: true } : undefined
    })
    if (painted) this.#screen.drawOver(painted.rows)
    this.#screen.start()
    if (startWithSession) this.#codeScreen.open(remote?.ticket)
    const { say } = this.#room
    const prompt = (text: string): void => this.#sending.prompt(text)
    void firstSteps({ connection, starting, firstPrompt, editor: this.#editor, prompt, say })
    this.#changed()
  }

  /** Draws the last rows and gives the terminal back. */
  finish(end: TerminalEnd, said: readonly string[]): void {
    if (this.#over) return
    this.#over = true
    this.#unlisten()
    this.#panel.close()
    this.#codeScreen.stop()
    this.#own.stop()
    if (end.reason === 'quit') this.#options.onQuit?.()
    this.#screen.finish(said)
    this.#end(end)
  }

  /** The cursor comes back even where nothing else can be done. */
  restore(): void {
    this.#screen.stop()
  }

  #changed(): void {
    if (this.#over) return
    const { view, status } = this.#options.connection
    const room = this.#shownRoom.look(this.#options.connection)
    if (room === 'coming') return
    if (room === 'came') {
      this.#company.begin()
      this.#openings.anotherSession()
    }
    if (room === 'fresh') this.#openings.freshConversation()
    this.#transcript.update(view)
    if (status.is === 'ended') {
      this.finish({ reason: 'ended' }, ['', this.#theme.warning(plainLine(status.reason))])
      return
    }
    if (view.state) {
      this.#editor.sign = plainLine(view.state.agent.sign)
      this.#answers.look()
      // Whoever waits for an answer is not to be hidden by the code that brought them.
      if (view.door.visitors.length > 0) this.#codeScreen.close()
      this.#focus()
      if (status.is === 'live') {
        this.#openings.welcome()
        this.#company.look()
        this.#news.look(view, (text, tone) => this.#transcript.note(text, tone))
      }
    }
    this.#panel.tick()
    this.#screen.requestRender()
  }

  /** What waits of this terminal's is not to begin in place of what it stops. */
  #interrupt(): void {
    this.#takingBack.begin()
    this.#room.interrupt()
  }

  #quit(): void {
    const { environment, connection } = this.#options
    const { moved } = this.#shownRoom
    const left = { id: this.#session.info.id, moved, begun: connection.view.entries.length > 0, environment }
    this.finish({ reason: 'quit' }, ['', ...farewell(left).map(this.#theme.quiet)])
  }

  #switchFocus(): void {
    this.#answers.prompt?.switchFocus()
    this.#focus()
    this.#screen.requestRender()
  }

  #focus(): void {
    if (this.#overlay.open) return
    const { prompt } = this.#answers
    this.#screen.setFocus(prompt?.focused ? prompt : this.#editor)
  }

  #showLink({ link: id, role, expires }: Shared): void {
    if (!this.#options.remote || role === 'owner') return
    this.#codeScreen.open(undefined, { id, gives: mayDo[role], until: moment(expires) })
  }
}
