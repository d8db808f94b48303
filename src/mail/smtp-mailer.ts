import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool'
import type { ComposedMail } from './compose-mail.js'
import { MailError } from './mail-error.js'
import type { Mail, Mailer, MailOptions, MailOutcome } from './mailer.js'
import { readSmtpUrl, type SmtpServer } from './smtp-url.js'

/** How long a connection may take, and the server's greeting. */
const connectionTimeoutMs = 15_000
/** How long a server may think after the end of a mail: RFC 5321, 4.5.3.2.6. Giving up earlier would leave open whether it has the mail. */
const replyTimeoutMs = 600_000
/** Before servers, which often wait five minutes, hang up in the middle of the next mail. */
const idleTimeoutMs = 60_000

export type SmtpMailerOptions = {
  smtpUrl: string
  connections: number
  compose: (mail: Mail) => Promise<ComposedMail>
}

/** Before the end of a message goes out; throws to keep it back. */
type BeforeEnd = () => Promise<void>

/** Sends mails to a server, over as many connections as given. */
export function createSmtpMailer({ smtpUrl, connections, compose }: SmtpMailerOptions): Mailer {
  const server = readSmtpUrl(smtpUrl)
  const pool = openPool(server, connections)
  const transport = createTransport(pool)
  const beforeEnds = new WeakMap<Buffer, BeforeEnd>()
  // Only here is the stream within reach that is read once the server has said that it takes the message.
  transport.use('stream', ({ data: { raw }, message }, done) => {
    const beforeEnd = Buffer.isBuffer(raw) ? beforeEnds.get(raw) : undefined
    if (beforeEnd !== undefined) message.processFunc((input) => Readable.from(holdEnd(input, beforeEnd)))
    done()
  })
  return {
    kind: 'smtp',
    place: server.place,
    send: async (mail, options = {}) => {
      const composed = await compose(mail)
      const handOver = createHandOver(options)
      beforeEnds.set(composed.raw, handOver.beforeEnd)
      try {
        const { response = '' } = await transport.sendMail({ raw: composed.raw, envelope: composed.envelope, ...signalOf(options) })
        return { status: 'sent', messageId: composed.messageId, response: server.clean(response) }
      } catch (error) {
        options.signal?.throwIfAborted()
        return refusalOrThrow(error, { server, handOver })
      }
    },
    close: async () => transport.close(),
  }
}

/** Connects to the server, with its credentials, and sends nothing; each step may take `timeoutMs`. Throws `MailError` that says what is wrong. */
export async function verifySmtp(smtpUrl: string, timeoutMs = connectionTimeoutMs): Promise<{ place: string }> {
  const server = readSmtpUrl(smtpUrl)
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs }
  const pool = openPool({ ...server, options: { ...server.options, ...timeouts } }, 1)
  try {
    await pool.verify()
    return { place: server.place }
  } catch (error) {
    throw describeFailure(error, server, false)
  } finally {
    pool.close({ force: true })
  }
}

function openPool({ options }: SmtpServer, connections: number): SMTPPool {
  return new SMTPPool({
    connectionTimeout: connectionTimeoutMs,
    greetingTimeout: connectionTimeoutMs,
    socketTimeout: replyTimeoutMs,
    ...options,
    pool: true,
    maxConnections: connections,
    idleTimeout: idleTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
}

const signalOf = ({ signal }: MailOptions) => (signal === undefined ? {} : { signal })

type HandOver = { beforeEnd: BeforeEnd; isDone: () => boolean; failure: () => unknown }

/** Tells the sender that the end goes out, once. A pool that puts a mail in line again must not send it a second time after that. */
function createHandOver({ signal, onHandOver }: MailOptions): HandOver {
  let state: 'not yet' | 'begun' | 'done' = 'not yet'
  let failure: unknown
  return {
    beforeEnd: async () => {
      signal?.throwIfAborted()
      if (state !== 'not yet') throw new Error('the mail was handed over before')
      state = 'begun'
      try {
        await onHandOver?.()
        signal?.throwIfAborted()
        state = 'done'
      } catch (error) {
        failure = error
        throw error
      }
    },
    isDone: () => state === 'done',
    failure: () => failure,
  }
}

/** How much of a message is kept back until it may arrive: its last line break. */
const endLength = 2

/** The message, whose last bytes wait. Nothing is read before someone reads this: then the server has agreed to take the message. */
async function* holdEnd(input: AsyncIterable<Uint8Array>, beforeEnd: BeforeEnd): AsyncGenerator<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input) chunks.push(chunk)
  const whole = Buffer.concat(chunks)
  yield whole.subarray(0, -endLength)
  await beforeEnd()
  yield whole.subarray(-endLength)
}

/**
 * A no for good about this mail or its recipient is an outcome. A no to the sender, to the credentials or to the connection is not: it would hold
 * for every mail until someone fixes the configuration.
 */
function refusalOrThrow(error: unknown, { server, handOver }: { server: SmtpServer; handOver: HandOver }): MailOutcome {
  if (handOver.failure() !== undefined) throw handOver.failure()
  const { responseCode, command, response } = failureOf(error)
  const isAboutMail = command === 'RCPT TO' || command === 'DATA'
  if (responseCode !== null && responseCode >= 500 && responseCode !== 503 && isAboutMail)
    return { status: 'refused', to: command === 'RCPT TO' ? 'recipient' : 'message', code: responseCode, response: server.clean(response) }
  throw describeFailure(error, server, handOver.isDone() && responseCode === null)
}

function failureOf(error: unknown) {
  const read = (name: string): unknown => (error instanceof Error && name in error ? Reflect.get(error, name) : undefined)
  const responseCode = read('responseCode')
  return {
    responseCode: typeof responseCode === 'number' ? responseCode : null,
    command: read('command'),
    response: String(read('response') ?? ''),
    code: read('originalCode') ?? read('code'),
  }
}

function describeFailure(error: unknown, { place, clean }: SmtpServer, mayHaveArrived: boolean): MailError {
  const { responseCode, code } = failureOf(error)
  const said = error instanceof Error ? error.message : String(error)
  const marked = typeof code === 'string' && !said.includes(code) ? `${said} (${code})` : said
  return new MailError(`the mail server ${place} failed: ${clean(marked)}`, { code: responseCode, mayHaveArrived })
}
