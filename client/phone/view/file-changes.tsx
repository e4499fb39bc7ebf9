// The diff of an edit, brought when the first one is shown; until then the names of the files.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FileChange } from '../../../shared/file-change.ts'
import { plainLine } from '../../plain-text.ts'
import { board } from './later.ts'

export function FileChanges({ list }: { readonly list: readonly FileChange[] }): JSX.Element {
  const Changes = board.part.value?.Changes
  useEffect(() => void board.load(), [])
  return Changes ? <Changes list={list} /> : <p class="nothing">{list.map(({ path }) => plainLine(path)).join(', ')}</p>
}
