// The `carryon` command: reads what was asked for, runs it, and ends with a sentence where it could not.

import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { isatty } from 'node:tty'
import { systemClock } from '../shared/clock.ts'
import { defaultLimits } from '../shared/limits.ts'
import type { Machine } from './cli/machine.ts'
import { parseCommand } from './cli/options.ts'

const machine: Machine = {
  version: process.env.CARRYON_VERSION ?? '0.0.0',
  directory: process.cwd(),
  environment: process.env,
  home: homedir(),
  platform: process.platform,
  clock: systemClock,
  limits: defaultLimits,
  newId: randomUUID,
}

try {
  const parsed = parseCommand(process.argv.slice(2), machine.version, machine.environment)
  if (parsed.kind === 'run') {
    const { runSession } = await import('./cli/run.ts')
    await runSession(parsed.options, machine)
  } else if (parsed.kind === 'print') {
    const { runPrint } = await import('./cli/print.ts')
    process.exit(await runPrint(parsed.options, parsed.print, machine))
  } else if (parsed.kind === 'agents') {
    const { agentsHere } = await import('./cli/agents.ts')
    await print(await agentsHere(parsed, machine))
  } else if (parsed.kind === 'sessions') {
    const { printSessions } = await import('./cli/sessions.ts')
    await printSessions(parsed.options, machine)
  } else if (parsed.kind === 'audit') {
    const { audit } = await import('./cli/audit.ts')
    await print(await audit(parsed.session, parsed.json, machine))
  } else if (parsed.kind !== 'said') {
    const { decideAccess } = await import('./cli/access.ts')
    await print(decideAccess(parsed, machine))
  }
  leave()
} catch (error) {
  if (!isTold(error)) throw error
  process.stderr.write(`carryon: ${error.message}\n`)
  process.exit('exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1)
}

/** What an agent left behind, a socket that lingers: nothing keeps an ended command alive. */
function leave(): void {
  // Node aborts, with a core dump, where it cannot give a terminal back that is gone; the hang-up itself ends us well.
  if (process.stdin.isTTY && !isatty(0)) {
    process.removeAllListeners('SIGHUP')
    process.kill(process.pid, 'SIGHUP')
  }
  process.exit(0)
}

function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${text}\n`, () => resolve()))
}

/** Errors whose message is a sentence for people that says what to do. By name: each program has classes of its own. */
function isTold(error: unknown): error is Error {
  return (
    error instanceof Error &&
    ['CommandFailed', 'NotThere', 'StorageFailed', 'PrivateFileFailed', 'ListenFailed', 'CertificateFailed'].includes(
      error.name,
    )
  )
}
