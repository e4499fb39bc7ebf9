// What every visit needs a moment after its first view, or once the host is out of reach; one file.

export { Announcer } from './announcer.tsx'
export { ConnectionBar } from './connection-bar.tsx'
export { endingTitle, helpsToReload } from './ending.ts'
export { NewPill } from './new-pill.tsx'
export { WaitingPrompt } from './waiting-prompt.tsx'
