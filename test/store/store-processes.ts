// Starts store-process.ts, bundled once for the test file that uses it.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import { keptFolder } from '../harness/temp.ts'

let bundled: Promise<string> | undefined

async function bundle(): Promise<string> {
  const { path, remove } = keptFolder()
  process.on('exit', remove)
  const outfile = join(path, 'store-process.mjs')
  const entryPoints = [join(import.meta.dirname, 'store-process.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' })
  return outfile
}

/** `shell` is run before it in the same process, as `ulimit` has to be. */
export async function storeProcess(args: readonly string[], shell = ''): Promise<ChildProcess> {
  bundled ??= bundle()
  const script = `${shell}\nexec "$0" "$@"`
  const child = spawn('/bin/sh', ['-c', script, process.execPath, await bundled, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Every line it prints, to the end of its output; `onLine` hears each as it comes. */
export async function linesOf(child: ChildProcess, onLine: (line: string) => void = () => {}): Promise<string[]> {
  if (!child.stdout) throw new Error('Its output goes elsewhere.')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    onLine(line)
  }
  return lines
}
