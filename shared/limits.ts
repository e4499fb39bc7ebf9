// Every number that bounds something, in one object that tests can replace.

const KiB = 1024
const MiB = 1024 * KiB
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** What devices know, too: a page carries no others. Sizes in bytes or UTF-16 units as named, times in milliseconds. */
export const deviceLimits = {
  /** The largest frame a device may send, in bytes. */
  inboundFrame: 1 * MiB,
  /** The newest page, and each older one, in shown entries. */
  page: 50,
  /** A prompt's length in units. */
  prompt: 256 * KiB,
  /** A running tool's live output keeps this many units of its tail. */
  liveOutput: 64 * KiB,
  /** A picture's size in bytes, pictures of one prompt, and the bytes of a picture that go in one piece. */
  image: 5 * MiB,
  promptImages: 8,
  imagePiece: 384 * KiB,
  /** Pictures of the transcript that a page keeps for when they come into view again, in units of their base64. */
  keptPictures: 16 * MiB,
  /** A device pings this often while it is visible. */
  ping: 10 * second,
  /** Silence after which a side gives the connection up, with a ping outstanding. */
  silence: 22 * second,
  /** A device that woke up gives an open connection this long to answer a ping. */
  doubt: 3 * second,
  /** Longest wait between two tries to reconnect while the page is visible. */
  reconnectMost: 5 * second,
  /** First wait between two tries to reconnect. */
  reconnectFirst: 300,
  /** A connection that has not opened by then is tried anew. */
  connect: 8 * second,
  /** An unanswered call older than this asks before it is sent again. */
  outboxAge: 2 * minute,
} as const

