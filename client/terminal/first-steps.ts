// How a session begins here: the agent is set to what the command line wants, and then has its first prompt.

import type { StartingOptions } from '../../shared/starting-options.ts'
import type { Connection } from '../connection.ts'
import { chooseAtStart, present, started } from '../starting-options.ts'
import type { Say } from './access-actions.ts'
import type { PromptEditor } from './prompt-editor.ts'

export interface FirstStepsOptions {
  readonly connection: Connection
  readonly starting: StartingOptions
  readonly firstPrompt: string | undefined
  readonly editor: PromptEditor
  readonly prompt: (text: string) => void
  readonly say: Say
}

/** A prompt that was meant for another mode or model is not sent: it is in the editor, for whoever wants it all the same. */
export async function firstSteps(options: FirstStepsOptions): Promise<void> {
  const { connection, starting, firstPrompt, prompt } = options
  if (starting.mode === undefined && starting.model === undefined) {
    if (firstPrompt) prompt(firstPrompt)
    return
  }
  const state = await started(connection)
  const gone = state?.activity.is === 'gone'
  if (gone) intoEditor(options)
  if (!(await present(connection))) return
  const lacking = [await chosen(options, 'model'), await chosen(options, 'mode')].filter((why) => why !== undefined)
  for (const why of lacking) options.say(why, 'warning')
  if (lacking.length > 0 && !gone) intoEditor(options)
  else if (firstPrompt && !gone) prompt(firstPrompt)
}

async function chosen(
  { connection, starting }: FirstStepsOptions,
  category: 'mode' | 'model',
): Promise<string | undefined> {
  const wanted = starting[category]
  if (wanted === undefined) return undefined
  try {
    return await chooseAtStart(connection, category, wanted)
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem)
  }
}

function intoEditor({ firstPrompt, editor }: FirstStepsOptions): void {
  if (firstPrompt && editor.empty) editor.setText(firstPrompt)
}
