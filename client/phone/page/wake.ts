// Tells the connection when the page is looked at again, or the network comes or goes: phones close sockets without a word.

export function wakeOn(wake: () => void): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('pageshow', seen)
  window.addEventListener('online', wake)
  // What may be gone is asked at once, rather than shown as live until a silence has lasted.
  window.addEventListener('offline', wake)
  return () => {
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('pageshow', seen)
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', wake)
  }
}
