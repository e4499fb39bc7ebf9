// Makes DOM nodes of Markdown as it comes in: links to pages only, no pictures from elsewhere, never HTML from a string.

import { h, render } from 'preact'
import * as smd from 'streaming-markdown'
import { CopyButton } from '../view/copy-button.tsx'
import { safeAddress } from './safe-address.ts'

interface Place {
  /** From the root down to where text goes now. */
  readonly nodes: HTMLElement[]
}

const elements: { readonly [token: number]: string } = {
  [smd.PARAGRAPH]: 'p',
  [smd.HEADING_1]: 'h2',
  [smd.HEADING_2]: 'h3',
  [smd.HEADING_3]: 'h4',
  [smd.HEADING_4]: 'h5',
  [smd.HEADING_5]: 'h6',
  [smd.HEADING_6]: 'h6',
  [smd.BLOCKQUOTE]: 'blockquote',
  [smd.LIST_UNORDERED]: 'ul',
  [smd.LIST_ORDERED]: 'ol',
  [smd.LIST_ITEM]: 'li',
  [smd.CODE_INLINE]: 'code',
  [smd.EQUATION_BLOCK]: 'code',
  [smd.EQUATION_INLINE]: 'code',
  [smd.STRONG_AST]: 'strong',
  [smd.STRONG_UND]: 'strong',
  [smd.ITALIC_AST]: 'em',
  [smd.ITALIC_UND]: 'em',
  [smd.STRIKE]: 's',
  [smd.LINK]: 'a',
  [smd.RAW_URL]: 'a',
  // A picture would be fetched from elsewhere: it is shown as a link to it.
  [smd.IMAGE]: 'a',
  [smd.LINE_BREAK]: 'br',
  [smd.RULE]: 'hr',
  [smd.CHECKBOX]: 'span',
  [smd.TABLE]: 'table',
  [smd.TABLE_ROW]: 'tr',
}

export function renderer(root: HTMLElement): smd.Renderer<Place> {
  return {
    data: { nodes: [root] },
    add_token: addToken,
    end_token: endToken,
    add_text: addText,
    set_attr: setAttribute,
  }
}

function addToken({ nodes }: Place, token: number): void {
  const parent = nodes.at(-1)
  if (!parent || token === smd.DOCUMENT) return
  if (token === smd.CODE_BLOCK || token === smd.CODE_FENCE) {
    const frame = append(parent, 'div')
    frame.className = 'code-block'
    const block = append(frame, 'pre')
    // It scrolls sideways, so the keyboard must reach it.
    block.tabIndex = 0
    nodes.push(append(block, 'code'))
  } else if (token === smd.TABLE) {
    const frame = append(parent, 'div')
    frame.className = 'table'
    frame.tabIndex = 0
    nodes.push(append(frame, 'table'))
  } else if (token === smd.TABLE_ROW) {
    const part = parent.children.length === 0 ? 'thead' : 'tbody'
    const group = parent.children.length < 2 ? append(parent, part) : parent.children[1]
    nodes.push(append(group ?? parent, 'tr'))
  } else if (token === smd.TABLE_CELL) {
    nodes.push(append(parent, parent.parentElement?.tagName === 'THEAD' ? 'th' : 'td'))
  } else {
    const element = append(parent, elements[token] ?? 'span')
    if (token === smd.CHECKBOX) element.textContent = '☐ '
    if (token === smd.IMAGE) element.dataset.picture = ''
    nodes.push(element)
  }
}

function endToken({ nodes }: Place): void {
  const ended = nodes.length > 1 ? nodes.pop() : undefined
  const frame = ended?.parentElement?.parentElement
  if (ended && frame?.className === 'code-block') {
    render(h(CopyButton, { what: 'code', text: () => ended.textContent }), append(frame, 'span'))
  }
  if (ended?.dataset.picture !== undefined && ended.textContent === '') ended.textContent = 'Picture'
}

function addText({ nodes }: Place, text: string): void {
  nodes.at(-1)?.append(text)
}

function setAttribute({ nodes }: Place, attribute: number, value: string): void {
  const element = nodes.at(-1)
  if (!element) return
  switch (attribute) {
    case smd.HREF:
    case smd.SRC: {
      const address = safeAddress(value)
      if (address === undefined || !(element instanceof HTMLAnchorElement)) return
      element.href = address
      element.rel = 'noopener noreferrer'
      element.target = '_blank'
      return
    }
    case smd.CHECKED:
      element.textContent = '☑ '
      return
    case smd.START:
      if (element instanceof HTMLOListElement) element.start = Number.parseInt(value, 10) || 1
      return
  }
}

function append(parent: Element, name: string): HTMLElement {
  const element = document.createElement(name)
  parent.append(element)
  return element
}
