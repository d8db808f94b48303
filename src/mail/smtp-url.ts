import { isIP } from 'node:net'
import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool'
import { cleanText } from '../platform/text/provider-text.js'

/** A mail server as SMTP_URL names it. */
export type SmtpServer = {
  /** For people: without credentials. */
  place: string
  options: SMTPPoolOptions
  /** One line of what the server or a failure says, without the password in any form in which it goes over the wire. */
  clean: (text: string) => string
}

/**
 * Reads `smtp://user:password@host:587` or `smtps://…:465`; nodemailer reads the parameters behind a question mark, e.g. `?tls.servername=…`.
 * `smtps` speaks TLS from the start. `smtp` goes over to it when the server offers it (STARTTLS), and has to when a password would
 * go over a network, unless the address says `?requireTLS=false`.
 */
export function readSmtpUrl(smtpUrl: string): SmtpServer {
  const { protocol, hostname, port, username, password, searchParams } = new URL(smtpUrl)
  const isImplicit = protocol === 'smtps:'
  const mustUpgrade = !isImplicit && password !== '' && !isLoopback(hostname) && !searchParams.has('requireTLS')
  return {
    place: `${protocol}//${hostname}:${port === '' ? (isImplicit ? 465 : 587) : port}`,
    options: { url: smtpUrl, ...(mustUpgrade ? { requireTLS: true } : {}) },
    clean: (text) => cleanText(secretForms(username, password).reduce(withoutForm, text), []),
  }
}

const withoutForm = (text: string, form: string) => text.replaceAll(form, '[redacted]')

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function secretForms(encodedUser: string, encodedPassword: string): string[] {
  if (encodedPassword === '') return []
  const [user, password] = [decode(encodedUser), decode(encodedPassword)]
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')
  return [base64(`\u0000${user}\u0000${password}`), base64(password), encodedPassword, password]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
