// Pictures that go with a prompt: what may be one, told from its bytes alone.

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export type ImageType = (typeof imageTypes)[number]

/** A picture's bytes as base64. */
export interface Image {
  readonly type: ImageType
  readonly data: string
}

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
