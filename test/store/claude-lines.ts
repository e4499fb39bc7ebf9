// Lines as Claude Code writes them, for transcripts made by hand and by chance.

export const session = '11111111-1111-4111-8111-111111111111'
export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const time = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString()

export type Line = Record<string, unknown>

/**
 * A line of the chain, its fields in Claude Code's order: where it was written is last. `parent` is a line's number,
 * null for none.
 */
export function chained(n: number, parent: number | null, more: Line = {}, own: Line = {}): Line {
  const parentUuid = parent === null ? null : uuid(parent)
  const place = {
    userType: 'external',
    cwd: '/home/ada/work',
    sessionId: session,
    version: '2.1.330',
    gitBranch: 'main',
  }
  const fields = { ...own, uuid: uuid(n), timestamp: time(n), ...more }
  return { parentUuid, isSidechain: false, ...fields, ...place, ...more }
}

export const prompt = (n: number, parent: number | null, text: unknown, more?: Line): Line =>
  chained(n, parent, more, { type: 'user', message: { role: 'user', content: text } })

export const said = (n: number, parent: number | null, message: string, block: string | Line, more?: Line): Line =>
  chained(n, parent, more, {
    type: 'assistant',
    message: {
      id: message,
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [typeof block === 'string' ? { type: 'text', text: block } : block],
    },
  })

export const call = (id: string): Line => ({ type: 'tool_use', id, name: 'Bash', input: { command: `run ${id}` } })

export const answer = (n: number, parent: number | null, of: string, text = `out ${of}`, more?: Line): Line =>
  chained(n, parent, more, {
    type: 'user',
    message: { role: 'user', content: [{ tool_use_id: of, type: 'tool_result', content: text }] },
    toolUseResult: { stdout: text },
  })

export const system = (n: number, parent: number | null, subtype: string, more?: Line): Line =>
  chained(n, parent, more, { type: 'system', subtype, content: `system ${subtype}` })

export const attachment = (n: number, parent: number | null, what: Line): Line =>
  chained(n, parent, {}, { type: 'attachment', attachment: what })

export const title = (text: string): Line => ({ type: 'custom-title', customTitle: text, sessionId: session })

export const text = (lines: readonly (Line | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
