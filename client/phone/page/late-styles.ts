// Styles of a part that is loaded late, put in with it: the first load carries only what it shows.

/** Called once, where the part's file is loaded. */
export function lateStyles(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
