// Takes the secret out of the address bar. The entry imports this file before all others, and it imports nothing itself.

/** What stood after the `#`, without it. */
export const fragment = location.hash.slice(1)

if (location.hash !== '' || location.href.endsWith('#')) {
  history.replaceState(null, '', location.pathname + location.search)
}

// A link opened in a tab that is already here changes only the fragment: begin again, and take it out again.
addEventListener('hashchange', () => {
  if (location.hash.length > 1) location.reload()
})
