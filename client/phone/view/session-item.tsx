// One session of the list: what it is called and when it was; chosen, what was said last and what can be done with it.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Entry } from '../../../shared/entries.ts'
import { withPictureCount } from '../../../shared/images.ts'
import type { ListedSession } from '../../../shared/listed.ts'
import { mayAct } from '../../../shared/roles.ts'
import { since, sizeOf } from '../../ago.ts'
import { plainLine } from '../../plain-text.ts'
import type { SessionFinder } from '../session/session-finder.ts'
import { factsLine } from './facts.ts'
import { useSession } from './room-context.ts'

interface SessionItemProps {
  readonly listed: ListedSession
  readonly finder: SessionFinder
  /** It is the one that is open. */
  readonly here: boolean
  /** It is chosen. */
  readonly open: boolean
  readonly onChoose: () => void
  /** Another session is on its way to the screen. */
  readonly onGone: () => void
}

export function SessionItem({ listed, finder, here, open, onChoose, onGone }: SessionItemProps): JSX.Element {
  const { title, modified, size, branch, tag, directory } = listed
  const facts = [since(Date.parse(modified), Date.now()), sizeOf(size), branch, finder.all.value && directory]
  return (
    <li data-open={open}>
      <button type="button" class="session-name" aria-expanded={open} onClick={onChoose}>
        <strong dir="auto">{plainLine(title)}</strong>
        <span class="muted">
          {here && <span class="tag">open here</span>}
          {tag && <span class="tag">#{plainLine(tag)}</span>}
          {factsLine(facts)}
        </span>
      </button>
      {open && <Chosen listed={listed} finder={finder} here={here} onGone={onGone} />}
    </li>
  )
}

type ChosenProps = Pick<SessionItemProps, 'listed' | 'finder' | 'here' | 'onGone'>

function Chosen({ listed, finder, here, onGone }: ChosenProps): JSX.Element {
  const { self } = useSession()
  const busy = useSignal(false)
  const writing = useSignal<'title' | 'tag' | undefined>(undefined)
  const { session } = listed
  const may = mayAct(self.value?.role ?? 'view', 'drive')
  const act = async (done: Promise<boolean>): Promise<boolean> => {
    busy.value = true
    const ok = await done
    busy.value = false
    return ok
  }
  const goOn = async (done: Promise<boolean>): Promise<void> => {
    if (await act(done)) onGone()
  }
  const save = async (what: 'title' | 'tag', text: string): Promise<void> => {
    if (await act(what === 'title' ? finder.rename(session, text) : finder.tag(session, text)))
      writing.value = undefined
  }
  return (
    <div class="session-chosen">
      <Said entries={finder.said.value.get(session)} />
      {!may && <p class="muted">This device may watch, not open sessions.</p>}
      <fieldset disabled={!may || busy.value} class="session-actions">
        {!here && (
          <button type="button" class="button small" onClick={() => void goOn(finder.open(session))}>
            Go on with it
          </button>
        )}
        <button type="button" class="button small" onClick={() => void goOn(finder.fork(session))}>
          Go on with a copy
        </button>
        {(['title', 'tag'] as const).map((what) => (
          <button
            key={what}
            type="button"
            class="button small"
            aria-expanded={writing.value === what}
            onClick={() => {
              writing.value = writing.value === what ? undefined : what
            }}
          >
            {what === 'title' ? 'Rename' : 'Tag'}
          </button>
        ))}
      </fieldset>
      {writing.value && (
        <Writing
          key={writing.value}
          label={writing.value === 'title' ? 'New title' : 'New tag'}
          begin={(writing.value === 'title' ? listed.title : listed.tag) ?? ''}
          disabled={busy.value}
          onSave={(text) => void (writing.value && save(writing.value, text))}
        />
      )}
    </div>
  )
}

interface WritingProps {
  readonly label: string
  readonly begin: string
  readonly disabled: boolean
  readonly onSave: (text: string) => void
}

function Writing({ label, begin, disabled, onSave }: WritingProps): JSX.Element {
  const text = useSignal(begin)
  return (
    <form
      class="session-writing"
      onSubmit={(event) => {
        event.preventDefault()
        onSave(text.value)
      }}
    >
      <input
        class="box"
        type="text"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
      />
      <button type="submit" class="button small" disabled={disabled}>
        Save
      </button>
    </form>
  )
}

/** The last question and what came of it, a line or two of each. */
function Said({ entries }: { readonly entries: readonly Entry[] | undefined }): JSX.Element {
  const lines = (entries ?? []).flatMap((entry): [string, string][] => {
    if (entry.kind === 'prompt') return [['asked', withPictureCount(entry)]]
    if (entry.kind === 'reply') return [['replied', entry.text]]
    if (entry.kind === 'tool') return [['done', `${entry.name} ${entry.title}`]]
    return entry.kind === 'result' ? [['done', withPictureCount(entry)]] : []
  })
  if (!entries) return <p class="muted">Looking…</p>
  if (lines.length === 0) return <p class="muted">Nothing has been said in it.</p>
  return (
    <div class="session-said">
      {lines.slice(-6).map(([what, text], at) => (
        <p key={at} data-said={what}>
          {plainLine(text.slice(0, 400))}
        </p>
      ))}
    </div>
  )
}
