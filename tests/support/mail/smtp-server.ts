import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as the server took it. */
export type ReceivedMail = { from: string; to: string[]; raw: Buffer; parsed: ParsedMail }

export type TestSmtpServer = {
  url: string
  port: number
  received: ReceivedMail[]
  /** Whatever has arrived of the message that is on its way, before its end. */
  arriving: () => string
  close: () => Promise<void>
}

export type TestSmtpOptions = {
  /** Throws to refuse a recipient; `smtpError` makes what it throws. */
  onRecipient?: (address: string) => void
  onSender?: (address: string) => void
  /** Throws to refuse a message whose end has arrived. */
  onMessage?: (mail: ReceivedMail) => void | Promise<void>
  login?: { user: string; password: string }
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function startSmtpServer({ onRecipient, onSender, onMessage, login }: TestSmtpOptions = {}): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = []
  let arriving = ''
  const options: SMTPServerOptions = {
    disabledCommands: login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(smtpError(535, `5.7.8 ${username} and ${password} are not known`)),
    onMailFrom: ({ address }, _session, done) => done(caught(() => onSender?.(address))),
    onRcptTo: ({ address }, _session, done) => done(caught(() => onRecipient?.(address))),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      arriving = ''
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        arriving += chunk.toString('latin1')
      })
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks)
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const mail = { from, to: envelope.rcptTo.map(({ address }) => address), raw, parsed: await simpleParser(raw) }
        try {
          await onMessage?.(mail)
          received.push(mail)
          done(null, `queued as ${received.length}`)
        } catch (error) {
          done(error as Error)
        }
      })
    },
  }
  const server = new SMTPServer(options)
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    arriving: () => arriving,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A refusal with that reply code. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function caught(check: () => void): Error | null {
  try {
    check()
    return null
  } catch (error) {
    return error as Error
  }
}
