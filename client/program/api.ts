// What `carryon/client` gives to a program on every platform, beside `connect` itself.

export type { CallErrorCode } from '../../shared/codes.ts'
export type { Entry, ListedEntry, Mark, Person } from '../../shared/entries.ts'
export type { CallId, DeviceId, PermissionId, RoomId, TranscriptId } from '../../shared/ids.ts'
export type { Method, Params, Results } from '../../shared/protocol.ts'
export type { Role, Scope } from '../../shared/roles.ts'
export type {
  Activity,
  AgentLabel,
  LivePart,
  Permission,
  PermissionOption,
  PresentDevice,
  QueuedPrompt,
  RoomState,
} from '../../shared/room-state.ts'
export { type RoomView, type Shown, type ShownTool, shown } from '../../shared/room-view.ts'
export { CallFailed } from '../call-failed.ts'
export type { Connection, ConnectionStatus, OutgoingCall } from '../connection.ts'
export { type Keep, memoryKeep } from '../entry/keep.ts'
export { until } from '../until.ts'
export { BadAddress, type ConnectOptions } from './connect-to.ts'
