import { MailError } from '../mail/mail-error.js'
import type { Mailer } from '../mail/mailer.js'
import { withDeadline } from '../platform/observe/with-deadline.js'
import type { Runtime } from '../platform/runtime.js'
import type { MailTest } from '../web/desk/settings/dependencies.js'

/** How long a mail server may take to take one mail while someone waits for the page. */
const deadlineMs = 20_000

/** Sends one mail that only tries the way, and says how that went with what to do about it. Never throws for what the server did. */
export async function sendTestMail(mailer: Pick<Mailer, 'send'>, to: string, runtime: Pick<Runtime, 'sleep'>): Promise<MailTest> {
  const text = 'This mail was sent from the settings of the desk, to try the way to you. It arrived: nothing is to be done.'
  try {
    const mail = { to, subject: 'A test from the desk', text, html: `<p>${text}</p>` }
    const outcome = await withDeadline(mailer.send(mail), { deadlineMs, runtime })
    if (outcome.status === 'sent') return { problem: null, response: outcome.response, fix: '' }
    const what = outcome.to === 'recipient' ? 'the server refused the address' : 'the server refused the mail'
    return { problem: `${what}: ${outcome.code} ${outcome.response}`, response: '', fix: fixOf(outcome.code) }
  } catch (error) {
    const code = error instanceof MailError ? error.code : null
    return { problem: error instanceof Error ? error.message : String(error), response: '', fix: fixOf(code) }
  }
}

function fixOf(code: number | null): string {
  if (code === 535 || code === 534) return 'Check the user name and the password in SMTP_URL.'
  if (code === 530) return 'The server wants a user name and a password: write them into SMTP_URL.'
  if (code !== null && code >= 550) return 'Check that the server may send from the address of PANEL_MAIL_FROM, and to yours.'
  if (code !== null) return 'The server answered, and not with yes. Try again later, or ask who runs it.'
  return 'Check the host and the port in SMTP_URL, and that this machine may reach them.'
}
