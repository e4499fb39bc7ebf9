// The names things are known by: branded strings, so that one kind of id is never passed for another.

declare const brand: unique symbol
type Id<Kind extends string> = string & { readonly [brand]: Kind }

/** The live place that a session URL opens; 16 random bytes as base64url, stable for the session's life. */
export type RoomId = Id<'room'>
/** A conversation file's name without `.jsonl`; a UUID, as Claude Code makes them. */
export type TranscriptId = Id<'transcript'>
/** A device and its grant share one id; `terminal` is the one at the host's own keyboard. */
export type DeviceId = Id<'device'>
/** Made by the device that calls, a UUID: the idempotency key of a mutation, and the id of the prompt it sends. */
export type CallId = Id<'call'>
/** One question of the agent's that a person answers once. */
export type PermissionId = Id<'permission'>
/** A prompt that runs in a session of its own; the id of the call that sent it. */
export type TaskId = Id<'task'>
/** Somebody at the door whom an owner decides about. */
export type VisitorId = Id<'visitor'>
/** A picture that goes with a prompt; made by the device that sends it, a UUID. */
export type ImageId = Id<'image'>
/** One form of the agent's that a person fills in once. */
export type QuestionId = Id<'question'>
/** Names a ticket without telling its secret (a hash of it). */
export type TicketId = Id<'ticket'>
/** Names a link; the token's `jti`. */
export type LinkId = Id<'link'>

/** The terminal's own device id: it joins over the in-process pipe and needs no grant. */
export const terminalDevice = 'terminal' as DeviceId

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => uuidForm.test(text)

/** A version 4 UUID of 16 random bytes; pages over plain HTTP have no `crypto.randomUUID`. */
export function uuidOf(random: Uint8Array): string {
  const bytes = Uint8Array.from(random.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
