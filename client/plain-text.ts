// Text from agents and people made harmless and readable: no escape codes, no controls, nothing that hides or reorders.

// CSI with its parameters; OSC, DCS, SOS, PM and APC with their strings; the short ones; each also where it is cut off.
const escapeCodes =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*(?:[@-~]|$|(?=[^ -~]))|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$|(?=[\n\x1b]))|\x1b[ -/]*[0-~]?/g
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f]/
const everyControl = new RegExp(controls, 'g')
const overstruck = /[^\n]\x08/g
const foreignEnds = /[\u2028\u2029]/g
/** Bidirectional overrides and marks, invisible spaces, joiners of nothing, tags: what makes text look like other text. */
const hiding = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/**
 * What may be shown: line feeds and tabs stay, escape codes and other controls go, characters that hide or reorder
 * are shown as `‹U+202E›`. A line written over by a carriage return keeps what was written last.
 */
export function plainText(text: string): string {
  return (controls.test(text) ? withoutControls(text) : text)
    .replace(foreignEnds, '\n')
    .replace(hiding, (character) => `‹U+${character.codePointAt(0)?.toString(16).toUpperCase()}›`)
}

/** The same on one line: line feeds and tabs become spaces. */
export const plainLine = (text: string): string => plainText(text).replace(/\s+/g, ' ').trim()

function withoutControls(text: string): string {
  let plain = text.replace(escapeCodes, '').replace(overstruck, '').replace(/\r+\n/g, '\n')
  if (plain.includes('\r')) plain = plain.split('\n').map(lastWritten).join('\n')
  return plain.replace(everyControl, '')
}

function lastWritten(line: string): string {
  return line.split('\r').findLast((part) => part !== '') ?? ''
}
