// Slash commands on the phone: what a line means when it is sent, and the list above the composer while it is written.

import { useSignal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { announcedIn } from '../../commands/announced.ts'
import { type CommandWords, type DeviceCommand, offered, runCommand } from '../../commands/command.ts'
import { type Completion, completionsOf } from '../../commands/completion.ts'
import { readLine, unknownCommand } from '../../commands/slash-line.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/slash.css?inline'
import { useSession } from './room-context.ts'
import { showAgents, showSessions, showTasks } from './sheets.ts'

lateStyles(styles)

type Commands = readonly DeviceCommand[]

const announced = (session: Session, commands: Commands): readonly CommandWords[] =>
  announcedIn(session.connection.view.state, commands)

/** Sends or runs what was written; false where it was neither, and stays in the composer. */
export function enterLine(session: Session, text: string, commands: Commands): boolean {
  const line = readLine(
    text.trim(),
    text.startsWith(' '),
    offered(commands, session.self.value),
    announced(session, commands),
  )
  switch (line.is) {
    case 'prompt':
      session.send(line.text)
      return true
    case 'command':
      void runCommand(
        line.command,
        {
          connection: session.connection,
          say: (told) => session.notes.say(plainText(told)),
          chooseSession: (filter, all) => void showSessions(session, filter, all),
          showTasks: () => void showTasks(session),
          chooseAgent: () => void showAgents(session),
          now: Date.now,
        },
        line.argument,
      )
      return true
    case 'unknown':
      session.notes.say(unknownCommand(line.name))
      return false
  }
}

interface SlashListProps {
  readonly text: string
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly write: (text: string) => void
  readonly commands: Commands
}

const listId = 'slash-list'
const idOf = (at: number): string => `${listId}-${at}`

/** A listbox that the composer's keys move through; the focus stays where one writes. */
export function SlashList({ text, box, write, commands }: SlashListProps): JSX.Element | null {
  const session = useSession()
  const chosen = useSignal(0)
  const closed = useSignal<string | undefined>(undefined)
  const found =
    closed.value === text
      ? undefined
      : completionsOf(
          text,
          [...offered(commands, session.self.value), ...announced(session, commands)],
          session.connection.view.state,
        )
  const items = found?.items ?? []
  const at = Math.min(chosen.value, items.length - 1)
  const take = (item: Completion): void => {
    const written = text.slice(0, text.length - (found?.prefix.length ?? 0)) + item.value
    write(item.label.includes(' ') ? `${written} ` : written)
    chosen.value = 0
    box.current?.focus()
  }
  useCombobox(box, items, at)
  const move = (by: number): boolean => {
    chosen.value = (at + by + items.length) % items.length
    return true
  }
  const takeChosen = (): boolean => {
    const item = items[at]
    if (item) take(item)
    return item !== undefined
  }
  useKeys(
    box,
    {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: () => {
        closed.value = text
        return true
      },
      Tab: takeChosen,
      // Of a line that is written whole, Enter is not taken: it sends.
      Enter: () => items[at]?.value !== found?.prefix && takeChosen(),
    },
    items.length > 0,
  )
  if (items.length === 0) return null
  return (
    <div class="slash-list" id={listId} role="listbox" aria-label="Commands">
      {items.map((item, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the composer's
        <div
          key={item.value}
          id={idOf(place)}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          // The keyboard stays open.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => take(item)}
        >
          <span class="slash-name">{plainLine(item.label)}</span>
          <span class="slash-words">{plainLine(item.description ?? '')}</span>
        </div>
      ))}
    </div>
  )
}

/** Tells screen readers which item the keys are at. */
function useCombobox(box: RefObject<HTMLTextAreaElement | null>, items: readonly Completion[], at: number): void {
  const open = items.length > 0
  useLayoutEffect(() => {
    const { current } = box
    if (!current || !open) return
    current.setAttribute('aria-autocomplete', 'list')
    current.setAttribute('aria-controls', listId)
    current.setAttribute('aria-activedescendant', idOf(at))
    document.getElementById(idOf(at))?.scrollIntoView({ block: 'nearest' })
    return () => {
      for (const name of ['autocomplete', 'controls', 'activedescendant']) current.removeAttribute(`aria-${name}`)
    }
  }, [open, at, items.length])
}

/** Keys that the list uses before the composer does; one that returns false is left to it. */
function useKeys(
  box: RefObject<HTMLTextAreaElement | null>,
  keys: { readonly [key: string]: () => boolean },
  open: boolean,
): void {
  // Before the next key can come.
  useLayoutEffect(() => {
    const { current } = box
    if (!current || !open) return
    const pressed = (event: KeyboardEvent): void => {
      if (event.isComposing || event.shiftKey || !keys[event.key]?.()) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    current.addEventListener('keydown', pressed, { capture: true })
    return () => current.removeEventListener('keydown', pressed, { capture: true })
  })
}
