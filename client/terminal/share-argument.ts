// What follows `/share`: a role, how long, for how many devices.

export type ShareRole = 'view' | 'approve' | 'drive'
export const shareRoles: readonly ShareRole[] = ['view', 'approve', 'drive']

export interface ShareWish {
  readonly role: ShareRole
  readonly uses?: number
  /** Milliseconds. */
  readonly lasts?: number
}

const units: { readonly [letter: string]: number } = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A sentence where it is none. */
export function shareWish(argument: string): ShareWish | string {
  let wish: ShareWish = { role: 'drive' }
  const words = argument.split(/[\s=]+/).filter((word) => word !== '')
  while (words.length > 0) {
    const word = words.shift() ?? ''
    if (word === '--expires') {
      const lasts = spanOf(words.shift())
      if (lasts === undefined) return '--expires takes a time like 30m, 1h or 7d.'
      wish = { ...wish, lasts }
    } else if (word === '--uses') {
      const uses = Number(words.shift())
      if (!Number.isInteger(uses) || uses < 1 || uses > 1000) return '--uses takes a number of devices: 1 to 1000.'
      wish = { ...wish, uses }
    } else {
      const role = shareRoles.find((known) => known === word)
      if (!role) return `/share takes view, approve or drive, not "${word}".`
      wish = { ...wish, role }
    }
  }
  return wish
}

function spanOf(text: string | undefined): number | undefined {
  const [, count, letter = ''] = /^(\d{1,4})([mhd])$/.exec(text ?? '') ?? []
  const span = Number(count) * (units[letter] ?? Number.NaN)
  return span > 0 ? span : undefined
}
