// A sheet that tells what this session is and is set to, and lists who is here.

import type { JSX } from 'preact'
import { optionsIn } from '../../../shared/agent-board.ts'
import { mayAct } from '../../../shared/roles.ts'
import { plainLine } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/session-sheet.css?inline'
import { AgentOptions } from './agent-options.tsx'
import { showOverRoom } from './over-room.tsx'
import { useSession } from './room-context.ts'
import { ShareLink } from './share-link.tsx'
import { Sheet } from './sheet.tsx'
import { showAccess, showAgents } from './sheets.ts'

lateStyles(styles)

const mayDo = {
  view: 'may watch',
  approve: 'may watch and answer',
  drive: 'may do everything but let others in',
  owner: 'may do everything',
} as const

export function openSessionSheet(session: Session): void {
  showOverRoom(session, (close) => <SessionSheet onClose={close} />)
}

function SessionSheet({ onClose }: { readonly onClose: () => void }): JSX.Element | null {
  const session = useSession()
  const state = session.state.value
  if (!state) return null
  const self = session.self.value
  const owns = self?.role === 'owner' && self.scope.kind === 'host'
  const devices = Object.values(state.devices).sort((a, b) => a.since.localeCompare(b.since))
  return (
    <Sheet label="This session" heading="This session" onClose={onClose}>
      <AgentOptions />
      <section aria-label="Who is here">
        <h3>{devices.length === 1 ? '1 device is here' : `${devices.length} devices are here`}</h3>
        <ul class="device-list">
          {devices.map((device) => (
            <li key={device.id}>
              <span class="device-name">{plainLine(device.name)}</span>
              {device.id === self?.device && <span class="tag">this one</span>}
              <span class="muted">{mayDo[device.role]}</span>
            </li>
          ))}
        </ul>
        {owns && (
          // The other sheet takes this one's place once it is there.
          <button type="button" class="button" onClick={async () => (await showAccess(session)) && onClose()}>
            Who may come
          </button>
        )}
      </section>
      {owns && <ShareLink />}
      <dl class="facts">
        <dt>Agent</dt>
        <dd class="agent-now">
          {plainLine(state.agent.label)}
          {mayAct(self?.role ?? 'view', 'drive') && (
            <button type="button" class="link" onClick={async () => (await showAgents(session)) && onClose()}>
              Change
            </button>
          )}
        </dd>
        {state.agent.hint && <dd class="muted">{plainLine(state.agent.hint)}</dd>}
        {optionsIn(state).length === 0 && <dd class="muted">It offers no modes or models to choose here.</dd>}
        <dt>Folder</dt>
        <dd class="mono">{plainLine(state.directory)}</dd>
        <dt>Session</dt>
        <dd class="mono">{state.transcript}</dd>
      </dl>
    </Sheet>
  )
}
