// Whether a finger is the main pointer: then Enter begins a new line, and a button sends.

export const hasTouchKeyboard = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches
