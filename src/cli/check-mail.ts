import { join } from 'node:path'
import type { Config } from '../app/config.js'
import type { Runtime } from '../platform/runtime.js'
import { type Check, ok, problem } from './check.js'
import { describeError } from './exit.js'

/** How long each step of signing in to the mail server may take, in milliseconds. */
const stepTimeoutMs = 5_000

/** Where mails go; a configured server is connected to and signed in to, and nothing is sent. What sends mails is loaded for this alone. */
export async function checkMail(
  config: Pick<Config, 'smtpUrl' | 'mail' | 'home' | 'timeoutFactor'>,
  runtime: Pick<Runtime, 'now' | 'newId'>,
): Promise<Check> {
  const { smtpUrl, mail, timeoutFactor = 1 } = config
  const [{ createMailer }, { verifySmtp }] = await Promise.all([import('../mail/create-mailer.js'), import('../mail/smtp-mailer.js')])
  try {
    const mailer = await createMailer({ smtpUrl, mail, outboxFolder: join(config.home, 'outbox'), runtime })
    await mailer.close()
    const signing = mail?.dkim === undefined ? 'without a DKIM signature' : `signed for ${mail.dkim.domain}`
    if (smtpUrl === null) {
      const seen = `no SMTP_URL: mails are written as files to ${mailer.place}`
      return { name: 'mail', status: 'not configured', seen, fix: 'export SMTP_URL=smtp://mail.example.com:587, to send them' }
    }
    const { place } = await verifySmtp(smtpUrl, stepTimeoutMs * timeoutFactor)
    return ok('mail', `${place} takes mails from ${mail?.from ?? 'no one'}, ${signing}`)
  } catch (error) {
    return problem('mail', describeError(error), 'correct SMTP_URL, or mail in panel.config.yaml')
  }
}
