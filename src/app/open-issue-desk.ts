import { join } from 'node:path'
import { createPeople } from '../accounts/people.js'
import { createMailer } from '../mail/create-mailer.js'
import { createSubscriptionActions } from '../newsletter/subscription-actions.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { packageFiles } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { createSiteActions } from '../site/create-site-actions.js'
import { createSiteStore } from '../site/store/site.js'
import { createCommunities } from '../voting/communities.js'
import { readSignInSecret } from '../web/auth/create-auth.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'
import { openNewsletter } from './open-newsletter.js'

/** The newsletter without pages, for the command line. The caller closes it, before the app. */
export async function openIssueDesk({ app, config, runtime }: { app: App; config: Config; runtime: Runtime }) {
  const { db } = app
  const personas = () => loadPersonas(config.personasFolder ?? packageFiles.personas)
  const community = { of: createCommunities(db) }
  const site = createSiteActions({ site: createSiteStore(db), reviews: app.reviews, personas, community, runtime })
  const mailer = await createMailer({ smtpUrl: config.smtpUrl, mail: config.mail, outboxFolder: join(config.home, 'outbox'), runtime })
  const subscriptions = createSubscriptionActions({
    db,
    mailer,
    secret: await readSignInSecret({ db, runtime, configured: config.secret }),
    origin: config.publicUrl ?? `http://127.0.0.1:${config.port}`,
    sender: config.newsletter.sender ?? null,
    returnPath: config.mail?.returnPath ?? null,
    runtime,
  })
  const { actions, startSending } = openNewsletter({ app, config, runtime, mailer, site, subscriptions })
  return { issues: actions, startSending, people: createPeople({ db, runtime }), close: mailer.close }
}
