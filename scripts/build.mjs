// Builds `dist`: the command and the libraries with esbuild, their types with tsc, the phone with Vite.

import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build as bundle } from 'esbuild'
import { build as buildPage } from 'vite'
import { builtStamp, fingerprint, root } from './fingerprint.mjs'
import { run } from './run.mjs'

const dist = join(root, 'dist')
const fresh = join(root, 'dist', `.fresh-${process.pid}`)
/** Bundled by itself each: what several share would be cut into many small files, and a start reads every one of them. */
const programs = [
  { carryon: 'server/main.ts' },
  Object.fromEntries(
    ['print', 'sessions', 'agents', 'audit', 'access'].map((name) => [`carryon-${name}`, `server/cli/${name}.ts`]),
  ),
  { store: 'server/store/index.ts' },
  { client: 'client/program/node.ts' },
]
/** What a session loads after the code is on the screen. */
const late = /\/(?:repl|pick-session|acp-agent|shell-agent|answering|join|local-connection)\.ts$/
const entries = Object.assign({}, ...programs)
const day = 24 * 60 * 60 * 1000
/** For packing: nothing of earlier builds stays. */
const clean = process.argv.includes('--clean')

// Vite would build the page for whatever the caller is about.
process.env.NODE_ENV = 'production'

const made = fingerprint()
try {
  mkdirSync(fresh, { recursive: true })
  await Promise.all([...programs.map(buildProgram), buildBrowserClient(), buildTypes(), buildPhone()])
  makeRunnable(join(fresh, 'carryon.mjs'))
  const names = moveIntoPlace()
  removeLeftovers(new Set(names))
  writeFileSync(builtStamp, made)
} catch (failure) {
  // esbuild has shown its errors by now, each with its place.
  if (!(failure instanceof Error && 'errors' in failure)) console.error(failure)
  process.exitCode = 1
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

async function buildProgram(/** @type {Record<string, string>} */ entryPoints) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  await bundle({
    absWorkingDir: root,
    entryPoints,
    plugins: [otherPrograms(entryPoints), ...('carryon' in entryPoints ? [startInOnePiece()] : [])],
    outdir: fresh,
    outExtension: { '.js': '.mjs' },
    // Beside the entries, so that `import.meta.url` leads to the same folder wherever a piece of code ends up.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Not ours: it is strict, which old code in packages (octal escapes) does not bear.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    // A native module that pi-tui asks for on Windows and does without.
    external: ['koffi'],
    define: { 'process.env.CARRYON_VERSION': JSON.stringify(version) },
    // Some packages are CommonJS within and call `require` for Node's own modules.
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
  })
}

/** What another program is made of is not bundled: it is found beside this one. */
function otherPrograms(/** @type {Record<string, string>} */ own) {
  const others = new Map(
    Object.entries(entries)
      .filter(([name]) => !(name in own))
      .map(([name, path]) => [join(root, path), `./${name}.mjs`]),
  )
  return {
    name: 'other programs',
    setup(/** @type {import('esbuild').PluginBuild} */ build) {
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        const beside = kind === 'dynamic-import' ? others.get(join(resolveDir, path)) : undefined
        return beside === undefined ? undefined : { path: beside, external: true }
      })
    },
  }
}

/**
 * esbuild cuts what pieces share into a file for each way of sharing. Late pieces bring all that a start needs, which is
 * there by then: so all of that is shared alike, and in one file.
 */
function startInOnePiece() {
  const start = join(root, 'server', 'cli', 'run.ts')
  return {
    name: 'start in one piece',
    setup(/** @type {import('esbuild').PluginBuild} */ build) {
      build.onLoad({ filter: late }, ({ path }) => ({
        contents: `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(start)}`,
        loader: 'ts',
      }))
    },
  }
}

function makeRunnable(/** @type {string} */ command) {
  const text = readFileSync(command, 'utf8')
  if (!text.startsWith('#!')) writeFileSync(command, `#!/usr/bin/env node\n${text}`)
  chmodSync(command, 0o755)
}

/** One file without any part of Node, for pages and for the bundlers of others. */
async function buildBrowserClient() {
  await bundle({
    absWorkingDir: root,
    entryPoints: { 'client-browser': 'client/program/browser.ts' },
    outdir: fresh,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    legalComments: 'none',
    logLevel: 'warning',
  })
}

async function buildTypes() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  await run(process.execPath, [tsc, '-p', join(root, 'tsconfig.types.json'), '--outDir', join(fresh, 'types')], {
    failure: 'The types of the libraries could not be written.',
  })
}

async function buildPhone() {
  await buildPage({
    configFile: join(root, 'client', 'phone', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(fresh, 'phone'), emptyOutDir: true },
  })
}

/**
 * A carryon that runs meanwhile finds either the old file or the new one under each name; what others refer to comes
 * before what refers to it: hashed pieces first, pages after them, the commands last.
 */
function moveIntoPlace() {
  const rank = (/** @type {string} */ name) =>
    Object.keys(entries).some((entry) => name === `${entry}.mjs`) ? 2 : /\.html\b/.test(name) ? 1 : 0
  const names = filesIn(fresh).sort((a, b) => rank(a) - rank(b))
  for (const name of names) {
    mkdirSync(dirname(join(dist, name)), { recursive: true })
    renameSync(join(fresh, name), join(dist, name))
  }
  return names
}

/** Pieces of earlier builds stay for a while: who runs them, here or on a phone, loads some only when needed. */
function removeLeftovers(/** @type {Set<string>} */ names) {
  for (const name of filesIn(dist)) {
    if (names.has(name) || /^\.(?:set-up-lock|built)$/.test(name)) continue
    const age = Date.now() - statSync(join(dist, name)).mtimeMs
    if (age > (clean ? 0 : 14 * day)) rmSync(join(dist, name))
  }
}

function filesIn(/** @type {string} */ folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
