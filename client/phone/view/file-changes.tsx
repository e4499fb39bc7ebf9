// The diff of an edit, brought when the first one is shown; until then the names of the files.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FileChange } from '../../../shared/file-change.ts'
import { plainLine } from '../../plain-text.ts'
import { board } from './later.ts'

interface FileChangesProps {
  /** The tool call that changes them. */
  readonly of: string
  readonly list: readonly FileChange[]
}

export function FileChanges({ of, list }: FileChangesProps): JSX.Element {
  const Changes = board.part.value?.Changes
  useEffect(() => void board.load(), [])
  return Changes ? (
    <Changes of={of} list={list} />
  ) : (
    <p class="nothing">{list.map(({ path }) => plainLine(path)).join(', ')}</p>
  )
}
