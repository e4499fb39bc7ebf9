// A build step that leaves `import()` as it is: Vite's helper around it preloads styles, and all styles are there already.

import type { Plugin } from 'vite'

export function plainImports(): Plugin {
  return {
    name: 'carryon:plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
  }
}
