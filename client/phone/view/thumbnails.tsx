// Pictures as small ones, each brought once it is in view, let go when it no longer is, and shown large on a tap.

import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { deviceLimits } from '../../../shared/limits.ts'
import { CallFailed } from '../../connection.ts'
import { lateStyles } from '../page/late-styles.ts'
import { PictureShelf } from '../session/picture-shelf.ts'
import styles from '../styles/pictures.css?inline'
import { showPicture } from './large-picture.tsx'
import type { PicturesProps } from './pictures-of.tsx'
import { useSession } from './room-context.ts'

lateStyles(styles)

const shelf = new PictureShelf(deviceLimits.keptPictures)

/** So far out of view, in pixels, one is brought already, and held still. */
const nearby = 300

export function Thumbnails({ of, count, from }: PicturesProps): JSX.Element {
  const { status } = useSession()
  const problem = useSignal<string | undefined>(undefined)
  const waits = useSignal(count)
  const offline = waits.value > 0 && status.value.is !== 'live'
  return (
    <div class="pictures">
      <ul>
        {Array.from({ length: count }, (_, index) => (
          <Thumbnail
            key={index}
            of={of}
            index={index}
            alt={`Picture${count > 1 ? ` ${index + 1} of ${count}` : ''} from ${from}`}
            problem={problem}
            waits={waits}
          />
        ))}
      </ul>
      {offline && <p class="muted">Shown when the connection is back.</p>}
      {problem.value && <p class="error">{problem.value}</p>}
    </div>
  )
}

interface ThumbnailProps {
  readonly of: string
  readonly index: number
  readonly alt: string
  /** Of all of them: why one is not here, and how many are not. */
  readonly problem: Signal<string | undefined>
  readonly waits: Signal<number>
}

function Thumbnail({ of, index, alt, problem, waits }: ThumbnailProps): JSX.Element {
  const session = useSession()
  const place = useRef<HTMLLIElement>(null)
  const near = useSignal(false)
  const source = useSignal<string | undefined>(undefined)
  const lacking = useSignal(false)
  const live = session.status.value.is === 'live'
  const lack = (why: string): void => {
    lacking.value = true
    problem.value = why
  }
  useEffect(() => {
    if (!place.current) return
    const watcher = new IntersectionObserver(
      (seen) => {
        near.value = seen.at(-1)?.isIntersecting ?? false
      },
      { root: place.current.closest('.log'), rootMargin: `${nearby}px` },
    )
    watcher.observe(place.current)
    return () => watcher.disconnect()
  }, [])
  useEffect(() => {
    if (!near.value) source.value = undefined
    if (!near.value || !live || lacking.value) return
    const left = new AbortController()
    shelf.bring(session.connection, { of, index }, left.signal).then(
      (brought) => {
        if (!left.signal.aborted) source.value = brought
      },
      (failure: unknown) => {
        // What was lost on the way is asked for again.
        if (left.signal.aborted || session.status.peek().is !== 'live') return
        lack(failure instanceof CallFailed ? failure.message : 'It could not be brought.')
      },
    )
    return () => left.abort()
  }, [near.value, live, lacking.value])
  const here = source.value !== undefined
  useEffect(() => {
    if (!here) return
    waits.value--
    return () => {
      waits.value++
    }
  }, [here])
  const retry = (): void => {
    lacking.value = false
    problem.value = undefined
  }
  const shown = source.value
  return (
    <li ref={place}>
      {lacking.value ? (
        <button type="button" class="thumbnail" aria-label={`${alt}: not here. Try again`} onClick={retry}>
          Try again
        </button>
      ) : shown === undefined ? (
        <span class="thumbnail" role="img" aria-label={`${alt}, on its way`} />
      ) : (
        <button type="button" class="thumbnail" onClick={() => showPicture(session, shown, alt)}>
          <img src={shown} alt={alt} onError={() => lack('This browser cannot show it.')} />
        </button>
      )}
    </li>
  )
}
