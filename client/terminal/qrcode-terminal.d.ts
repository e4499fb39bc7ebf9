// The part of qrcode-terminal that is used; the package ships no types.

declare module 'qrcode-terminal' {
  const qrcode: {
    setErrorLevel(level: 'L' | 'M' | 'Q' | 'H'): void
    /** The small form: one row for two modules, light ones drawn as ink. */
    generate(text: string, options: { small: true }, take: (drawn: string) => void): void
  }
  export default qrcode
}
