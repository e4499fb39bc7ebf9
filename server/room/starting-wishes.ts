// Sets an agent that has just started to what the command line wants, before anything is sent to it.

import { optionOf } from '../../shared/agent-board.ts'
import { terminalDevice } from '../../shared/ids.ts'
import {
  notOffered,
  type StartingCategory,
  type StartingOptions,
  startingChoice,
} from '../../shared/starting-options.ts'
import { type ConfigureParts, configure } from './configure.ts'

/** Whoever gave the command sits at the terminal. */
const by = { device: terminalDevice, name: 'Terminal', role: 'owner' } as const

/** A sentence for each that it is not set to. */
export async function unmetWishes(parts: ConfigureParts, { model, mode }: StartingOptions): Promise<StartingOptions> {
  // The model first: it may bring other modes.
  const unmet: { model?: string; mode?: string } = {}
  for (const [category, wanted] of [
    ['model', model],
    ['mode', mode],
  ] as const) {
    const why = wanted === undefined ? undefined : await unmetWish(parts, category, wanted)
    if (why !== undefined) unmet[category] = why
  }
  return unmet
}

async function unmetWish(
  parts: ConfigureParts,
  category: StartingCategory,
  wanted: string,
): Promise<string | undefined> {
  const board = parts.live.value
  const option = optionOf(board, category)
  const choice = option && startingChoice(option, wanted)
  if (!choice) return notOffered(board.agent.label, category, wanted, option)
  try {
    await configure(parts, { option: option.id, value: choice.value }, by)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
