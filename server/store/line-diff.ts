// The difference of two texts by lines, as hunks with a little of what stands around them (Myers' O(ND) algorithm).

/** As Claude Code and `diff -u` have it: `lines` begin with a space, `-`, `+` or `\`. */
export interface Hunk {
  readonly oldStart: number
  readonly oldLines: number
  readonly newStart: number
  readonly newLines: number
  readonly lines: readonly string[]
}

type Step = ' ' | '-' | '+'

/** Lines that stay, shown before and after each change. */
const around = 3
/** Of texts that differ in more lines than these, all is taken for changed: the search costs the square of it. */
const mostEdits = 400
/** What follows a last line that no newline ends. */
const unended = '\\ No newline at end of file'

export function lineDiff(before: string, after: string): Hunk[] {
  if (before === after) return []
  const [old, now] = linesOf(before, after)
  let same = 0
  while (same < old.length && same < now.length && old[same] === now[same]) same++
  let tail = 0
  while (tail < old.length - same && tail < now.length - same && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  const [oldPart, newPart] = [old.slice(same, old.length - tail), now.slice(same, now.length - tail)]
  const middle = steps(oldPart, newPart) ?? [...oldPart.map(() => '-' as const), ...newPart.map(() => '+' as const)]
  const all: Step[] = [...Array<Step>(same).fill(' '), ...middle, ...Array<Step>(tail).fill(' ')]
  return hunksOf(all, old, now)
}

/** Whether a last line is ended matters only where that differs. */
function linesOf(before: string, after: string): [string[], string[]] {
  const marks = before !== '' && after !== '' && before.endsWith('\n') !== after.endsWith('\n')
  const lines = (text: string): string[] => {
    if (text === '') return []
    const list = text.split('\n')
    if (list.at(-1) === '') list.pop()
    else if (marks) list.push(`${list.pop()}\n${unended}`)
    return list
  }
  return [lines(before), lines(after)]
}

/** The shortest way from one to the other; undefined where it is too long to look for. */
function steps(old: readonly string[], now: readonly string[]): Step[] | undefined {
  const most = Math.min(old.length + now.length, mostEdits)
  const reached = new Int32Array(2 * most + 3)
  const at = (diagonal: number): number => reached[diagonal + most + 1] ?? 0
  const trace: Int32Array[] = []
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reached.slice())
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1))
      let x = down ? at(diagonal + 1) : at(diagonal - 1) + 1
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++
      reached[diagonal + most + 1] = x
      if (x >= old.length && x - diagonal >= now.length) return wayBack(trace, most, old.length, now.length)
    }
  }
  return undefined
}

function wayBack(trace: readonly Int32Array[], most: number, oldLength: number, newLength: number): Step[] {
  const way: Step[] = []
  let [x, y] = [oldLength, newLength]
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const at = (diagonal: number): number => trace[edits]?.[diagonal + most + 1] ?? 0
    const diagonal = x - y
    const down = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1))
    const from = edits === 0 ? 0 : at(down ? diagonal + 1 : diagonal - 1)
    const start = edits === 0 ? 0 : down ? from : from + 1
    for (; x > start; x--, y--) way.push(' ')
    if (edits === 0) break
    way.push(down ? '+' : '-')
    x = from
    y = from - (down ? diagonal + 1 : diagonal - 1)
  }
  return way.reverse()
}

function hunksOf(all: readonly Step[], old: readonly string[], now: readonly string[]): Hunk[] {
  const hunks: Hunk[] = []
  let [x, y, place] = [0, 0, 0]
  const pass = (step: Step): void => {
    if (step !== '+') x++
    if (step !== '-') y++
    place++
  }
  while (place < all.length) {
    const change = nextChange(all, place)
    if (change === all.length) break
    while (place < change - around) pass(' ')
    const [oldStart, newStart, lines] = [x, y, [] as string[]]
    const end = endOfHunk(all, change)
    while (place < end) {
      const step = all[place] ?? ' '
      lines.push(...`${step}${(step === '+' ? now[y] : old[x]) ?? ''}`.split('\n'))
      pass(step)
    }
    const [oldLines, newLines] = [x - oldStart, y - newStart]
    // A side without lines is named by the line before it.
    const begin = (start: number, count: number): number => (count === 0 ? start : start + 1)
    hunks.push({ oldStart: begin(oldStart, oldLines), oldLines, newStart: begin(newStart, newLines), newLines, lines })
  }
  return hunks
}

function nextChange(all: readonly Step[], from: number): number {
  let place = from
  while (place < all.length && all[place] === ' ') place++
  return place
}

/** Changes with little between them are one hunk. */
function endOfHunk(all: readonly Step[], change: number): number {
  let last = change
  for (let place = change; place < all.length && place - last <= 2 * around; place++)
    if (all[place] !== ' ') last = place
  return Math.min(last + 1 + around, all.length)
}