export const defaultLimits = {
  ...deviceLimits,
  /** The longest frame of a host that a terminal on its machine takes, in bytes. */
  hostFrame: 64 * MiB,
  /** A replayed batch of entries closes once its JSON passes this many units. */
  replayBatch: 256 * KiB,
  /** A text in an entry is cut to a head and a tail of this many units together; a call reads the rest. */
  entryText: 64 * KiB,
  /** A diff that was cut is read whole up to this, in units. */
  wholeDiff: 512 * KiB,
  /** One piece of a cut text, as answered by `read`. */
  readPiece: 128 * KiB,
  /** The most entries a page may be asked for. */
  pageMost: 200,
  /** Bytes of pictures that a room holds for prompts that have not been sent. */
  sessionImages: 64 * MiB,
  /** A picture that no prompt waits for is taken away after this. */
  unusedImage: 24 * hour,
  /** Fields of a form that an agent asks with, options of a field, and units of each of its texts. */
  questionFields: 32,
  questionOptions: 64,
  questionText: 8 * KiB,
  /** What an agent that comes later is told of the conversation so far, in units. */
  context: 96 * KiB,
  /** `--print` waits so long for what its agent runs in the background, from the last turn on. */
  printLingers: 10 * minute,
  /** `--print` with a prompt waits this long for the first of what may be piped in. */
  pipedInput: 3 * second,
  /** Tasks that one host runs at once. */
  tasksAtOnce: 8,
  /** Tasks that are listed, the newest, and for how long after their end. */
  tasks: 50,
  taskKept: 1 * day,
  /** What a running task says is passed on this often. */
  taskNews: 1 * second,
  /** Tasks of other processes are looked at this often. */
  taskLook: 2 * second,
  /** A task's title and its last line, in units. */
  taskLine: 120,
  /** What an agent has running by itself, shown at once, and how often what is said or printed there is passed on. */
  agentWork: 32,
  workNews: 1 * second,
  /** After something ended in the background its agent is given so long to begin a turn by itself. */
  waking: 10 * second,
  /** So long after a command's end its agent may still be writing down what it printed. */
  printsLate: 10 * second,
  /** What such a command printed is read back so far, in bytes. */
  workOutput: 64 * KiB,
  /** A text in what a sub-agent said and did is cut to so many units. */
  subAgentText: 8 * KiB,
  /** A session that waits for somebody is told of after so long without anybody, and a turn's end where it took this long. */
  unanswered: 15 * second,
  longTurn: 1 * minute,
  /** A command that announces something is ended after this. */
  notify: 10 * second,
  /** A turn's last lines may come after its end, where the agent writes them itself. */
  lastLines: 3 * second,
  /** Prompts that may wait at once. */
  queue: 50,
  /** What the shell agent records of a command's output: this many units of head and as many of tail. */
  shellRecord: 128 * KiB,
  /** What an agent offers to choose: so many options of so many choices each. */
  agentOptions: 30,
  optionChoices: 500,
  /** Commands that an agent announces. */
  agentCommands: 300,
  /** What one plan of an agent's shows: so many items, or so many units of text. */
  planItems: 200,
  planText: 32 * KiB,
  /** Notices of an agent's that are shown at once. */
  agentNotices: 5,
  /** Deltas wait this long for company; 0 sends each at once. */
  coalesce: 25,
  /** Buffered for one device: above it no deltas until it drains. */
  softBuffer: 256 * KiB,
  /** Buffered for one device: above it the device is cut off and resumes by its position. */
  hardBuffer: 4 * MiB,
  /** A device that has not drained for this long is cut off. */
  drain: 15 * second,
  /** With more devices than this, who comes and goes is told to all of them together … */
  crowd: 32,
  /** … after so long. */
  crowdNews: 250,
  /** A room that the owner left, where guests have been, stays open for so long after the last of them has gone. */
  deserted: 10 * minute,
  /** A room whose conversation was deleted is forgotten so long after it was hosted and written to last. */
  roomKept: 90 * day,
  /** What a crash left behind in `CARRYON_HOME` is taken away after this, */
  leftovers: 1 * day,
  /** by a host that has run for so long, */
  tidyAfter: 2 * minute,
  /** and so often. */
  tidyAgain: 1 * day,
  /** From connecting to a valid proof, whatever is sent meanwhile. */
  handshake: 5 * second,
  /** From connecting to the end of a request for a page or a file. */
  request: 10 * second,
  /** Connections of any kind, for each address that is listened at. */
  connections: 1024,
  /** Calls of one connection that may come at once, */
  callsAtOnce: 500,
  /** and in a second after that. */
  callsASecond: 100,
  /** Sockets that may be in their handshake at once. */
  pendingSockets: 32,
  /** The same of one address. */
  pendingPerAddress: 8,
  /** A device that shows a number to be compared waits for so long. */
  confirm: 1 * minute,
  /** Failed tries are counted for so long, then anew. */
  triesSpan: 1 * minute,
  /** Failed tries in all; then only those are heard who come from where devices were let in. */
  failedTries: 240,
  /** The same of one address, or of one version 6 network; then nobody is heard from there. */
  failedTriesPerAddress: 30,
  /** Addresses that are kept count of. */
  addressesKnown: 1000,
  /** Between two words to owners about refused tries, at first; it doubles. */
  refusedNews: 30 * second,
  /** And at most. */
  refusedNewsMost: 60 * minute,
  /** The log of refused tries, in bytes; one older file of that size is kept. */
  refusalLog: 256 * KiB,
  /** Its lines in `triesSpan`. */
  refusalLines: 60,
  /** A grant is looked at this often while its device is connected, for its end or its removal. */
  grantCheck: 1 * minute,
  /** Open sockets in all. */
  sockets: 512,
  /** Open sockets of one device. */
  socketsPerDevice: 8,
  /** Other terminals of this machine that take part in sessions of one host. */
  localJoins: 8,
  /** After one of them was sent away, none may come for so long. */
  localRest: 1 * minute,
  /** Who was told to go and stays is cut off after this. */
  closing: 1 * second,
  /** Remembered results of calls, for a call that is sent twice. */
  rememberedCalls: 1000,
  /** The life of a QR code's ticket. */
  ticket: 3 * minute,
  /** A link's life where none is given. */
  link: 24 * hour,
  /** A link's life at most. */
  linkMost: 30 * day,
  /** An own device's grant; it slides while the device is used. */
  ownGrant: 30 * day,
  /** Clock differences tolerated in a link's claims. */
  clockSkew: 1 * minute,
  /** No phone by then: say what usually stands in the way. */
  noPhoneHint: 30 * second,
  /** An agent that is being started and says nothing for this long is ended. */
  agentStart: 60 * second,
  /** A message of an agent's, in bytes; one that sends a longer one is ended. */
  agentMessage: 32 * MiB,
  /** An agent that prints so much between two messages that is none is ended; in units. */
  agentRubbish: 256 * KiB,
  /** A block of a reply; what is written beyond begins another. In units. */
  replyBlock: 1 * MiB,
  /** A turn that has stalled for this long is ended with its agent; 0 is never. */
  endStalled: 0,
  /** The state tells at most this often when the agent was last heard of. */
  heard: 5 * second,
  /** The host looks this often whether it slept or has another address. */
  whereabouts: 5 * second,
  /** A timer that is late by more than this: the computer slept. */
  slept: 10 * second,
  /** A turn that says nothing for this long is shown as stalled. */
  stalled: 60 * second,
  /** A turn that the agent began by itself is over after so long without a word, unless it still runs or asks something. */
  unaskedQuiet: 4 * second,
  /** The same of an agent that says at the end of its turns what they cost: it will say so. */
  unaskedSilence: 2 * minute,
  /** A second stop within this is a double tap, not an order to end the agent. */
  stopAgain: 700,
  /** A cancelled turn that goes on: its process group is ended after this. */
  cancelGrace: 5 * second,
} as const

export type DeviceLimits = { readonly [Name in keyof typeof deviceLimits]: number }
export type Limits = { readonly [Name in keyof typeof defaultLimits]: number }
