// A question, the agent's or whether to let somebody in, answered in the terminal unless somebody else is quicker.

import type { Permission } from '../../shared/room-state.ts'
import type { Visitor } from '../../shared/visitors.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { broken, wrapped } from './columns.ts'
import { diffRows } from './diff-rows.ts'
import { elsewhere, OpenPrompt, type OpenPromptOptions } from './open-prompt.ts'
import { untabbed } from './rows.ts'
import { SelectList, selectListTheme } from './screen.ts'

/** What is answered by one of a few options. */
export type YesOrNo =
  | { readonly about: 'tool'; readonly asked: Permission }
  | { readonly about: 'visitor'; readonly asked: Visitor }

/** No window shows more rows than these. */
const mostAsked = 1000

const headings = { tool: 'Allow this?', visitor: 'Let it in?' } as const

export class PermissionPrompt extends OpenPrompt<YesOrNo, string> {
  protected readonly heading: string
  protected readonly keys = `Enter answers · ${elsewhere}`
  readonly #list: SelectList

  constructor(options: OpenPromptOptions<YesOrNo, string>) {
    super(options)
    const { about, asked } = options.question
    this.heading = ('from' in asked && asked.from ? `${plainLine(asked.from)} asks. ` : '') + headings[about]
    const items = asked.options.map((option) => ({ value: option.id, label: plainLine(option.name) }))
    this.#list = new SelectList(items, 8, selectListTheme(options.theme))
    this.#list.onSelect = (item) => this.answer(item.value)
  }

  invalidate(): void {
    this.#list.invalidate()
  }

  protected press(data: string): void {
    this.#list.handleInput(data)
  }

  protected asked(width: number): readonly string[] {
    const { theme, rows } = this.options
    const { about, asked } = this.question
    const { title, detail } = asked
    const text = detail && plainText(detail).trim() !== plainText(title).trim() ? `${title}\n${detail}` : title
    const changes = 'changes' in asked ? (asked.changes ?? []) : []
    const diff = changes.length > 0 ? diffRows(changes, mostAsked, width, theme) : []
    const words = plainText(text)
      .split('\n')
      .flatMap((line) => (about === 'tool' ? broken(untabbed(line), width) : wrapped(line, width)))
    return this.cut([...words, ...diff], Math.max(4, Math.floor(rows() / 2)))
  }

  protected answering(width: number): readonly string[] {
    return this.#list.render(width)
  }
}
