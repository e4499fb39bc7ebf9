// A tool the agent used: what for, how it went, and what it gave.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Mark } from '../../../shared/entries.ts'
import type { ShownTool } from '../../../shared/room-view.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { responseWords } from '../../response-words.ts'
import type { ToolRow } from '../session/rows.ts'
import { FileChanges } from './file-changes.tsx'
import { Frame } from './frame.tsx'
import { board } from './later.ts'
import { LongText } from './long-text.tsx'
import { outcomeOf } from './outcome.ts'
import { PicturesOf } from './pictures-of.tsx'
import { useNameOf } from './room-context.ts'

const runsCommands = /^(bash|shell|execute|terminal|command)$/i

export function ToolCard({ row }: { readonly row: ToolRow }): JSX.Element {
  const { tool, mark, echo } = row
  const { WorkOf, SubAgentWork } = board.part.value ?? {}
  const chosen = useSignal<boolean | undefined>(undefined)
  const command = runsCommands.test(tool.name) || tool.exit !== undefined
  const wide = command || tool.changes || tool.images || tool.state === 'running' || tool.state === 'failed'
  // What it would do stands in the question.
  const open = chosen.value ?? (Boolean(wide) && tool.state !== 'asked')
  return (
    <details
      class="tool"
      data-state={tool.state}
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open) chosen.value = event.currentTarget.open
      }}
    >
      <summary>
        <span class="tool-name">{plainLine(tool.name)}</span>
        {!echo && <span class="tool-title">{plainLine(tool.title)}</span>}
        <ToolState tool={tool} mark={mark} />
        {WorkOf && <WorkOf of={tool.id} />}
      </summary>
      <Decision mark={mark} />
      {open && <ToolBody tool={tool} />}
      {open && SubAgentWork && <SubAgentWork tool={tool} />}
    </details>
  )
}

function ToolBody({ tool }: { readonly tool: ShownTool }): JSX.Element {
  return (
    <>
      {tool.title.includes('\n') && (
        <Frame class="input" label="Command">
          {plainText(tool.title)}
        </Frame>
      )}
      {tool.input !== '' && (
        <Frame class="input" label="Input">
          {plainText(tool.input)}
        </Frame>
      )}
      {tool.changes && <FileChanges of={tool.id} list={tool.changes} />}
      {tool.output !== '' && !(tool.changes && tool.state === 'done') && (
        <LongText
          of={tool.id}
          text={tool.output}
          cut={tool.cut}
          lines={24}
          output
          growing={tool.state === 'running' || tool.state === 'asked'}
        />
      )}
      {tool.images && (
        <PicturesOf of={tool.id} count={tool.images} from={plainLine(`${tool.name} ${tool.title}`)} here={true} />
      )}
      {tool.output === '' && tool.state === 'done' && !tool.changes && !tool.images && (
        <p class="nothing">Nothing was printed.</p>
      )}
    </>
  )
}

function ToolState({ tool, mark }: { readonly tool: ShownTool; readonly mark: Mark | undefined }): JSX.Element {
  const outcome = outcomeOf(mark)
  if (tool.state === 'running') {
    return (
      <span class="tool-state">
        <span class="spinner" aria-hidden="true" />
        running
      </span>
    )
  }
  return (
    <span class="tool-state" data-bad={tool.state === 'failed' || (tool.exit ?? 0) !== 0}>
      {outcome ?? word(tool)}
    </span>
  )
}

function word(tool: ShownTool): string {
  if (tool.exit !== undefined) return `exit ${tool.exit}`
  switch (tool.state) {
    case 'failed':
      return 'failed'
    case 'unanswered':
      return 'no answer'
    case 'asked':
      return 'waits for an answer'
    case 'done':
    case 'running':
      return 'done'
  }
}

function Decision({ mark }: { readonly mark: Mark | undefined }): JSX.Element | null {
  const nameOf = useNameOf()
  if (mark?.response) {
    return (
      <p class="decision">
        Answered by {plainLine(nameOf(mark.response.by))}: {responseWords(mark.response)}
      </p>
    )
  }
  if (!mark?.decision) return null
  const { allowed, by } = mark.decision
  return (
    <p class="decision" data-allowed={allowed}>
      {allowed ? 'Allowed' : 'Rejected'}
      {by && ` by ${plainLine(nameOf(by))}`}
    </p>
  )
}
