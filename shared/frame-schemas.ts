// How a host reads what devices send: apart from the wire's words, so that a page need not carry the schemas.

import * as v from 'valibot'
import type {
  CallId,
  DeviceId,
  ImageId,
  LinkId,
  PermissionId,
  QuestionId,
  RoomId,
  TaskId,
  TicketId,
  TranscriptId,
  VisitorId,
} from './ids.ts'
import type { Method } from './protocol.ts'

/** Ids name what records hold: none is what every object seems to hold. */
const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{1,64}$/),
    v.check((text) => !(text in {})),
    v.transform((text) => text as T),
  )
const bytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,128}$/))
/** 32 bytes. */
const share = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const name = v.pipe(v.string(), v.maxLength(80))

export const positionSchema = v.object({
  transcript: id<TranscriptId>(),
  /** The byte after the last line applied. */
  offset: natural,
  /** A short hash of the up to 4 KiB before `offset`. */
  check: v.pipe(v.string(), v.maxLength(64)),
  /** The byte after the last line of the journal applied. */
  journal: natural,
})

export const whoSchema = v.variant('kind', [
  v.object({ kind: v.literal('terminal') }),
  v.object({ kind: v.literal('local') }),
  v.object({ kind: v.literal('device'), device: id<DeviceId>() }),
  v.object({ kind: v.literal('ticket'), ticket: id<TicketId>(), seed: bytes }),
  v.object({
    kind: v.literal('link'),
    /** The token's header and payload, joined by a dot; its signature stays with the device. */
    claims: v.pipe(v.string(), v.maxLength(4096)),
    seed: bytes,
  }),
])

export const helloSchema = v.object({
  t: v.literal('hello'),
  v: natural,
  room: v.optional(id<RoomId>()),
  who: whoSchema,
  nonce: bytes,
  /** X25519 public key of this one try; needed wherever frames are sealed. */
  share: v.optional(share),
})

export const proofSchema = v.object({
  t: v.literal('proof'),
  body: v.pipe(v.string(), v.maxLength(4096)),
  proof: bytes,
})

export const proofBodySchema = v.object({
  /** What the device calls itself: "iPhone, Safari". */
  name,
  /** Where it left off; absent on a first visit. */
  from: v.optional(positionSchema),
})

const text = v.pipe(v.string(), v.maxLength(1_000_000))
const short = v.pipe(v.string(), v.maxLength(200))
const fieldValue = v.union([text, v.pipe(v.number(), v.finite()), v.boolean(), v.pipe(v.array(text), v.readonly())])
const session = v.optional(id<TranscriptId>())

/** What each call takes. */
export const callParams = {
  prompt: v.object({ text, images: v.optional(v.pipe(v.array(id<ImageId>()), v.maxLength(100), v.readonly())) }),
  upload: v.object({
    image: id<ImageId>(),
    /** Of the whole picture, in bytes. */
    size: natural,
    /** Where this piece begins. */
    at: natural,
    data: v.pipe(v.string(), v.maxLength(1_000_000), v.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
  }),
  picture: v.object({ of: v.pipe(v.string(), v.maxLength(200)), index: natural, from: natural }),
  withdraw: v.object({
    prompt: id<CallId>(),
    /** It is written anew: its pictures stay for the prompt that comes of it. */
    keepImages: v.optional(v.boolean()),
  }),
  amend: v.object({ prompt: id<CallId>(), text }),
  release: v.object({ prompt: id<CallId>() }),
  answer: v.object({ permission: id<PermissionId>(), option: v.pipe(v.string(), v.maxLength(200)) }),
  respond: v.object({
    question: id<QuestionId>(),
    answer: v.variant('action', [
      v.object({ action: v.literal('accept'), values: v.record(v.pipe(v.string(), v.maxLength(200)), fieldValue) }),
      v.object({ action: v.literal('decline') }),
      v.object({ action: v.literal('cancel') }),
    ]),
  }),
  cancel: v.object({
    prompt: v.optional(id<CallId>()),
    /** One that is being stopped already is ended with its agent. */
    now: v.optional(v.boolean()),
  }),
  stopWork: v.object({ work: short }),
  output: v.object({ work: short }),
  restart: v.object({}),
  agents: v.object({}),
  agent: v.object({ name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(1000)) }),
  clear: v.object({}),
  compact: v.object({ instructions: v.optional(v.pipe(v.string(), v.maxLength(4000))) }),
  cost: v.object({}),
  page: v.object({ before: natural, limit: v.optional(natural) }),
  within: v.object({ of: v.pipe(v.string(), v.maxLength(200)), before: v.optional(natural) }),
  read: v.object({
    of: v.pipe(v.string(), v.maxLength(200)),
    from: natural,
    /** The diff of this file that the call `of` changes. */
    path: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  }),
  rename: v.object({ title: short, session }),
  tag: v.object({ tag: v.nullable(short), session }),
  sessions: v.object({
    /** Words of the title, the first prompt, the tag, or of the id. */
    search: v.optional(short),
    /** Of every directory, not only the session's own and its worktrees. */
    all: v.optional(v.boolean()),
    limit: v.optional(natural),
    offset: v.optional(natural),
  }),
  glance: v.object({ session: id<TranscriptId>(), prompts: v.optional(v.boolean()) }),
  open: v.object({ session: id<TranscriptId>() }),
  fork: v.pipe(
    v.object({ session, upTo: v.optional(short), before: v.optional(short) }),
    v.check(({ upTo, before }) => upTo === undefined || before === undefined, 'A copy has one end.'),
  ),
  background: v.object({ text }),
  stopTask: v.object({ task: id<TaskId>() }),
  configure: v.object({ option: short, value: short }),
  ticket: v.object({
    link: v.optional(id<LinkId>()),
    /** For a page that draws the code: with it as a drawing. */
    drawn: v.optional(v.boolean()),
  }),
  share: v.object({
    role: v.picklist(['view', 'approve', 'drive']),
    /** For how many devices. */
    uses: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1000))),
    /** For how long, in milliseconds. */
    lasts: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(60_000))),
  }),
  devices: v.object({}),
  device: v.object({
    device: id<DeviceId>(),
    name: v.optional(name),
    role: v.optional(v.picklist(['view', 'approve', 'drive', 'owner'])),
  }),
  revoke: v.object({ device: id<DeviceId>() }),
  admit: v.object({ visitor: id<VisitorId>(), option: short }),
  links: v.object({}),
  unlink: v.object({ link: id<LinkId>() }),
} as const satisfies { readonly [M in Method]: v.GenericSchema<object> }

export const callFrameSchema = v.object({
  t: v.literal('call'),
  id: id<CallId>(),
  /** The room that the device showed when the call was made. */
  room: v.optional(id<RoomId>()),
  method: v.string(),
  params: v.record(v.string(), v.unknown()),
})

export const deviceFrameSchema = v.variant('t', [callFrameSchema, v.object({ t: v.literal('ping') })])
