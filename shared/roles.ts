// What a device may do, from least to most, and how far that reaches.

import type { RoomId } from './ids.ts'

/** `view` reads, `approve` also answers and interrupts, `drive` also prompts, `owner` also lets others in. */
export const roles = ['view', 'approve', 'drive', 'owner'] as const
export type Role = (typeof roles)[number]

/** One room, or every room of this install. */
export type Scope = { readonly kind: 'host' } | { readonly kind: 'room'; readonly room: RoomId }

export const mayAct = (has: Role, needs: Role): boolean => roles.indexOf(has) >= roles.indexOf(needs)

export const reaches = (scope: Scope, room: RoomId): boolean => scope.kind === 'host' || scope.room === room
