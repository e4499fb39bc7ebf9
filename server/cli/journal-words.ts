// The journal in words: who prompted, who allowed what, who came and was let in; one line a record.

import type { Person } from '../../shared/entries.ts'
import { terminalDevice } from '../../shared/ids.ts'
import type { JournalRecord } from '../store/journal.ts'

/** What each record says. Prompts and questions are named by their own words instead of their ids. */
export function inWords(records: readonly JournalRecord[]): string[] {
  const called = new Map<string, string>()
  return records.map((record) => {
    if (record.t === 'prompt' || record.t === 'amended') called.set(record.id, `“${beginning(record.text)}”`)
    if (record.t === 'asked') called.set(record.id, record.title)
    return told(record, (id) => called.get(id) ?? id)
  })
}

const longest = 60

const beginning = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** Two devices may have one name, so each but the terminal is told with the beginning of its id. */
const who = ({ device, name }: Person): string => (device === terminalDevice ? name : `${name} (${device.slice(0, 8)})`)

function told(record: JournalRecord, called: (id: string) => string): string {
  switch (record.t) {
    case 'opened':
      return `opened ${record.transcript} with ${record.agent}`
    case 'session':
      return `${record.agent} calls it ${record.session}`
    case 'prompt':
      return `${who(record.by)} prompted: ${record.text}`
    case 'dispatched':
      return `began ${called(record.id)}`
    case 'written':
      return `the agent wrote ${record.id} as ${record.as}`
    case 'ended':
      return `ended ${called(record.id)}: ${record.outcome}${record.reason === undefined ? '' : `, ${record.reason}`}`
    case 'withdrawn':
      return `${who(record.by)} took ${called(record.id)} out`
    case 'amended':
      return `${who(record.by)} changed ${called(record.id)}: ${record.text}`
    case 'released':
      return `${who(record.by)} sent ${called(record.id)} after all, as ${record.as}`
    case 'restarted':
      return `${who(record.by)} started ${record.agent} again`
    case 'workStopped':
      return `${who(record.by)} had it stop: ${record.title}`
    case 'cleared':
      return `${who(record.by)} left ${record.transcript} for a fresh conversation`
    case 'compacting':
      return `${who(record.by)} had it summed up${record.instructions ? `: ${record.instructions}` : ''}`
    case 'compacted':
      return `summed up ${record.transcript}`
    case 'cost':
      return `it has cost ${record.amount} ${record.currency} so far`
    case 'agent':
      return `${who(record.by)} had ${record.agent} go on`
    case 'asked':
      return `asked: ${record.title}`
    case 'decided':
      return `${record.by ? who(record.by) : 'nobody'} ${record.allowed ? 'allowed' : 'refused'} ${called(record.id)}: ${record.option}`
    case 'questioned':
      return `asked: ${record.message}`
    case 'responded':
      return record.action === 'accept'
        ? `${who(record.by)} answered: ${record.said}`
        : `${who(record.by)} gave no answer`
    case 'configured':
      return `${who(record.by)} chose ${record.value} as ${record.option}`
    case 'chosen':
      return record.value === undefined
        ? `${record.agent} went on from what was chosen as ${record.option}`
        : `${record.agent} took ${record.value} as ${record.option}`
    case 'joined':
      return `${who(record.by)} came, as ${record.role}`
    case 'left':
      return `${who(record.by)} left`
    case 'shared':
      return `${who(record.by)} made link ${record.link}: ${record.role}, ${record.uses} uses, until ${record.expires}`
    case 'unlinked':
      return `${who(record.by)} took link ${record.link} back`
    case 'changed': {
      const changes = [record.name && `called it ${record.name}`, record.role && `made it ${record.role}`]
      return `${who(record.by)} changed ${who(record.of)}: ${changes.filter((change) => change !== undefined).join(', ')}`
    }
    case 'admitted':
      return record.as === 'nobody'
        ? `${who(record.by)} sent ${who(record.of)} away`
        : `${who(record.by)} let ${who(record.of)} in, as ${record.as}`
    case 'revoked':
      return `${who(record.by)} took the access of ${who(record.of)} back`
  }
}
