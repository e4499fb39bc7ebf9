// Runs before `npm start` and `npm test`: says at once when Node is too old, else makes carryon ready to run.

// No imports and no new syntax here: the very versions that are turned away must understand this file.
const parts = /^(\d+)\.(\d+)/.exec(process.versions.node) || []
const release = Number(parts[1]) * 1000 + Number(parts[2])

if (release < 20019) {
  console.error(`carryon needs Node 20.19 or newer; this is ${process.version}. Install one from https://nodejs.org.`)
  process.exitCode = 1
} else {
  void import('./set-up.mjs')
}
