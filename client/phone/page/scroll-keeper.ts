// Holds the reader's place: at the end while the end is looked at, else at the very line being read.

import { type ReadonlySignal, signal } from '@preact/signals'

/** Closer to the end than this counts as being there, in CSS pixels. */
const nearEnd = 48
/** Closer to the beginning than this and older entries are asked for. */
const nearStart = 900

export interface ScrollKeeper {
  readonly pinned: ReadonlySignal<boolean>
  toEnd(): void
  stop(): void
}

/** `content` is the only child of `scroller`, and `rows` are the children of `content`. */
export function keepScroll(scroller: HTMLElement, content: HTMLElement, onNearStart: () => void): ScrollKeeper {
  const pinned = signal(true)
  let anchor: { readonly element: Element; readonly top: number } | undefined
  let lastTop = 0
  let lastHeight = scroller.clientHeight

  const topOf = (element: Element): number => element.getBoundingClientRect().top - scroller.getBoundingClientRect().top

  const settle = (): void => {
    if (pinned.peek()) scroller.scrollTop = scroller.scrollHeight
    else if (anchor?.element.isConnected) scroller.scrollTop += topOf(anchor.element) - anchor.top
    lastTop = scroller.scrollTop
    lastHeight = scroller.clientHeight
  }

  const onScroll = (): void => {
    const top = scroller.scrollTop
    const left = scroller.scrollHeight - scroller.clientHeight - top
    // What grows below moves the end away without anyone having scrolled: only going up leaves it. What stands beneath and
    // goes, and comes again before this is told, moves it up, too: that is settled with the new height.
    if (left <= nearEnd) pinned.value = true
    else if (top < lastTop - 1 && scroller.clientHeight === lastHeight) pinned.value = false
    lastTop = top
    const element = firstVisible(content, scroller)
    anchor = element && { element, top: topOf(element) }
    if (top < nearStart) onNearStart()
  }

  const sizes = new ResizeObserver((changed) => {
    settle()
    // Only another content may leave room for more; that the window changed says nothing about older entries.
    if (lastTop < nearStart && changed.some(({ target }) => target === content)) onNearStart()
  })
  sizes.observe(content)
  sizes.observe(scroller)
  scroller.addEventListener('scroll', onScroll, { passive: true })
  return {
    pinned,
    toEnd() {
      pinned.value = true
      scroller.scrollTop = scroller.scrollHeight
    },
    stop() {
      sizes.disconnect()
      scroller.removeEventListener('scroll', onScroll)
    },
  }
}

/** The first child that reaches below the scroller's upper edge. */
function firstVisible(content: HTMLElement, scroller: HTMLElement): Element | undefined {
  const edge = scroller.getBoundingClientRect().top
  let low = 0
  let high = content.children.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const child = content.children[middle]
    if (child && child.getBoundingClientRect().bottom > edge) high = middle
    else low = middle + 1
  }
  return content.children[low]
}
