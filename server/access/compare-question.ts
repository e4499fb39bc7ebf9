// What owners are asked about a device that came by a code, where codes alone let nobody in.

import type { Comparing } from './door.ts'
import type { Question } from './visitors.ts'

/** The safe answer comes first, where a hasty key would land. */
export const compareQuestion = ({ name, address, number, role }: Comparing): Question => ({
  title: `${name}, at ${address}, scanned the code. It shows the number ${number}.`,
  detail: `Look at your device: only if it shows ${number}, too, let it in${role === 'owner' ? ', to do everything' : ` as ${role}`}.`,
  options: [
    { id: 'no', name: 'Refuse', kind: 'reject_once' },
    { id: 'yes', name: `It shows ${number}: let it in`, kind: 'allow_once' },
  ],
})
