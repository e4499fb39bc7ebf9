// What a person asked, with who it was and how far it is.

import type { JSX } from 'preact'
import { plainLine } from '../../plain-text.ts'
import type { PromptRow } from '../session/rows.ts'
import { LongText } from './long-text.tsx'
import { outcomeOf } from './outcome.ts'
import { PicturesOf } from './pictures-of.tsx'
import { PromptStanding } from './prompt-standing.tsx'
import { useSession } from './room-context.ts'
import { clockTime } from './times.ts'

export function PromptView({ prompt }: { readonly prompt: PromptRow }): JSX.Element {
  const state = useSession().state.value
  const runs = state?.activity.is === 'running' && state.activity.prompt === prompt.id
  const outcome = outcomeOf(prompt.mark)
  return (
    <article class="prompt" aria-label="Prompt" data-standing={prompt.standing}>
      <div class="bubble" data-sign={state?.agent.sign}>
        <LongText of={prompt.id} text={prompt.text} cut={prompt.cut} lines={14} />
        {prompt.images && (
          <PicturesOf of={prompt.id} count={prompt.images} from="this message" here={hostHas(prompt.standing)} />
        )}
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

const hostHas = (standing: PromptRow['standing']): boolean =>
  standing !== 'sending' && standing !== 'asks' && standing !== 'refused'
