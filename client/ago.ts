// Times and sizes as people say them.

const minute = 60_000
const units = [
  [365 * 24 * 60 * minute, 'y'],
  [24 * 60 * minute, 'd'],
  [60 * minute, 'h'],
  [minute, 'min'],
] as const

/** Both in milliseconds since 1970: "5 min ago". */
export function since(time: number, now: number): string {
  const unit = units.find(([length]) => now - time >= length)
  return unit ? `${Math.floor((now - time) / unit[0])} ${unit[1]} ago` : 'just now'
}

/** Bytes as "12 kB". */
export function sizeOf(bytes: number): string {
  const kilobytes = bytes / 1000
  return kilobytes < 1000 ? `${Math.ceil(kilobytes)} kB` : `${Math.round(kilobytes / 100) / 10} MB`
}
