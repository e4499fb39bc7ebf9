// What an agent that talks shows besides text; one file, since a page with many small ones splits what it loads first.

export { WorkOf } from './agent-work.tsx'
export { Board } from './board.tsx'
export { Changes } from './changes.tsx'
export { SubAgentWork } from './sub-agent-work.tsx'
