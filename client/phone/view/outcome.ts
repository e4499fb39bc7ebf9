// A mark's word on how a turn ended.

import type { Mark } from '../../../shared/entries.ts'
import { plainLine } from '../../plain-text.ts'

export function outcomeOf(mark: Mark | undefined): string | undefined {
  switch (mark?.outcome) {
    case undefined:
      return undefined
    case 'cancelled':
      return mark.reason ? `Stopped: ${plainLine(mark.reason)}` : 'Stopped'
    case 'interrupted':
      return 'Interrupted'
    case 'failed':
      return mark.reason ? `Failed: ${plainLine(mark.reason)}` : 'Failed'
  }
}
