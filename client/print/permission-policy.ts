// How questions are answered where nobody is there to be asked: by the mode and the rules that were given beforehand.

import type { Permission, PermissionOption } from '../../shared/room-state.ts'
import { type AllowRule, isAllowed } from './allow-rules.ts'

export const permissionModes = ['default', 'acceptEdits', 'plan', 'bypassPermissions', 'dontAsk'] as const
export type PermissionMode = (typeof permissionModes)[number]

export interface PermissionPolicy {
  /** Undefined: the agent's own setting stands, and what it asks is answered by the rules alone. */
  readonly mode: PermissionMode | undefined
  readonly rules: readonly AllowRule[]
}

const edits: ReadonlySet<string> = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit'])

export function allows({ mode, rules }: PermissionPolicy, { call }: Permission): boolean {
  if (mode === 'bypassPermissions') return true
  if (!call) return false
  return (mode === 'acceptEdits' && edits.has(call.name)) || isAllowed(rules, call)
}

/** Once rather than for good; undefined where the agent offers no such answer. */
export function optionFor(allowed: boolean, options: readonly PermissionOption[]): PermissionOption | undefined {
  const kinds = allowed ? (['allow_once', 'allow_always'] as const) : (['reject_once', 'reject_always'] as const)
  return kinds.flatMap((kind) => options.find((option) => option.kind === kind) ?? [])[0]
}
