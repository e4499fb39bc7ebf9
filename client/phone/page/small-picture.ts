// A picture made small enough to be sent: phones take far larger ones than an agent looks at.

import { imageTypes } from '../../../shared/images.ts'

/** The longer side, in pixels: agents make larger ones smaller themselves. */
const longest = 1568

/** Undefined where the browser cannot read it and it is too large as it is, in bytes. */
export async function smallPicture(file: Blob, most: number): Promise<Blob | undefined> {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height))
    // A small one goes as it is; one that moves would stand still.
    const taken = imageTypes.some((type) => type === file.type)
    if ((scale === 1 && taken && file.size <= most) || file.type === 'image/gif')
      return file.size <= most ? file : undefined
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    // What may be see-through stays so; everything else is a photograph.
    const type = file.type === 'image/png' || file.type === 'image/webp' ? 'image/png' : 'image/jpeg'
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85))
    return small && small.size <= most ? small : undefined
  } catch {
    return undefined
  }
}

/** For an image on the page: its policy allows data, and no blobs. */
export const dataUrl = (picture: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(picture)
  })
