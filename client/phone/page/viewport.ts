// Keeps the page as high as what can be seen, so that the composer stays above a phone's keyboard.

/** iOS lays its keyboard over the page instead of making it smaller; only the visual viewport tells. */
export function followViewport(root: HTMLElement): () => void {
  const seen = window.visualViewport
  if (!seen) return () => {}
  const match = (): void => {
    // Zoomed in, it tells the part looked at and not what the keyboard left free.
    if (seen.scale > 1.01) return
    root.style.setProperty('--height', `${Math.round(seen.height)}px`)
    root.style.setProperty('--top', `${Math.max(0, Math.round(seen.offsetTop))}px`)
  }
  match()
  seen.addEventListener('resize', match)
  seen.addEventListener('scroll', match)
  return () => {
    seen.removeEventListener('resize', match)
    seen.removeEventListener('scroll', match)
  }
}
