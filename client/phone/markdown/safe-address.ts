// Which addresses a link in an agent's text may have.

const allowed = new Set(['http:', 'https:', 'mailto:'])

/** The address as the browser understands it, or undefined where following it could do more than open a page. */
export function safeAddress(address: string): string | undefined {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return undefined
  }
  return allowed.has(url.protocol) ? url.href : undefined
}
