// Pictures that go with a prompt: what may be one, told from its bytes alone.

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export type ImageType = (typeof imageTypes)[number]

/** A picture's bytes as base64. */
export interface Image {
  readonly type: ImageType
  readonly data: string
}

/** How many there are, in words. */
export const pictureCount = (count: number): string => (count === 1 ? '1 picture' : `${count} pictures`)

/** Where pictures cannot be shown: the text with their number beneath it. */
export const withPictureCount = ({ text, images = 0 }: { readonly text: string; readonly images?: number }): string =>
  images === 0 ? text : `${text.trimEnd()}\n${pictureCount(images)}`.trimStart()

/** By its first bytes, never by its name; undefined where it is no picture that agents take. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  const begins = (text: string, at = 0): boolean =>
    [...text].every((character, place) => bytes[at + place] === character.charCodeAt(0))
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (begins('\xff\xd8\xff')) return 'image/jpeg'
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif'
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp'
  return undefined
}
