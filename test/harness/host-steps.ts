// The steps of a play of a whole host: what people, agents, networks, other programs and crashes do, in any order.

import fc from 'fast-check'

export const deviceCount = 5

const device = fc.nat(deviceCount - 1)
const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'é', '😀', ' ', '\n', 'x') })

/** Those that make no sense at the moment they come do nothing, so that any part of a play is one. */
export const hostStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('prompt' as const), device, text: words }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), text: words }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('tool' as const), tool: fc.nat(3), text: words, end: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), tool: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), device, other: device }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('finish' as const), how: fc.constantFrom('done', 'fail') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), device, title: words }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fork' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('back' as const), device, to: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revive' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('other' as const), text: words, back: fc.nat(3) }) },
  /** A device's connection is lost. */
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drop' as const), device }) },
  /** It is out of reach for a while, its calls waiting. */
  { weight: 2, arbitrary: fc.record({ do: fc.constant('away' as const), device }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('back again' as const), device }) },
  /** The page is loaded anew: it remembers its calls and forgets where it was. */
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), device }) },
  /** It reads slowly, or keeps up again. */
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lag' as const), device, much: fc.boolean() }) },
  /** Its next call comes twice, or after the one that follows it. */
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('jumble' as const), device, how: fc.constantFrom('twice', 'late') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), time: fc.nat(8000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
)

export type HostStep = typeof hostStep extends fc.Arbitrary<infer S> ? S : never
