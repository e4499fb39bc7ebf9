// A sheet that tells what this session is and lists who is here.

import type { JSX } from 'preact'
import { plainLine } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/session-sheet.css?inline'
import { AgentOptions } from './agent-options.tsx'
import { accessSheet } from './later.ts'
import { useSession } from './room-context.ts'
import { ShareLink } from './share-link.tsx'
import { Sheet } from './sheet.tsx'

lateStyles(styles)

const mayDo = {
  view: 'may watch',
  approve: 'may watch and answer',
  drive: 'may do everything but let others in',
  owner: 'may do everything',
} as const

export function SessionSheet({ onClose }: { readonly onClose: () => void }): JSX.Element | null {
  const session = useSession()
  const state = session.state.value
  if (!state) return null
  const self = session.self.value
  const owns = self?.role === 'owner' && self.scope.kind === 'host'
  const devices = Object.values(state.devices).sort((a, b) => a.since.localeCompare(b.since))
  return (
    <Sheet
      label="This session"
      heading={devices.length === 1 ? '1 device' : `${devices.length} devices`}
      onClose={onClose}
    >
      <ul class="device-list">
        {devices.map((device) => (
          <li key={device.id}>
            <span class="device-name">{plainLine(device.name)}</span>
            {device.id === session.self.value?.device && <span class="tag">this one</span>}
            <span class="muted">{mayDo[device.role]}</span>
          </li>
        ))}
      </ul>
      <AgentOptions />
      {owns && (
        <button type="button" class="button" onClick={() => void whoMayCome(session, onClose)}>
          Who may come
        </button>
      )}
      {owns && <ShareLink />}
      <dl class="facts">
        <dt>Agent</dt>
        <dd>{plainLine(state.agent.label)}</dd>
        {state.agent.hint && <dd class="muted">{plainLine(state.agent.hint)}</dd>}
        <dt>Folder</dt>
        <dd class="mono">{plainLine(state.directory)}</dd>
        <dt>Session</dt>
        <dd class="mono">{state.transcript}</dd>
      </dl>
    </Sheet>
  )
}

/** The other sheet takes this one's place once it is there. */
async function whoMayCome(session: Session, close: () => void): Promise<void> {
  const part = await accessSheet.load()
  if (!part) return session.notes.say('That could not be loaded. Try again when the connection is back.')
  close()
  part.openAccessSheet(session)
}
