import type { Child } from 'hono/jsx'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { actorOf, type DeskContext } from '../env.js'
import { ProblemBox, SaidBox } from '../parts.js'
import { newsletterPath } from '../paths.js'
import { sendPage } from '../send.js'
import type { SettingsDependencies } from './dependencies.js'
import { FixedTable, SettingsPage } from './parts.js'
import { settingsPath } from './paths.js'

const path = `${settingsPath}/mail`

/** Where mails go, and a mail to oneself to try it. */
export async function showMail(c: DeskContext, { mail }: SettingsDependencies, notice: Child = null): Promise<Response> {
  const actor = actorOf(c)
  const to = await mail.addressOf(actor.userId)
  const facts = [
    {
      name: mail.kind === 'smtp' ? 'Mail server' : 'Files in',
      value: mail.place,
      where: mail.kind === 'smtp' ? 'environment: SMTP_URL' : 'no SMTP_URL',
    },
    { name: 'Sender', value: mail.from ?? 'no one is named', where: 'environment: PANEL_MAIL_FROM, or panel.config.yaml: mail' },
  ]
  return sendPage(
    c,
    <SettingsPage title="Mail" actor={actor} path={path}>
      {mail.kind === 'smtp' ? null : (
        <p class="lede">
          No mail server is set, so mails are written as files and reach no one. Set SMTP_URL and PANEL_MAIL_FROM, and start the server
          again.
        </p>
      )}
      {notice}
      <FixedTable fixed={facts} />
      <form method="post" action={path}>
        <div class="actions">
          <button type="submit">Send a test to {to}</button>
        </div>
      </form>
      <p class="meta">
        Mails of an issue that could not be sent are on the issue’s page, under <a href={newsletterPath}>Newsletter</a>.
      </p>
    </SettingsPage>,
    200,
  )
}

/** Sends a mail to who asks for it, and to no one else; says what the server answered. */
export async function testMail(c: DeskContext, dependencies: SettingsDependencies): Promise<Response> {
  const { mail } = dependencies
  const result = await mail.test(await mail.addressOf(actorOf(c).userId))
  const notice =
    result.problem === null ? (
      <SaidBox>
        {mail.kind === 'smtp'
          ? `The server took it: ${revealInvisible(result.response)}. Look into your inbox, and the spam folder.`
          : `Written as a file in ${mail.place}.`}
      </SaidBox>
    ) : (
      <ProblemBox head={`The test was not sent: ${revealInvisible(result.problem)}`}>
        <p>{result.fix}</p>
      </ProblemBox>
    )
  return showMail(c, dependencies, notice)
}
