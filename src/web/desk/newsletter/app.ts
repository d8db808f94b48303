import { Hono } from 'hono'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskContext } from '../env.js'
import { deskHeaders, formsUpTo, only, refuseInvalidAddress, sendFailure, sendNotFound } from '../send.js'
import { decideIssue, draftIssue, editIssue, issueDecisions } from './act.js'
import { changeSubscribers } from './bulk-subscribers.js'
import type { NewsletterDeskDependencies } from './dependencies.js'
import { showIssue, showIssueHtml } from './issue.js'
import { showIssues } from './issues.js'
import { issuePath } from './paths.js'
import { showSubscribers } from './subscribers.js'

/** An issue of five hundred items, every line at its longest. */
const maxFormBytes = 2 * 1024 * 1024

type Route = (c: DeskContext, dependencies: NewsletterDeskDependencies) => Response | Promise<Response>

/** The newsletter at the desk, to be mounted at `newsletterPath`. Everyone who is signed in reads; editors and admins decide. */
export function createNewsletterDesk(dependencies: NewsletterDeskDependencies): Hono<AuthEnv> {
  const { auth, runtime } = dependencies
  const app = new Hono<AuthEnv>()
  const handle = (route: Route) => (c: DeskContext) => route(c, dependencies)
  const editor = only('editor')
  app.use(deskHeaders, auth.session, auth.sameOrigin, auth.requireActor(), refuseInvalidAddress)
  app.get('/', handle(showIssues))
  app.post('/', editor, ...formsUpTo(maxFormBytes), handle(draftIssue))
  app.get('/subscribers', editor, handle(showSubscribers))
  app.post('/subscribers/bulk', editor, ...formsUpTo(maxFormBytes), handle(changeSubscribers))
  app.get('/:week', handle(showIssue))
  app.get('/:week/letter', handle(showIssueHtml))
  app.post('/:week/edit', editor, ...formsUpTo(maxFormBytes), handle(editIssue))
  for (const step of issueDecisions) app.post(`/:week/${step}`, editor, ...formsUpTo(maxFormBytes), handle(decideIssue(step)))
  // A browser that asks for an action's address, such as from the history after a form was refused, wants the newsletter.
  app.get('/:week/:action', (c) => c.redirect(issuePath(c.req.param('week')), 303))
  app.all('*', (c) => sendNotFound(c, 'page'))
  app.onError(sendFailure(runtime, 'a page about issues failed'))
  return app
}
