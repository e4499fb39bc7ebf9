// There is no container engine where tests run; what can be known about the image without one is held here.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../harness/certificate.ts'
import { exists, textOf } from './files.ts'

interface Instruction {
  readonly name: string
  readonly rest: string
}

/** Instructions with their continued lines joined, without comments. */
function instructions(text: string): Instruction[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return { name, rest: rest.trim() }
  })
}

const all = instructions(textOf('Dockerfile'))
const last = all.slice(all.findLastIndex(({ name }) => name === 'FROM'))
const restOf = (name: string, among = all) => among.filter((each) => each.name === name).map(({ rest }) => rest)

test('every line is an instruction', () => {
  expect(all.filter(({ name }) => name === '')).toEqual([])
})

test('stages begin with a Node that is new enough', () => {
  const bases = restOf('FROM')
  expect(bases).toHaveLength(2)
  for (const base of bases) expect(Number(/^node:(\d+)/.exec(base)?.[1])).toBeGreaterThanOrEqual(20)
})

test('what is copied exists and is not kept from the build', () => {
  const ignored = textOf('.dockerignore').split('\n').filter(Boolean)
  const fromContext = restOf('COPY').filter((rest) => !rest.startsWith('--from'))
  const named = fromContext.flatMap((rest) => rest.split(/\s+/).slice(0, -1))
  expect(named.filter((name) => !exists(name) || ignored.includes(name))).toEqual([])
  for (const needed of ['server', 'client', 'shared', 'scripts']) expect(ignored).not.toContain(needed)
  for (const heavy of ['node_modules', '.git', 'dist']) expect(ignored).toContain(heavy)
})

test('the last stage has only what was built, and runs as a user who may do little', () => {
  for (const rest of restOf('COPY', last)) expect(rest).toMatch(/^--from=build \/src\/(dist|package\.json|LICENSE) ?/)
  const order = last.map(({ name }) => name)
  expect(restOf('USER', last)).toEqual(['node'])
  expect(order.indexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'))
  expect(order.lastIndexOf('RUN')).toBeLessThan(order.indexOf('USER'))
})

test('the address is explicit and the public URL is told about', () => {
  const environment = restOf('ENV', last).join(' ')
  const port = /CARRYON_PORT=(\d+)/.exec(environment)?.[1]
  expect(environment).toContain('CARRYON_HOST=')
  expect(restOf('EXPOSE', last)).toEqual([port])
  expect(textOf('Dockerfile')).toContain(`-p ${port}:${port}`)
  expect(textOf('Dockerfile')).toMatch(/-e CARRYON_PUBLIC_URL=http/)
})

const certificate = makeCertificate(['carryon.example'], Date.now() - 86_400_000, Date.now() + 86_400_000)

test.each([
  ['well', 200, undefined, 0],
  ['ill', 503, undefined, 1],
  ['well, behind a certificate for another name', 200, certificate, 0],
])('a host that is %s is found to be so', async (_, status, tls, code) => {
  const answer: RequestListener = (request, response) => {
    response.statusCode = request.url === '/health' ? status : 404
    response.end()
  }
  const server = tls ? createSecureServer(tls, answer) : createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  expect(await healthCheck(port, tls ? { CARRYON_TLS_CERT: '/cert.pem' } : {})).toBe(code)
})

test('a host that is not there is found to be so', async () => {
  expect(await healthCheck(1)).toBe(1)
})

async function healthCheck(port: number, more: NodeJS.ProcessEnv = {}): Promise<number> {
  const [program = '', ...args]: string[] = JSON.parse(/CMD (\[.*\])/.exec(restOf('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]')
  expect(program).toBe('node')
  const check = spawn(process.execPath, args, { env: { ...more, CARRYON_PORT: String(port) }, stdio: 'ignore' })
  const [code] = await once(check, 'exit')
  return code
}
