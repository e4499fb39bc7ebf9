// The terminal as a device: draws what its connection shows, and turns keys and lines into calls.

import { terminalDevice } from '../../shared/ids.ts'
import type { TicketIssued } from '../../shared/protocol.ts'
import { isOver } from '../../shared/tasks.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { TaskNews } from '../tasks/task-news.ts'
import { AccessActions, mayDo, moment, type Shared } from './access-actions.ts'
import { AgentNotices } from './agent-notices.ts'
import { Amending } from './amending.ts'
import { AnswerDesk } from './answer-desk.ts'
import { AttachedImages, droppedPath } from './attached-images.ts'
import { CommandLine } from './command-line.ts'
import { Company } from './company.ts'
import type { SessionInfo, TerminalEnd, TerminalOptions } from './options.ts'
import { Overlay } from './overlay.ts'
import { Panel } from './panel.ts'
import { others } from './presence.ts'
import { PromptEditor } from './prompt-editor.ts'
import { RoomActions } from './room-actions.ts'
import { matchesKey, processTerminal, Screen } from './screen.ts'
import { SessionChooser } from './session-chooser.ts'
import { SessionOverlay } from './session-overlay.ts'
import type { ScreenLink } from './session-screen.ts'
import { ShownRoom } from './shown-room.ts'
import { SlashCompletion } from './slash-completion.ts'
import { type Theme, themeFor } from './theme.ts'
import { Transcript } from './transcript.ts'

/** How long the first Ctrl-C counts, in milliseconds. */
const twice = 2000
/** How long it counts that a person was told what leaving would end. */
const warned = 15_000
/** What the editor offers again of a prompt, in UTF-16 units. */
const remembered = 10_000

export class Repl {
  readonly ended: Promise<TerminalEnd>
  readonly #options: TerminalOptions
  readonly #theme: Theme
  readonly #screen: Screen
  readonly #transcript: Transcript
  readonly #editor: PromptEditor
  readonly #overlay: Overlay
  readonly #session: SessionOverlay
  readonly #room: RoomActions
  readonly #amending: Amending
  readonly #attached: AttachedImages
  readonly #access: AccessActions
  readonly #answers: AnswerDesk
  readonly #panel: Panel
  readonly #commandLine: CommandLine
  readonly #unlisten: () => void
  readonly #shownRoom = new ShownRoom()
  readonly #company: Company
  readonly #notices = new AgentNotices()
  readonly #taskNews = new TaskNews()
  #end: (end: TerminalEnd) => void = () => {}
  #over = false
  #leavesUntil = 0
  #lastKey = Number.NEGATIVE_INFINITY
  #welcomed = false

