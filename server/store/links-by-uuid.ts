// Links found by their uuid, the last one where several have it: to make a Map of a hundred thousand costs more than all
// the rest of their chain.

import type { Link } from './link.ts'

export class LinksByUuid<L extends Pick<Link, 'uuid'>> {
  readonly #links: readonly L[]
  /** Places among the links, counted from 1; 0 where nothing is. */
  readonly #slots: Int32Array
  /** No two have the same. */
  #distinct = true

  constructor(links: readonly L[]) {
    this.#links = links
    // At most half full, so that a free one is near.
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * links.length + 2)))
    let place = 0
    for (const { uuid } of links) {
      const slot = this.#slotOf(uuid)
      this.#distinct &&= this.#slots[slot] === 0
      this.#slots[slot] = ++place
    }
  }

  get(uuid: string): L | undefined {
    return this.#links[this.placeOf(uuid)]
  }

  /** Its place among the links, mostly right before `next`; -1 where none has it. */
  placeOf(uuid: string, next = 0): number {
    if (this.#distinct && this.#links[next - 1]?.uuid === uuid) return next - 1
    return this.#placeIn(this.#slotOf(uuid))
  }

  #placeIn(slot: number): number {
    return (this.#slots[slot] ?? 0) - 1
  }

  /** Where it is, or the free one where it would be. */
  #slotOf(uuid: string): number {
    const last = this.#slots.length - 1
    let slot = mixed(uuid) & last
    for (let at = this.#placeIn(slot); at >= 0 && this.#links[at]?.uuid !== uuid; at = this.#placeIn(slot)) {
      slot = (slot + 1) & last
    }
    return slot
  }
}

/** Of the end, which is another in each, whatever the version of the uuids. */
function mixed(uuid: string): number {
  let mix = 0
  for (let at = Math.max(0, uuid.length - 12); at < uuid.length; at++) mix = Math.imul(mix, 31) + uuid.charCodeAt(at)
  return mix ^ (mix >>> 15)
}
