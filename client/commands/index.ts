// Every command that runs on phone and terminal alike: add one here and it is offered, completed and run on both.

import { agent } from './agent.ts'
import { effort, mode, model } from './agent-options.ts'
import { background } from './background.ts'
import { clear } from './clear.ts'
import type { DeviceCommand } from './command.ts'
import { compact } from './compact.ts'
import { cost } from './cost.ts'
import { plan } from './plan.ts'
import { rename } from './rename.ts'
import { restart } from './restart.ts'
import { fork, resume } from './resume.ts'
import { tag } from './tag.ts'
import { tasks } from './tasks.ts'

const ofTheAgent: readonly DeviceCommand[] = [model, mode, effort, plan]

export const deviceCommands: readonly DeviceCommand[] = [
  ...ofTheAgent,
  rename,
  tag,
  clear,
  compact,
  cost,
  agent,
  resume,
  fork,
  restart,
  background,
  tasks,
]
