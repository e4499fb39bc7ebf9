// Times as people read them at a glance.

/** "12 s", "3 min 5 s", "2 h 1 min", "3 d 4 h". Never negative: two clocks seldom agree. */
export function elapsed(since: string | number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - new Date(since).getTime()) / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const hours = Math.floor(seconds / 3600)
  if (hours < 24) return `${hours} h ${Math.floor((seconds % 3600) / 60)} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** " in 3 s", or " now" once it is due. */
export function secondsUntil(then: number, now: number): string {
  const seconds = Math.ceil((then - now) / 1000)
  return seconds > 0 ? ` in ${seconds} s` : ' now'
}

const time = { hour: '2-digit', minute: '2-digit' } as const
const sameDay = new Intl.DateTimeFormat(undefined, time)
const otherDay = new Intl.DateTimeFormat(undefined, { ...time, month: 'short', day: 'numeric' })

/** The time of day; with the date where it was not today. */
export function clockTime(at: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  return (date.toDateString() === new Date().toDateString() ? sameDay : otherDay).format(date)
}

/** "12,345 characters" for a length in UTF-16 units. */
export const characters = (count: number): string => `${count.toLocaleString('en')} characters`
