// The pictures of a prompt, brought from the transcript when they are asked for.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/attach.css?inline'
import { useSession } from './room-context.ts'

lateStyles(styles)

interface PicturesProps {
  /** The prompt's id. */
  readonly of: string
  readonly count: number
  /** It is in the transcript, and so are they. */
  readonly said: boolean
}

export function PromptPictures({ of, count, said }: PicturesProps): JSX.Element {
  const { connection } = useSession()
  const shown = useSignal<readonly string[]>([])
  const problem = useSignal(false)
  const asking = useRef(false)

  const bring = async (): Promise<void> => {
    if (asking.current) return
    asking.current = true
    problem.value = false
    try {
      for (let index = shown.peek().length; index < count; index++) {
        let data = ''
        for (;;) {
          const piece = await connection.call('picture', { of, index, from: data.length })
          data += piece.data
          if (piece.data === '' || data.length >= piece.total) {
            shown.value = [...shown.peek(), `data:${piece.type};base64,${data}`]
            break
          }
        }
      }
    } catch {
      problem.value = true
    }
    asking.current = false
  }

  if (!said) return <p class="muted">{count === 1 ? '1 picture' : `${count} pictures`}</p>
  const words = count === 1 ? 'picture' : `${count} pictures`
  return (
    <div class="pictures">
      {shown.value.map((source, place) => (
        <img key={source.length + place} src={source} alt={`Attachment ${place + 1} of this message`} />
      ))}
      {shown.value.length < count && (
        <button type="button" class="link" onClick={() => void bring()}>
          Show {words}
        </button>
      )}
      {problem.value && <p class="error">It could not be brought. Try again.</p>}
    </div>
  )
}
