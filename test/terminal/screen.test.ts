import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type Body, markdownRows, processTerminal, Screen } from '../../client/terminal/screen.ts'
import { themeFor } from '../../client/terminal/theme.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { VirtualTerminal } from './virtual-terminal.ts'

class Rows implements Body {
  rows: string[]
  readonly gone: string[] = []
  constructor(rows: string[]) {
    this.rows = rows
  }
  render(): string[] {
    return this.rows
  }
  scrolledOff(count: number): void {
    this.gone.push(...this.rows.splice(0, count))
  }
  reflow(_width: number, count: number): void {
    this.rows = [...this.gone, ...this.rows].slice(-count)
  }
}

async function drawn(rows: string[], columns = 20, height = 5) {
  const terminal = new VirtualTerminal(columns, height)
  const screen = new Screen(terminal)
  const body = new Rows(rows)
  screen.body = body
  screen.panel = { render: () => ['[panel]'], invalidate() {} }
  screen.start()
  await terminal.until('[panel]')
  return { terminal, screen, body }
}

describe('the guards', () => {
  it('TM2 a line that is too wide is cut, and no crash is written to the home folder', async () => {
    const home = temporaryFolder()
    vi.stubEnv('HOME', home)
    const { terminal, screen, body } = await drawn(['x'.repeat(50), '日本語'.repeat(20)])
    body.rows = ['y'.repeat(300), '\t'.repeat(9), '日本語'.repeat(20)]
    screen.requestRender()
    await terminal.until('yyy')
    expect(existsSync(join(home, '.pi'))).toBe(false)
    screen.stop()
    vi.unstubAllEnvs()
  })

  it('TM1 a code that moves the cursor or sets a title is dropped from a line, colours are kept', async () => {
    const { terminal, screen } = await drawn(['\x1b[31mred\x1b[0m\x1b[2J\x1b]0;owned\x07\x1b[10;10Hafter'])
    expect(terminal.written).toContain('\x1b[31mred')
    expect(terminal.written).not.toMatch(/\x1b\[2J|\x1b\]0;|\x1b\[10;10H/)
    screen.stop()
  })

  it('TM4 the cursor comes back, once', async () => {
    const { terminal, screen } = await drawn(['a'])
    expect(terminal.cursorHidden).toBe(true)
    screen.stop()
    screen.stop()
    expect(terminal.cursorHidden).toBe(false)
    expect(terminal.written.split('\x1b[?25h')).toHaveLength(2)
  })

  it("pi-tui's own switches are taken out of the environment", () => {
    vi.stubEnv('PI_TUI_WRITE_LOG', '/nowhere/log')
    vi.stubEnv('PI_TUI_DEBUG', '1')
    processTerminal()
    expect(process.env.PI_TUI_WRITE_LOG).toBeUndefined()
    expect(process.env.PI_TUI_DEBUG).toBeUndefined()
    vi.unstubAllEnvs()
  })
})

describe('rows that leave the screen', () => {
  it('TM3 are handed over once and in order, and stay in the scrollback', async () => {
    const all = Array.from({ length: 30 }, (_, at) => `row ${at}`)
    const { terminal, screen, body } = await drawn(all.slice(0, 10))
    for (let at = 10; at < 30; at += 1) {
      body.rows.push(`row ${at}`)
      screen.requestRender()
      await terminal.until(`row ${at}`)
    }
    expect([...body.gone, ...body.rows]).toEqual(all)
    expect(body.rows).toHaveLength(4)
    const shown = terminal.screen
      .allRows()
      .map((row) => row.trimEnd())
      .filter((row) => row.startsWith('row'))
    expect(shown).toEqual(all)
    screen.stop()
  })

  it('TM3 a panel that grows and shrinks again leaves nothing behind', async () => {
    const { terminal, screen, body } = await drawn(['a', 'b', 'c', 'd'])
    screen.panel = { render: () => ['1', '2', '[three]'], invalidate() {} }
    screen.requestRender()
    await terminal.until('[three]')
    screen.panel = { render: () => ['[small]'], invalidate() {} }
    screen.requestRender()
    await terminal.until('[small]')
    expect([...body.gone, ...body.rows]).toEqual(['a', 'b', 'c', 'd'])
    expect(terminal.screen.text()).not.toContain('three')
    screen.stop()
  })
})

it('markdown that the parser cannot take is shown as it is', () => {
  const deep = `${'> '.repeat(6000)}deep`
  expect(markdownRows(deep, 40, themeFor({})).join('')).toContain('deep')
})
