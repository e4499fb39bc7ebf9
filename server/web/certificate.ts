// The user's own certificate: read and checked before anything listens, so that what is wrong is said at once.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

export interface Certificate {
  /** PEM, with the chain. */
  readonly cert: string
  readonly key: string
  /** Whether devices will take it for this name or address. */
  covers(host: string): boolean
  /** Names it is for, in words. */
  readonly names: string
}

/** Its message is a sentence for people that says what to do. */
export class CertificateFailed extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'CertificateFailed'
  }
}

/** Throws `CertificateFailed`. `now` in milliseconds since 1970. */
export function readCertificate(certPath: string, keyPath: string, now: number): Certificate {
  const cert = read(certPath, '--tls-cert')
  const key = read(keyPath, '--tls-key')
  const certificate = parsedCertificate(cert, certPath)
  if (!certificate.checkPrivateKey(parsedKey(key, keyPath))) {
    throw new CertificateFailed(`${keyPath} is not the key of ${certPath}. Give the two that were made together.`)
  }
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  if (now > until) throw new CertificateFailed(`${certPath} has expired, on ${day(until)}. Renew it and start again.`)
  if (now < from)
    throw new CertificateFailed(`${certPath} is good from ${day(from)} on only. Check this computer's clock.`)
  return {
    cert,
    key,
    covers: (host) => covers(certificate, host.replace(/^\[|\]$/g, '')),
    names: (certificate.subjectAltName ?? certificate.subject).replace(/(DNS|IP Address):/g, ''),
  }
}

/** What to say beside a code whose address the certificate is not for; undefined where it is. */
export const certificateWarning = ({ covers, names }: Certificate, host: string): string | undefined =>
  covers(host)
    ? undefined
    : `The certificate is for ${names}, not for ${host}, so devices will warn of it. Give its name with --public-url.`

function read(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CertificateFailed(`${path} cannot be read. Give a PEM file that is there with ${flag}.`, cause)
  }
}

function parsedCertificate(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw new CertificateFailed(
      `${path} is no certificate in PEM form. Give the file that begins with BEGIN CERTIFICATE.`,
      cause,
    )
  }
}

function parsedKey(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch (cause) {
    const locked = /ENCRYPTED/.test(text)
    throw new CertificateFailed(
      locked
        ? `${path} is locked with a passphrase, which nobody could type at a start. Give a key without one, readable by you alone.`
        : `${path} is no private key in PEM form. Give the file that begins with BEGIN PRIVATE KEY.`,
      cause,
    )
  }
}

const covers = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined

const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
