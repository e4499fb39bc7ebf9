// What an edit changes, as a diff: each line with its sign, so that nobody needs the colours.

import type { JSX } from 'preact'
import { type FileChange, sizeOf } from '../../../shared/file-change.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/changes.css?inline'
import { Frame } from './frame.tsx'

lateStyles(styles)

export function Changes({ list }: { readonly list: readonly FileChange[] }): JSX.Element {
  return (
    <>
      {list.map((change) => (
        <figure class="change" key={change.path}>
          <figcaption>
            <span class="change-path">{plainLine(change.path)}</span>
            <span class="change-size">{sizeOf(change)}</span>
          </figcaption>
          {change.diff !== '' && (
            <Frame label={`Changes of ${plainLine(change.path)}`}>
              {change.diff.split('\n').map((line, at) => (
                <span key={at} data-sign={line.slice(0, 1)}>
                  {plainText(line)}
                </span>
              ))}
            </Frame>
          )}
          {change.omitted !== undefined && (
            <p class="cut">{change.omitted === 1 ? '1 more line' : `${change.omitted} more lines`} not shown</p>
          )}
        </figure>
      ))}
    </>
  )
}
