// The button that adds pictures to a message, and those added so far: made smaller where they are large, then sent by pieces.

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ImageId } from '../../../shared/ids.ts'
import { CallFailed } from '../../connection.ts'
import { uploadImage } from '../../upload.ts'
import { lateStyles } from '../page/late-styles.ts'
import { dataUrl, smallPicture } from '../page/small-picture.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/attach.css?inline'
import { CloseIcon } from './icons.tsx'
import { useSession } from './room-context.ts'

lateStyles(styles)

interface Attached {
  readonly key: number
  readonly preview: string
  /** Undefined until the host has all of it. */
  readonly image: ImageId | undefined
}

const list = signal<readonly Attached[]>([])
let count = 0

/** Whether the message has to wait for its pictures; undefined where it has none. */
export const picturesWait: ReadonlySignal<boolean | undefined> = computed(() =>
  list.value.length > 0 ? list.value.some(({ image }) => image === undefined) : undefined,
)

/** Those go with the message. */
export function takeAttached(): readonly ImageId[] {
  const images = list.peek().flatMap(({ image }) => image ?? [])
  list.value = []
  return images
}

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))

async function attach(session: Session, files: Iterable<Blob>): Promise<void> {
  const { connection, limits, notes } = session
  for (const file of files) {
    if (list.peek().length >= limits.promptImages) return notes.say(`A message takes ${limits.promptImages} pictures.`)
    const key = ++count
    const picture = await smallPicture(file, limits.image)
    if (!picture) {
      notes.say('That is no picture this browser can read, or it is too large.')
      continue
    }
    list.value = [...list.peek(), { key, preview: await dataUrl(picture), image: undefined }]
    try {
      const bytes = new Uint8Array(await picture.arrayBuffer())
      const image = await uploadImage({ connection, limits, random }, bytes)
      list.value = list.peek().map((each) => (each.key === key ? { ...each, image } : each))
    } catch (problem) {
      drop(key)
      notes.say(problem instanceof CallFailed ? problem.message : 'The picture could not be sent. Choose it again.')
    }
  }
}

function drop(key: number): void {
  list.value = list.peek().filter((each) => each.key !== key)
}

/** What is pasted into the message is taken as well. */
export function AttachButton({ box }: { readonly box: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const session = useSession()
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const files = event.clipboardData?.files
      if (!files?.length) return
      event.preventDefault()
      void attach(session, [...files])
    }
    const message = box.current
    message?.addEventListener('paste', paste)
    return () => message?.removeEventListener('paste', paste)
  }, [])
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          void attach(session, [...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
      <button type="button" class="quiet attach" aria-label="Add a picture" onClick={() => input.current?.click()}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 6h16v13H4zM8.500 10.500h.01M5 18l5-5 3 3 3-3 4 4" />
        </svg>
      </button>
    </>
  )
}

export function AttachedList(): JSX.Element | null {
  if (list.value.length === 0) return null
  return (
    <ul class="attached" aria-label="Pictures of this message">
      {list.value.map(({ key, preview, image }, place) => (
        <li key={key} aria-busy={image === undefined}>
          <img src={preview} alt={`Attachment ${place + 1}${image === undefined ? ', being sent' : ''}`} />
          <button type="button" class="quiet" aria-label={`Leave picture ${place + 1} out`} onClick={() => drop(key)}>
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  )
}
