// Certificates for tests, signed by themselves, made on the spot: no key lies in the project.

import { generateKeyPairSync, sign } from 'node:crypto'

export interface MadeCertificate {
  /** Both as PEM. */
  readonly cert: string
  readonly key: string
}

/** For these DNS names and version 4 addresses; times in milliseconds since 1970. */
export function makeCertificate(names: readonly string[], from: number, until: number): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(oid(85, 4, 3), der(0x0c, Buffer.from(names[0] ?? '')))))
  const signedWith = sequence(oid(42, 840, 10045, 4, 3, 2))
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    signedWith,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid(85, 29, 17), der(0x04, sequence(...names.map(alternative)))))),
  )
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]))
  const lines =
    sequence(body, signedWith, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts)
const integer = (value: number): Buffer => der(0x02, Buffer.of(value))

/** The first of them stands for the first two, as DER has it. */
const oid = (...arcs: readonly number[]): Buffer => der(0x06, Buffer.from(arcs.flatMap(base128)))

function base128(arc: number): number[] {
  const digits = [arc & 0x7f]
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
  return digits
}

const time = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

const alternative = (name: string): Buffer =>
  /^\d+\.\d+\.\d+\.\d+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
