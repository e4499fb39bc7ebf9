import { describe, expect, it } from 'vitest'
import { duration } from '../../client/duration.ts'
import { openTerminal } from './open-terminal.ts'
import { device, permission, queued, running } from './scripted-connection.ts'

const last = (text: string): string => text.trimEnd().split('\n').at(-1)?.trimEnd() ?? ''

describe('the status line', () => {
  it('WD3 tells the connection, the agent’s state and its last word apart', async () => {
    const { terminal, connection, clock } = await openTerminal()
    const heard = new Date(clock.now()).toISOString()
    const time = new Date(heard).toTimeString().slice(0, 5)
    connection.live({ heard })
    expect(last(await terminal.until('idle'))).toBe(`● shell, no AI   idle   last word ${time}`)
    connection.state({ activity: running(heard) })
    clock.advance(10_000)
    expect(last(await terminal.until('10s ago'))).toBe(
      '● shell, no AI   running 10s   Esc interrupts   last word 10s ago',
    )
    connection.state({ activity: { ...running(heard), stalled: { since: heard, in: 'npm test' } } as never })
    await terminal.until(`stalled since ${time} in npm test   Esc interrupts`)
    connection.become({ is: 'reconnecting', since: clock.now(), again: clock.now() + 3000 })
    expect(last(await terminal.until('connection lost'))).toBe(
      `○ shell, no AI   connection lost 0s ago, again in 3s   was stalled`,
    )
  })

  it('goes with the agent', async () => {
    const { terminal, connection, clock } = await openTerminal()
    expect(last(await terminal.until('starting'))).toBe('○ shell, no AI   connecting   starting')
    connection.live({ activity: { is: 'starting' } })
    connection.state({ activity: { is: 'idle' } })
    expect(last(await terminal.until('idle'))).toBe('● shell, no AI   idle')
    connection.state({ activity: running() })
    await terminal.until('running 0s   Esc interrupts')
    clock.advance(12_000)
    await terminal.until('running 12s')
    connection.state({ permissions: permission('p', 't', 'x') })
    await terminal.until('needs you')
    connection.state({ permissions: {}, activity: { ...running(), stopping: true } as never })
    await terminal.until('stopping')
    connection.state({ activity: { is: 'idle', prompt: null, since: null, stopping: null } as never })
    connection.state({ activity: { ...running(), unasked: true } as never })
    await terminal.until('working by itself 12s   Esc interrupts')
    connection.state({ activity: { is: 'gone', reason: 'The agent ended with code 3.' } })
    expect(last(await terminal.until('is gone'))).toBe('● shell, no AI   gone')
    await terminal.until(/shell, no AI is gone: The agent ended with code 3\.\s+\/restart starts it again/)
  })

  it('counts devices and what waits', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live({
      queue: queued('q', 'x'),
      devices: { ...device('terminal', 'This terminal'), ...device('a', 'iPhone'), ...device('b', 'Safari') },
    })
    expect(last(await terminal.until('2 devices'))).toBe(
      '● shell, no AI   idle   1 waiting   2 devices: iPhone · Safari',
    )
  })

  it('says what the connection does when it is not live, and counts', async () => {
    const { terminal, connection, clock } = await openTerminal()
    connection.live()
    connection.become({ is: 'reconnecting', since: clock.now(), again: clock.now() + 3000 })
    await terminal.until('connection lost 0s ago, again in 3s   was idle')
    clock.advance(1000)
    await terminal.until('lost 1s ago, again in 2s')
    connection.become({ is: 'connecting', since: clock.now() - 2000 })
    await terminal.until('connection lost 2s ago')
    connection.become({ is: 'catching-up' })
    await terminal.until('catching up')
    connection.become({ is: 'live' })
    await terminal.until((text) => last(text) === '● shell, no AI   idle')
  })

  it.each([
    [100, '● Claude Code   running 7s   Esc interrupts   Plan · Sonnet   1 waiting   1 device: iPhone'],
    [81, '● Claude Code   running 7s   Esc interrupts   Plan   1 waiting   1 device: iPhone'],
    [80, '● Claude Code   running 7s   Esc interrupts   Plan   1 waiting   1 device'],
    [60, '● Claude Code  running 7s  Esc interrupts  Plan  1 device'],
    [51, '● Claude Code  running 7s  Esc interrupts  1 device'],
    [20, '● Claude Code  runn…'],
  ])('in %i columns what matters most stays: how to stop it, who is here, what it may do', async (columns, row) => {
    const { terminal, connection, clock } = await openTerminal({ size: [columns, 12] })
    const option = (id: 'mode' | 'model', name: string) =>
      ({ id, order: 1, name: id, category: id, current: name, choices: [{ value: name, name }] }) as const
    connection.live({
      agent: { name: 'claude', label: 'Claude Code', sign: '>' },
      activity: running(),
      options: { mode: option('mode', 'Plan'), model: option('model', 'Sonnet (recommended)') },
      heard: new Date(clock.now()).toISOString(),
      queue: queued('q', 'x'),
      devices: device('a', 'iPhone'),
    })
    clock.advance(7000)
    await terminal.until((text) => text.includes('7s') || columns < 30)
    expect(last(await terminal.until(/runn/))).toBe(row)
  })

  it('never takes more than its row', async () => {
    const { terminal, connection } = await openTerminal({ size: [30, 10] })
    connection.live({ devices: device('a', 'A telephone with a remarkably long name') })
    expect(last(await terminal.until('1 dev')).length).toBeLessThanOrEqual(30)
  })

  it('stops counting when nothing runs', async () => {
    const { connection, clock } = await openTerminal()
    connection.live({ activity: running() })
    clock.advance(5000)
    connection.state({ activity: { is: 'idle' } })
    clock.advance(5000)
    expect(clock.pending).toBe(0)
  })
})

describe('devices', () => {
  it('that come and go are said for a moment', async () => {
    const { terminal, connection, clock } = await openTerminal()
    connection.live({ devices: device('a', 'iPhone') })
    expect(await terminal.until('1 device: iPhone')).not.toContain('joined')
    connection.state({ devices: { ...device('a', 'iPhone'), ...device('b', 'Firefox') } })
    await terminal.until('Firefox joined')
    clock.advance(20_000)
    await terminal.until('2 devices')
    connection.frame({ t: 'state', patch: { devices: { b: null } } })
    await terminal.until('Firefox left')
    clock.advance(5000)
    expect(await terminal.until('1 device: iPhone')).not.toContain('Firefox')
  })
})

it.each([
  [0, '0s'],
  [59_999, '59s'],
  [60_000, '1m 00s'],
  [3_725_000, '1h 02m'],
  [-5, '0s'],
])('%i milliseconds are %s', (span, said) => {
  expect(duration(span)).toBe(said)
})