  constructor(options: TerminalOptions) {
    const { connection, clock } = options
    this.#options = options
    this.#theme = themeFor(options.environment)
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.#screen = new Screen(options.terminal ?? processTerminal())
    this.#overlay = new Overlay(this.#screen)
    const rows = (): number => this.#screen.terminal.rows
    const redraw = (): void => this.#screen.requestRender()
    this.#transcript = new Transcript({
      theme: this.#theme,
      now: () => clock.now(),
      again: (delay) => clock.after(delay, redraw),
    })
    this.#editor = new PromptEditor(this.#screen, this.#theme)
    this.#room = new RoomActions(connection, (text, tone, copy) => {
      this.#transcript.note(text, tone, copy)
      redraw()
    })
    this.#access = new AccessActions({
      connection,
      say: this.#room.say,
      onShared: (link) => this.#showLink(link),
    })
    this.#answers = new AnswerDesk({
      connection,
      theme: this.#theme,
      rows,
      clock,
      writing: () => !this.#editor.empty,
      lastKey: () => this.#lastKey,
      onTyped: (data) => {
        this.#switchFocus()
        this.#editor.handleInput(data)
      },
      answeredElsewhere: (who, answer) => this.#panel.say(`${who} answered: ${answer}`),
      failed: (what, problem) => this.#room.failed(what, problem),
    })
    this.#session = new SessionOverlay({
      theme: this.#theme,
      clock,
      limits: options.limits,
      remote: options.remote,
      joined: options.joined !== undefined,
      rows,
      session: () => this.#sessionInfo(),
      devices: () => this.#devices(),
      ticket: (link) => connection.call('ticket', link === undefined ? {} : { link }),
      redraw,
      onClose: (typed) => this.#closeSession(typed),
    })
    options.remote?.onMoved?.(() => this.#session.renew())
    const chooser = new SessionChooser({
      connection,
      theme: this.#theme,
      clock,
      overlay: this.#overlay,
      rows,
      redraw,
      say: this.#room.say,
      failed: (what, problem) => this.#room.failed(what, problem),
      onClose: () => this.#focus(),
    })
    this.#panel = new Panel({
      connection,
      session: options.session,
      clock,
      theme: this.#theme,
      editor: this.#editor,
      answers: this.#answers,
      waiting: () => this.#room.waiting(),
      devices: () => this.#devices(),
      redraw,
    })
    this.#company = new Company({
      connection,
      clock,
      joined: options.joined?.process,
      remark: (text, stands) => this.#panel.say(text, stands),
      note: (text, tone) => this.#transcript.note(text, tone),
      onTicket: (ticket) => {
        if (this.#session.shows(ticket)) this.#closeSession(undefined)
      },
    })
    this.#attached = new AttachedImages({
      connection,
      limits: options.limits,
      directory: () => this.#sessionInfo().directory,
      say: this.#room.say,
    })
    this.#commandLine = new CommandLine({
      connection,
      actions: {
        openSession: () => this.#openSession(undefined),
        quit: () => this.#quit(),
        share: (argument) => this.#access.share(argument),
        links: (argument) => this.#access.links(argument),
        devices: (argument) => this.#access.devices(argument),
        send: (place) => this.#room.send(place),
        edit: (place) => this.#amending.begin(place),
        drop: (place) => this.#room.drop(place),
        image: (path) => void this.#attached.attach(droppedPath(path)),
      },
      say: this.#room.say,
      chooseSession: (filter, all) => chooser.open(filter, all),
      prompt: (text) => this.#prompt(text),
      now: () => clock.now(),
    })
    this.#amending = new Amending({
      connection,
      editor: this.#editor,
      waiting: () => this.#room.waiting(),
      say: this.#room.say,
      failed: (what, problem) => this.#room.failed(what, problem),
    })
    this.#editor.setAutocompleteProvider(new SlashCompletion(() => this.#commandLine.words(), connection))
    this.#editor.onLine = (text, literal) => {
      this.#editor.addToHistory(text)
      if (!this.#amending.take(text)) this.#commandLine.enter(text, literal)
    }
    this.#screen.body = this.#transcript
    this.#screen.panel = this.#panel
    this.#unlisten = connection.onChange(() => this.#changed())
  }

  start(): void {
    const { painted, remote, startWithSession, firstPrompt } = this.#options
    this.#greet()
    this.#screen.setFocus(this.#editor)
    this.#screen.addInputListener((data) => (this.#key(data) ? { consume: true } : undefined))
    if (painted) this.#screen.drawOver(painted.rows)
    this.#screen.start()
    if (startWithSession) this.#openSession(remote?.ticket)
    if (firstPrompt) this.#prompt(firstPrompt)
    this.#changed()
  }

  /** Draws the last rows and gives the terminal back. */
  finish(end: TerminalEnd, said: readonly string[]): void {
    if (this.#over) return
    this.#over = true
    this.#unlisten()
    this.#panel.close()
    this.#session.close()
    if (end.reason === 'quit') this.#options.onQuit?.()
    this.#screen.finish(said)
    this.#end(end)
  }

  /** The cursor comes back even where nothing else can be done. */
  restore(): void {
    this.#screen.stop()
  }

  // ── What comes from the connection ─────────────────────────────────────────────────────────────────────────────────

  #changed(): void {
    if (this.#over) return
    const { view, status } = this.#options.connection
    const room = this.#shownRoom.look(this.#options.connection)
    if (room === 'coming') return
    if (room === 'came') this.#enter()
    if (room === 'fresh') this.#beginAfresh()
    this.#transcript.update(view)
    if (status.is === 'ended') {
      this.finish({ reason: 'ended' }, ['', this.#theme.warning(plainLine(status.reason))])
      return
    }
    if (view.state) {
      this.#editor.sign = plainLine(view.state.agent.sign)
      this.#answers.look()
      // Whoever waits for an answer is not to be hidden by the code that brought them.
      if (view.door.visitors.length > 0) this.#closeSession(undefined)
      this.#focus()
      if (status.is === 'live') {
        this.#welcome()
        this.#company.look()
        for (const { text, tone } of this.#notices.look(view.state)) this.#transcript.note(plainText(text), tone)
        for (const { text, tone } of this.#taskNews.look(view.tasks)) this.#transcript.note(text, tone)
      }
    }
    this.#panel.tick()
    this.#screen.requestRender()
  }

  /** What was shown before stays above, and a line says which session begins under it. */
  #enter(): void {
    this.#company.begin()
    this.#welcomed = false
    this.#transcript.begin()
    const { title, agent, directory } = this.#sessionInfo()
    this.#headline(plainLine(title || 'New session'), agent, directory)
  }

  /** What was said in this room before stays above, too. */
  #beginAfresh(): void {
    this.#transcript.begin()
    const { cleared } = this.#options.connection.view.state ?? {}
    const who = cleared && cleared.by.device !== this.#self ? ` · ${plainLine(cleared.by.name)}` : ''
    const { strong, quiet } = this.#theme
    const before = cleared ? `\n${quiet(`What was said before: /resume ${cleared.before.slice(0, 8)}`)}` : ''
    this.#transcript.note(`${strong('A fresh conversation')}${quiet(who)}${before}`, 'plain')
  }

  /** Once, when everything of a room is here for the first time. */
  #welcome(): void {
    if (this.#welcomed) return
    this.#welcomed = true
    const { view } = this.#options.connection
    const hint = view.state?.agent.hint
    if (hint) this.#transcript.note(plainLine(hint))
    if (view.before !== undefined) this.#transcript.note('Earlier messages are on your phone and in the transcript.')
    for (const entry of view.entries) {
      if (entry.kind === 'prompt') this.#editor.addToHistory(plainText(entry.text.slice(0, remembered)))
    }
  }

  // ── What comes from the keyboard ───────────────────────────────────────────────────────────────────────────────────

  /** True where the key is used up. */
  #key(data: string): boolean {
    this.#lastKey = this.#options.clock.now()
    if (this.#overlay.open) return false
    if (matchesKey(data, 'ctrl+c')) this.#leaveOrClear()
    else if (matchesKey(data, 'ctrl+d') && this.#editor.empty) this.#quit()
    else if (matchesKey(data, 'ctrl+x') && this.#company.takeBack()) this.#panel.say('Taking its access back…')
    else if (matchesKey(data, 'tab') && this.#answers.prompt) this.#switchFocus()
    else if (matchesKey(data, 'escape') && this.#answers.writing) return false
    else if (matchesKey(data, 'escape') && this.#amending.underWay) this.#amending.leave()
    else if (matchesKey(data, 'escape') && this.#running && !this.#editor.isShowingAutocomplete())
      this.#room.interrupt()
    else return false
    return true
  }

  #leaveOrClear(): void {
    const now = this.#options.clock.now()
    if (now < this.#leavesUntil) {
      this.#quit()
      return
    }
    this.#leavesUntil = now + twice
    this.#amending.leave()
    const leaves = `Ctrl-C again leaves${this.#endsTasks ? ' and stops the task that runs' : ''}`
    this.#panel.say(this.#running ? `${leaves} · Esc interrupts what runs` : leaves, twice)
  }

  #prompt(text: string): void {
    const images = this.#attached.take()
    this.#options.connection.prompt(text, images).answered.catch((problem: unknown) => {
      this.#attached.giveBack(images)
      this.#room.failed('Not sent', problem)
      if (this.#editor.empty) this.#editor.setText(text)
    })
  }

  #quit(): void {
    const now = this.#options.clock.now()
    if (this.#endsTasks && now >= this.#leavesUntil) {
      this.#leavesUntil = now + warned
      return this.#panel.say('A task runs here and would be stopped. Once more leaves.', warned)
    }
    const { id } = this.#sessionInfo()
    const again = this.#shownRoom.moved ? `carryon --resume ${id}` : 'carryon --continue'
    const said = [`To carry on:  ${again}`, `              claude --resume ${id}`]
    this.finish({ reason: 'quit' }, ['', ...said.map(this.#theme.quiet)])
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

  #openSession(first: TicketIssued | undefined, link?: ScreenLink): void {
    if (this.#overlay.show(this.#session)) this.#session.open(first, link)
  }

  #showLink({ link: id, role, expires }: Shared): void {
    if (!this.#options.remote || role === 'owner') return
    this.#openSession(undefined, { id, gives: mayDo[role], until: moment(expires) })
  }

  #closeSession(typed: string | undefined): void {
    if (!this.#overlay.shows(this.#session)) return
    this.#overlay.hide()
    this.#session.close()
    this.#focus()
    if (typed !== undefined) this.#editor.handleInput(typed)
    this.#screen.requestRender()
  }

  // ── What is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────

  #greet(): void {
    const { agent, directory } = this.#options.session
    this.#headline('carryon', agent, directory)
  }

  #headline(name: string, agent: string, directory: string): void {
    const { strong, quiet } = this.#theme
    const where = quiet(`${plainLine(agent)} · ${plainLine(directory)}`)
    this.#transcript.note(`${strong(name)}  ${where}\n${quiet('/session for your phone · /help')}`, 'plain')
  }

  // ── What is known ──────────────────────────────────────────────────────────────────────────────────────────────────

  get #running(): boolean {
    return this.#options.connection.view.state?.activity.is === 'running'
  }

  /** Leaving ends what runs in this process; whoever only joined it ends nothing. */
  get #endsTasks(): boolean {
    if (this.#options.joined) return false
    return this.#options.connection.view.tasks.tasks.some((task) => task.by === 'here' && !isOver(task))
  }

  get #self() {
    return this.#options.connection.self?.device ?? terminalDevice
  }

  #devices(): string[] {
    return others(this.#options.connection.view.state, this.#self).map(({ name }) => name)
  }

  #sessionInfo(): SessionInfo {
    const { session, connection } = this.#options
    const { state } = connection.view
    if (!state) return session
    const { transcript, title, directory, agent } = state
    return { ...session, id: transcript, title, directory, agent: agent.label }
  }
}
