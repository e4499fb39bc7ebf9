// What a person asked, with who it was and how far it is.

import type { JSX } from 'preact'
import { plainLine } from '../../plain-text.ts'
import type { PromptRow } from '../session/rows.ts'
import { pictures } from './later.ts'
import { LongText } from './long-text.tsx'
import { outcomeOf } from './outcome.ts'
import { PromptStanding } from './prompt-standing.tsx'
import { useSession } from './room-context.ts'
import { clockTime } from './times.ts'

export function PromptView({ prompt }: { readonly prompt: PromptRow }): JSX.Element {
  const state = useSession().state.value
  const runs = state?.activity.is === 'running' && state.activity.prompt === prompt.id
  const outcome = outcomeOf(prompt.mark)
  const count = prompt.images
  if (count) void pictures.load()
  const Shown = pictures.part.value?.PromptPictures
  return (
    <article class="prompt" aria-label="Prompt" data-standing={prompt.standing}>
      <div class="bubble" data-sign={state?.agent.sign}>
        <LongText of={prompt.id} text={prompt.text} cut={prompt.cut} lines={14} />
        {Shown && count && <Shown of={prompt.id} count={count} said={prompt.standing === undefined} />}
      </div>
      <div class="meta">
        {prompt.by && <span>{plainLine(prompt.by.name)}</span>}
        {prompt.standing === undefined && <time dateTime={prompt.at}>{clockTime(prompt.at)}</time>}
        {runs && <span>Running</span>}
        {outcome && <span class="outcome">{outcome}</span>}
        <PromptStanding prompt={prompt} />
      </div>
    </article>
  )
}
