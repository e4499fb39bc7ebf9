// What an edit changes, as a diff: each line with its sign, so that nobody needs the colours; what was cut is a tap away.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { type FileChange, sizeOf } from '../../../shared/file-change.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/changes.css?inline'
import { Frame } from './frame.tsx'
import { useSession } from './room-context.ts'

lateStyles(styles)

interface ChangesProps {
  /** The tool call that changes the files. */
  readonly of: string
  readonly list: readonly FileChange[]
}

export function Changes({ of, list }: ChangesProps): JSX.Element {
  return (
    <>
      {list.map((change) => (
        <Change key={`${change.path} ${sizeOf(change)}`} of={of} change={change} />
      ))}
    </>
  )
}

function Change({ of, change }: { readonly of: string; readonly change: FileChange }): JSX.Element {
  const session = useSession()
  const whole = useSignal<Pick<FileChange, 'diff' | 'omitted'> | undefined>(undefined)
  const loading = useSignal(false)
  const problem = useSignal<string | undefined>(undefined)
  const { diff, omitted = 0 } = whole.value ?? change
  const path = plainLine(change.path)

  const bring = async (): Promise<void> => {
    if (loading.peek()) return
    loading.value = true
    problem.value = undefined
    try {
      let text = ''
      for (;;) {
        const piece = await session.read(of, text.length, change.path)
        text += piece.text
        if (text.length < piece.total && piece.text !== '') continue
        whole.value = { diff: text, omitted: piece.omitted }
        break
      }
    } catch (error) {
      problem.value = error instanceof Error ? error.message : 'It could not be brought. Try again.'
    }
    loading.value = false
  }

  return (
    <figure class="change">
      <figcaption>
        <span class="change-path">{path}</span>
        <span class="change-size">{sizeOf(change)}</span>
      </figcaption>
      {diff !== '' && (
        <Frame label={`Changes of ${path}`}>
          {diff.split('\n').map((line, at) => (
            <span key={at} data-sign={line.slice(0, 1)}>
              {plainText(line)}
            </span>
          ))}
        </Frame>
      )}
      {omitted > 0 && (
        <p class="cut">
          <span>{omitted === 1 ? '1 more line' : `${omitted.toLocaleString('en')} more lines`} not shown</span>
          {!whole.value && diff !== '' && (
            <button type="button" class="link" disabled={loading.value} onClick={() => void bring()}>
              {loading.value ? 'Loading…' : 'Show all'}
            </button>
          )}
          {problem.value && <span class="error">{problem.value}</span>}
        </p>
      )}
    </figure>
  )
}
