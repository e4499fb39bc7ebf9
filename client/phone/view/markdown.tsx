// A text of the agent's as Markdown that may still be growing; as plain text for the moment until the parser is there.

import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { plainText } from '../../plain-text.ts'
import { markdownWriter } from '../markdown/load-markdown.ts'
import type { MarkdownWriter } from '../markdown/markdown-writer.ts'

interface MarkdownProps {
  readonly text: string
  readonly writing?: boolean
}

export function Markdown({ text, writing = false }: MarkdownProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const writer = useRef<MarkdownWriter | undefined>(undefined)
  const Writer = markdownWriter().value
  useLayoutEffect(() => {
    if (!root.current) return
    if (Writer) {
      writer.current ??= new Writer(root.current)
      writer.current.show(plainText(text), !writing)
    } else root.current.textContent = plainText(text)
  }, [text, writing, Writer])
  return <div ref={root} class="prose" data-plain={Writer === undefined} />
}
