// What owners are asked when another terminal of the machine joins, and what their answer makes of it.

import { roles } from '../../shared/roles.ts'
import type { AccessRecord } from '../store/journal.ts'
import type { Question } from './visitors.ts'

/** The safest answer comes first, where a hasty key would land. */
export const localQuestion = (name: string): Question => ({
  title: `${name} wants to take part: somebody started carryon for this session in another terminal of this computer.`,
  detail:
    'Until you answer it may only watch. If that was not you, send it away: a command that the agent runs can start carryon, too.',
  options: [
    { id: 'view', name: 'Only let it watch', kind: 'allow_once' },
    { id: 'drive', name: 'Let it do what you do, but not let others in', kind: 'allow_always' },
    { id: 'owner', name: 'Let it do everything', kind: 'allow_always' },
    { id: 'nobody', name: 'Send it away', kind: 'reject_always' },
  ],
})

type As = Extract<AccessRecord, { readonly t: 'admitted' }>['as']

export const localAnswer = (option: string): As => roles.find((role) => role === option) ?? 'nobody'
