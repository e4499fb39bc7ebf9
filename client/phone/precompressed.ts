// A build step that lays a .br and a .gz beside every text file, so that the host never compresses while it serves.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const textFile = /\.(html|js|css|svg|webmanifest)$/

export function precompressed(): Plugin {
  let folder: string | undefined
  return {
    name: 'carryon:precompressed',
    apply: 'build',
    writeBundle(options) {
      folder = options.dir
    },
    // Only here are the files of `public` copied too.
    closeBundle() {
      if (folder === undefined) return
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!textFile.test(name)) continue
        const path = join(folder, name)
        const content = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
        writeFileSync(`${path}.br`, brotliCompressSync(content, { params: quality }))
      }
    },
  }
}
