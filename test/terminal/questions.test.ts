import { describe, expect, it } from 'vitest'
import type { DeviceId } from '../../shared/ids.ts'
import type { QuestionField } from '../../shared/questions.ts'
import { openTerminal } from './open-terminal.ts'
import { question, running, tool } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const left = '\x1b[D'
const long =
  'It needs a server of its own, which somebody has to run, to look after and to back up every night, for ever.'
const database: QuestionField = {
  kind: 'choice',
  id: 'db',
  title: 'Database',
  description: 'For what is measured.',
  required: false,
  own: 'db_custom',
  options: [
    { value: 'pg', title: 'Postgres', description: long },
    { value: 'lite', title: 'SQLite', description: 'One file' },
  ],
}
const extras: QuestionField = {
  kind: 'choices',
  id: 'extras',
  title: 'Extras',
  required: true,
  options: ['Tests', 'Docs', 'CI'].map((title) => ({ value: title.toLowerCase(), title })),
}
const count: QuestionField = { kind: 'number', id: 'count', title: 'How many', required: true, whole: true, most: 9 }
const sure: QuestionField = { kind: 'yes-no', id: 'sure', title: 'Are you sure', required: false }

async function asked(fields: readonly QuestionField[], typed = '') {
  const opened = await openTerminal()
  const { terminal, connection } = opened
  connection.live()
  await terminal.until('idle')
  if (typed !== '') terminal.type(typed)
  connection.state({ activity: running(), questions: question('q', fields) })
  await terminal.until('The agent asks')
  return opened
}

type Opened = Awaited<ReturnType<typeof asked>>
const answers = ({ connection }: Opened) => connection.asked('respond')
const accepted = (values: object) => [{ question: 'q', answer: { action: 'accept', values } }]

describe('a form', () => {
  it('TM15 shows its options with what they say, and sends the one that is chosen, once', async () => {
    const opened = await asked([database])
    const { terminal, connection } = opened
    const text = await terminal.until('needs you')
    for (const said of [
      'Which one?',
      'Database',
      'For what is measured.',
      'Postgres',
      'SQLite',
      'One file',
      'Something else…',
      'Decline',
    ]) {
      expect(text).toContain(said)
    }
    expect(text.replace(/\s+/g, ' ')).toContain('to back up every night, for ever.')
    terminal.press(keys.down, keys.enter, keys.enter)
    expect(answers(opened)).toEqual(accepted({ db: 'lite' }))
    await terminal.until('Answering…')
    connection.state({ questions: {} })
    await terminal.until((shown) => !shown.includes('The agent asks'))
  })

  it('TM15 takes words of one’s own, which go to it and not to the editor', async () => {
    const opened = await asked([database])
    const { terminal } = opened
    terminal.press(keys.up, keys.up, keys.enter)
    await terminal.until('Enter takes it')
    terminal.type('DuckDB')
    terminal.press(keys.escape)
    await terminal.until('Something else…')
    expect(opened.connection.madeCalls('cancel')).toEqual([])
    terminal.press(keys.enter)
    terminal.type('Duck DB')
    terminal.press(keys.enter)
    expect(answers(opened)).toEqual(accepted({ db_custom: 'Duck DB' }))
    expect(opened.connection.prompts()).toEqual([])
  })

  it('TM15 goes from field to field and back, says what does not fit, and sends all of it', async () => {
    const opened = await asked([extras, count, sure])
    const { terminal } = opened
    await terminal.until('1 of 3 · Extras')
    terminal.press(keys.enter, keys.down, keys.down, keys.enter)
    await terminal.until(/\[x\] Tests[\s\S]*\[ \] Docs[\s\S]*\[x\] CI/)
    terminal.press(keys.down, keys.enter)
    await terminal.until('2 of 3 · How many')
    terminal.press(keys.enter)
    terminal.type('12')
    terminal.press(keys.enter)
    await terminal.until('This takes a number up to 9.')
    terminal.press(keys.enter, keys.backspace, keys.enter)
    await terminal.until('3 of 3 · Are you sure')
    terminal.press(left)
    await terminal.until('Write an answer… 1')
    terminal.press(keys.enter, keys.enter)
    await terminal.until('3 of 3')
    terminal.press(keys.down, keys.enter)
    expect(answers(opened)).toEqual(accepted({ extras: ['tests', 'ci'], count: 1, sure: false }))
  })

  it('TM15 can be declined, and a field that need not be answered left out', async () => {
    const declined = await asked([extras])
    declined.terminal.press(keys.up, keys.enter)
    expect(answers(declined)).toEqual([{ question: 'q', answer: { action: 'decline' } }])
    const short = await asked([sure, database])
    short.terminal.press(keys.down, keys.down, keys.enter)
    await short.terminal.until('2 of 2')
    short.terminal.press(keys.enter)
    expect(answers(short)).toEqual(accepted({ db: 'pg' }))
  })

  it('TM12 takes no key of somebody who is typing, and lets what is typed through to the editor', async () => {
    const writing = await asked([database], 'git status')
    await writing.terminal.until('Tab to answer here')
    writing.terminal.press(keys.enter)
    expect(answers(writing)).toEqual([])
    expect(writing.connection.prompts()).toEqual(['git status'])
    const idle = await asked([database])
    idle.terminal.type('ls')
    await idle.terminal.until('$ ls')
    expect(answers(idle)).toEqual([])
  })

  it('TM15 goes when somebody else answered, and says who and what; the call keeps it', async () => {
    const { terminal, connection } = await asked([database])
    const by = { device: 'd' as DeviceId, name: 'iPhone' }
    const response = { action: 'accept' as const, said: 'SQLite', by }
    connection.entries(tool('tool-q', 'AskUserQuestion', 'Which one?'), { kind: 'mark', of: 'tool-q', response })
    connection.state({ questions: {} })
    const text = await terminal.until('iPhone answered: SQLite')
    expect(text).toContain('Answered by iPhone: SQLite')
    expect(text).not.toContain('The agent asks')
  })

  it('TM15 that was answered too late says so, and is open again where the answer did not get through', async () => {
    const { terminal, connection } = await asked([database])
    terminal.press(keys.enter)
    connection.madeCalls('respond')[0]?.fail('already_resolved', 'iPhone answered first: SQLite.')
    await terminal.until('Not answered: iPhone answered first: SQLite.')
    await terminal.until('Enter answers')
  })

  it('TM1 shows no escape codes', async () => {
    const nasty = 'a\u202E\x1b]0;x\x07b'
    const { terminal } = await asked([
      { ...database, title: nasty, description: nasty, options: [{ value: 'x', title: nasty, description: nasty }] },
    ])
    await terminal.until('a‹U+202E›')
    expect(terminal.written).not.toContain('\x1b]0;x')
    expect(terminal.written).not.toContain('\u202E')
  })
})
