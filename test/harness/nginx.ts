// The real nginx, with the very lines that docs/remote-access.md gives; only addresses and paths are the test's.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { MadeCertificate } from './certificate.ts'
import { freePort } from './install.ts'
import { temporaryFolder } from './temp.ts'

/** Debian has it where a user's PATH may not lead. */
const program = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).error === undefined)

export const hasNginx = program !== undefined

const documented = (): string => {
  const docs = readFileSync(new URL('../../docs/remote-access.md', import.meta.url), 'utf8')
  const [, lines] = /```nginx\n([\s\S]*?)```/.exec(docs) ?? []
  if (lines === undefined) throw new Error('docs/remote-access.md has no lines for nginx')
  return lines
}

/** Its port on 127.0.0.1, once it answers. */
export async function startNginx(to: number, { cert, key }: MadeCertificate): Promise<number> {
  if (program === undefined) throw new Error('nginx is not installed')
  const folder = temporaryFolder()
  const port = await freePort()
  writeFileSync(join(folder, 'cert.pem'), cert)
  writeFileSync(join(folder, 'key.pem'), key)
  const lines = documented()
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('127.0.0.1:7433', `127.0.0.1:${to}`)
    .replace('/etc/ssl/carryon/fullchain.pem', join(folder, 'cert.pem'))
    .replace('/etc/ssl/carryon/privkey.pem', join(folder, 'key.pem'))
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${join(folder, what)};`,
  )
  const settings = join(folder, 'nginx.conf')
  writeFileSync(
    settings,
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'log')};
events {} http { access_log off; ${kept.join(' ')}\n${lines}\n}\n`,
  )
  const running = spawn(program, ['-p', folder, '-c', settings, '-e', join(folder, 'log')], { stdio: 'ignore' })
  const ended = once(running, 'exit')
  onTestFinished(async () => {
    running.kill('SIGKILL')
    await ended
  })
  for (;;) {
    if (running.exitCode !== null) throw new Error(`nginx ended: ${readFileSync(join(folder, 'log'), 'utf8')}`)
    const socket = connect(port, '127.0.0.1')
    const answered = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (answered) return port
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
