// What the device calls itself, short: "iPhone · Safari".

/** `touchPoints` tells an iPad, which says it is a Mac, from a Mac. */
export function deviceName(userAgent: string, touchPoints = 0): string {
  return `${machine(userAgent, touchPoints)} · ${browser(userAgent)}`
}

function machine(agent: string, touchPoints: number): string {
  if (/Macintosh/.test(agent) && touchPoints > 1) return 'iPad'
  return first(machines, agent) ?? 'Device'
}

const browser = (agent: string): string => first(browsers, agent) ?? 'Browser'

const first = (names: readonly (readonly [RegExp, string])[], agent: string): string | undefined =>
  names.find(([sign]) => sign.test(agent))?.[1]

const machines = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android.*Mobile/, 'Android'],
  [/Android/, 'Android tablet'],
  [/Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows'],
  [/Linux|X11/, 'Linux'],
] as const

// The order matters: most of these also claim to be Chrome, and Chrome claims to be Safari.
const browsers = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|OPiOS|OPT\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrom|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
] as const
