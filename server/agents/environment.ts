// The environment an agent gets: the user's own, less what carryon, npm and a surrounding agent added to it.

export type Environment = { readonly [name: string]: string | undefined }

const ours = /^(CARRYON_|npm_|CLAUDECODE$|CLAUDE_CODE_(?!USE_)|CODEX_SANDBOX|GEMINI_CLI$)/
const added = new Set(['INIT_CWD', 'COLOR', 'NODE', 'PI_TUI_WRITE_LOG', 'PI_TUI_DEBUG'])

export function agentEnvironment(environment: Environment): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !ours.test(name) && !added.has(name)) kept[name] = value
  }
  return kept
}
