// Slash commands as every device knows them: what a line means, what completes it, and who is offered what.

import { describe, expect, it } from 'vitest'
import { type CommandSetting, type DeviceCommand, offered, runCommand } from '../../client/commands/command.ts'
import { completionsOf } from '../../client/commands/completion.ts'
import { deviceCommands } from '../../client/commands/index.ts'
import { readLine } from '../../client/commands/slash-line.ts'
import type { DeviceId } from '../../shared/ids.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import { room, ScriptedConnection } from '../terminal/scripted-connection.ts'

const paint: DeviceCommand = {
  name: 'paint',
  argument: '[colour]',
  description: 'paints it',
  role: 'view',
  choices: () => [{ value: 'Red', description: 'warm' }, { value: 'green/dark' }],
  run: () => {},
}
const known = [paint, ...deviceCommands]

describe('OP1 a line', () => {
  it.each(['ls', '/bin/ls', '// note', '/', '/3', '/paint/it', 'echo /paint'])('is a prompt: %s', (text) => {
    expect(readLine(text, false, known)).toEqual({ is: 'prompt', text })
  })

  it('is a prompt where it was begun with a space', () => {
    expect(readLine('/paint red', true, known)).toEqual({ is: 'prompt', text: '/paint red' })
  })

  it('is a command with its argument, of one row or several', () => {
    expect(readLine('/paint  red\n and green ', false, known)).toEqual({
      is: 'command',
      command: paint,
      argument: 'red\n and green',
    })
  })

  it('that could be a command and is none says so', () => {
    expect(readLine('/pant red', false, known)).toEqual({ is: 'unknown', name: 'pant' })
  })
})

describe('completion', () => {
  const values = (typed: string) => completionsOf(typed, known, undefined)?.items.map(({ value }) => value)

  it.each([
    ['/', known.map(({ name }) => `/${name}`)],
    ['/pa', ['/paint']],
    ['/paint ', ['Red', 'green/dark']],
    ['/paint r', ['Red']],
    ['/paint green/d', ['green/dark']],
  ])('of "%s"', (typed, expected) => expect(values(typed)).toEqual(expected))

  it.each(['', 'pa', '/x', '/bin/', '/paint red ', ' /pa', '/paint  red more'])('is none of "%s"', (typed) =>
    expect(values(typed)).toBeUndefined(),
  )
})

it('OP2 a device is offered the commands of its role and reach only', () => {
  const names = (role: Role, scope: Scope = { kind: 'room', room }) =>
    offered(known, { device: 'phone' as DeviceId, role, scope, room }).map(({ name }) => name)
  expect(names('drive')).toEqual(expect.arrayContaining(['paint', 'rename', 'tag']))
  expect(names('drive')).not.toContain('resume')
  expect(names('drive', { kind: 'host' })).toEqual(expect.arrayContaining(['paint', 'resume', 'fork']))
  expect(names('approve', { kind: 'host' })).toEqual(['paint', 'cost', 'tasks'])
  expect(offered(known, undefined).map(({ name }) => name)).toEqual(['paint', 'cost', 'tasks'])
})

describe('a command', () => {
  function played() {
    const connection = new ScriptedConnection()
    connection.live()
    const said: string[] = []
    const here: CommandSetting = { connection, say: (text) => said.push(text), chooseSession: () => {}, now: () => 0 }
    const run = (name: string, argument: string) => {
      const command = known.find((one) => one.name === name)
      if (!command) throw new Error(`no /${name}`)
      return runCommand(command, here, argument)
    }
    return { connection, said, run }
  }

  it('that the host refuses says why', async () => {
    const { connection, said, run } = played()
    const done = run('rename', 'Beans')
    connection.madeCalls('rename')[0]?.fail('storage_failed', 'The disk is full.')
    await done
    expect(said).toEqual(['/rename: The disk is full.'])
  })

  it('/rename gives a title, and asks for one', async () => {
    const { connection, said, run } = played()
    await run('rename', '')
    const done = run('rename', 'Beans')
    connection.madeCalls('rename')[0]?.answer({})
    await done
    expect(connection.made.map(({ params }) => params)).toEqual([{ title: 'Beans' }])
    expect(said).toEqual(['/rename takes the new title: /rename Auth refactor', 'This session is called “Beans” now.'])
  })

  it('/tag tags, and without a tag takes the one away that is there', async () => {
    const { connection, said, run } = played()
    const both = [run('tag', 'urgent'), run('tag', '')]
    for (const call of connection.madeCalls('tag')) call.answer({})
    await Promise.all(both)
    expect(connection.made.map(({ params }) => params)).toEqual([{ tag: 'urgent' }, { tag: null }])
    expect(said).toEqual(['This session is tagged urgent now.', 'This session has no tag now.'])
  })
})
