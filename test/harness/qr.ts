// Reads QR codes off a picture with a real decoder: zbar where it is installed, else jsQR.

import { spawnSync } from 'node:child_process'
import jsQr from 'jsqr'
import { PNG } from 'pngjs'

/** What the codes in a PNG say; none gives an empty list. */
export function qrCodesIn(png: Buffer): string[] {
  return byZbar(png) ?? byJsQr(png)
}

export function byZbar(png: Buffer): string[] | undefined {
  const options = ['--raw', '--quiet', '-Sdisable', '-Sqrcode.enable', 'png:-']
  const { stdout, error, status, stderr } = spawnSync('zbarimg', options, { input: png, encoding: 'utf8' })
  if (error && 'code' in error && error.code === 'ENOENT') return undefined
  // 4: it read the picture and found nothing.
  if (status !== 0 && status !== 4) throw new Error(`zbarimg failed: ${stderr}`)
  return stdout.split('\n').filter((line) => line !== '')
}

export function byJsQr(png: Buffer): string[] {
  const { data, width, height } = PNG.sync.read(png)
  const code = jsQr(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })
  return code ? [code.data] : []
}
