// How the phone's page is built: a handful of hashed files, compressed once, with nothing inline that a strict CSP would refuse.

import { defineConfig } from 'vite'
import { plainImports } from './plain-imports.ts'
import { precompressed } from './precompressed.ts'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [plainImports(), precompressed()],
  build: {
    outDir: '../../dist/phone',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    // The Markdown parser's own assertions are about texts that it then shows all the same.
    rolldownOptions: {
      output: {
        minify: { compress: { dropConsole: true }, mangle: true, codegen: true },
        // One file: with many parts that come late the bundler would cut it into several, which compress worse.
        codeSplitting: { groups: [{ name: 'preact', test: /node_modules[\\/]@?preact/ }] },
      },
    },
  },
})
