// One well-formed example of every call: the compiler asks for another when a call is added to the table.

import type {
  CallId,
  DeviceId,
  ImageId,
  LinkId,
  PermissionId,
  QuestionId,
  TaskId,
  TranscriptId,
  VisitorId,
} from '../../shared/ids.ts'
import type { Method, Params } from '../../shared/protocol.ts'

const other = '00000000-0000-4000-8000-000000000000'

export const everyCall: { readonly [M in Method]: Params<M> } = {
  prompt: { text: 'id' },
  upload: { image: other as ImageId, size: 4, at: 0, data: 'UklG' },
  picture: { of: other, index: 0, from: 0 },
  withdraw: { prompt: other as CallId },
  amend: { prompt: other as CallId, text: 'id' },
  release: { prompt: other as CallId },
  answer: { permission: other as PermissionId, option: 'once' },
  respond: { question: other as QuestionId, answer: { action: 'decline' } },
  configure: { option: 'mode', value: 'yolo' },
  cancel: {},
  restart: {},
  clear: {},
  compact: {},
  agents: {},
  agent: { name: 'sh -c id' },
  cost: {},
  page: { before: 0 },
  read: { of: other, from: 0 },
  within: { of: other },
  rename: { title: 'taken over' },
  tag: { tag: 'taken-over' },
  sessions: { all: true },
  glance: { session: other as TranscriptId },
  open: { session: other as TranscriptId },
  fork: {},
  background: { text: 'id' },
  stopTask: { task: other as TaskId },
  ticket: {},
  share: { role: 'drive' },
  devices: {},
  device: { device: 'somebody' as DeviceId, role: 'owner' },
  revoke: { device: 'somebody' as DeviceId },
  links: {},
  admit: { visitor: 'somebody' as VisitorId, option: 'owner' },
  unlink: { link: 'some-link' as LinkId },
}
