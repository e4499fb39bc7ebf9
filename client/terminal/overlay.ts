// What lies over the whole window, one thing at a time: the keys are its own until it is taken away.

import type { Component, OverlayHandle, Screen } from './screen.ts'

export class Overlay {
  readonly #screen: Screen
  #shown: Component | undefined
  #handle: OverlayHandle | undefined

  constructor(screen: Screen) {
    this.#screen = screen
  }

  get open(): boolean {
    return this.#handle !== undefined
  }

  shows(component: Component): boolean {
    return this.#shown === component
  }

  /** Does nothing where something lies there already, and says so by `false`. */
  show(component: Component): boolean {
    if (this.#handle) return false
    this.#handle = this.#screen.showOverlay(component, { width: '100%', maxHeight: '100%', row: 0, col: 0 })
    this.#shown = component
    return true
  }

  hide(): void {
    this.#handle?.hide()
    this.#handle = undefined
    this.#shown = undefined
  }
}
