import { UsageError } from '../platform/errors.js'
import type { Runtime } from '../platform/runtime.js'
import { composeMail } from './compose-mail.js'
import { createFileMailer } from './file-mailer.js'
import type { MailSettings } from './mail-settings.js'
import type { Mail, Mailer } from './mailer.js'
import { openSigner } from './sign-mail.js'
import { createSmtpMailer } from './smtp-mailer.js'

/** Who sends where no one has said: nothing leaves the machine. */
const localSender: MailSettings = { from: 'Ship Panel <panel@localhost>', connections: 1 }

export type MailerOptions = {
  /** SMTP_URL; null for files. */
  smtpUrl: string | null
  /** `mail` of the configuration. */
  mail: MailSettings | null
  /** Where mails go as files when there is no server: PANEL_HOME/outbox. Made with the first one. */
  outboxFolder: string
  runtime: Pick<Runtime, 'now' | 'newId'>
}

/**
 * Sends mails to the server of SMTP_URL, or writes them as files where there is none. Connects to nothing yet. Throws `UsageError` when a server is
 * set and no one to send from, and `InputError` when the DKIM key cannot be used. The caller closes it.
 */
export async function createMailer({ smtpUrl, mail, outboxFolder, runtime }: MailerOptions): Promise<Mailer> {
  if (smtpUrl !== null && mail === null)
    throw new UsageError(
      'SMTP_URL is set, and nothing says who sends. Set PANEL_MAIL_FROM="Ship Panel <panel@example.com>", or mail.from in panel.config.yaml',
    )
  const { from, returnPath, dkim, connections } = mail ?? localSender
  const sign = dkim === undefined ? null : await openSigner(dkim)
  const compose = async (message: Mail) => {
    const composed = await composeMail(message, { from, returnPath, isReadAsFile: smtpUrl === null, runtime })
    return sign === null ? composed : { ...composed, raw: await sign(composed.raw) }
  }
  if (smtpUrl === null) return createFileMailer({ folder: outboxFolder, compose, runtime })
  return createSmtpMailer({ smtpUrl, connections, compose })
}
