// Puts a text on the clipboard, over plain HTTP, too, where browsers have only the old way.

/** False where the browser will not. The button was tapped just now: nothing else may. */
export async function copyText(text: string, button: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyMarked(text, button)
  }
}

/** Beneath an open sheet nothing can be marked, so it is done where the button stands. */
function copyMarked(text: string, button: Element): boolean {
  const focused = document.activeElement
  const box = document.createElement('textarea')
  box.className = 'unseen'
  box.style.whiteSpace = 'pre'
  box.readOnly = true
  box.value = text
  button.after(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return done
}
