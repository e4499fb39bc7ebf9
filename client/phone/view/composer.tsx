// Where a message is written and sent; the draft outlives a reload.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { mayAct, type Role } from '../../../shared/roles.ts'
import { hasTouchKeyboard } from '../page/pointer.ts'
import { SendIcon } from './icons.tsx'
import { attaching, slash } from './later.ts'
import { useSession } from './room-context.ts'
import { characters } from './times.ts'

export function Composer(): JSX.Element {
  const session = useSession()
  const text = useSignal(session.draft.load())
  const box = useRef<HTMLTextAreaElement>(null)
  const role = session.self.value?.role ?? 'view'
  const barred = reasonNotTo(role)
  const sign = session.state.value?.agent.sign ?? '>'
  const tooLong = text.value.length > session.limits.prompt
  const touch = hasTouchKeyboard()
  const slashed = /^\s*\//.test(text.value)
  const commands = slashed ? slash.part.value : undefined

  useLayoutEffect(() => {
    if (!box.current) return
    box.current.style.height = 'auto'
    box.current.style.height = `${box.current.scrollHeight}px`
  }, [text.value])

  const pictured = !barred && session.state.value?.takesImages
  const adding = pictured ? attaching.part.value : undefined
  if (pictured) void attaching.load()

  if (slashed) void slash.load()

  const nothing = adding?.picturesWait.value ?? text.value.trim() === ''

  const write = (value: string): void => {
    text.value = value
    session.draft.save(value)
  }
  const send = async (): Promise<void> => {
    const line = text.value
    if (barred || tooLong || nothing) return
    box.current?.focus()
    if (!slashed) session.send(line, adding?.takeAttached())
    else {
      const commands = await slash.load()
      if (!commands)
        return session.notes.say('Commands could not be loaded. Send it again when the connection is back.')
      if (text.peek() !== line || !commands.enterLine(session, line, commands.deviceCommands)) return
    }
    if (text.peek() === line) write('')
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {adding && <adding.AttachedList />}
      {commands && <commands.SlashList text={text.value} box={box} write={write} commands={commands.deviceCommands} />}
      <div class="field" data-sign={barred ? undefined : sign}>
        {sign === '$' && !barred && (
          <span class="sign" aria-hidden="true">
            $
          </span>
        )}
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label="Message"
          placeholder={barred ?? (sign === '$' ? 'Command' : 'Message')}
          value={text.value}
          disabled={barred !== undefined}
          autoComplete="off"
          autoCapitalize={sign === '$' ? 'off' : 'sentences'}
          autoCorrect={sign === '$' ? 'off' : 'on'}
          spellcheck={sign !== '$'}
          enterkeyhint={touch ? 'enter' : 'send'}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch) return
            event.preventDefault()
            void send()
          }}
        />
        {adding && <adding.AttachButton box={box} />}
        <button
          type="submit"
          class="round send"
          aria-label="Send"
          disabled={barred !== undefined || tooLong || nothing}
        >
          <SendIcon />
        </button>
      </div>
      {tooLong && (
        <p class="error" role="alert">
          Too long by {characters(text.value.length - session.limits.prompt)}. Shorten it, or put it into a file.
        </p>
      )}
    </form>
  )
}

function reasonNotTo(role: Role): string | undefined {
  if (mayAct(role, 'drive')) return undefined
  return role === 'approve' ? 'This device may watch and answer, not prompt' : 'This device may only watch'
}
