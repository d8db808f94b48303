import { Hono } from 'hono'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskContext } from '../env.js'
import { deskHeaders, formsUpTo, only, sendFailure, sendNotFound, soundAddress } from '../send.js'
import { decideLetter, draftLetter, editLetter, letterSteps } from './act.js'
import { showLetter, showLetterHtml } from './letter.js'
import { showLetters } from './letters.js'
import { letterPath } from './paths.js'
import type { NewsletterDeskDependencies } from './types.js'

/** A letter of five hundred items, every line at its longest. */
const maxFormBytes = 2 * 1024 * 1024

type Route = (c: DeskContext, dependencies: NewsletterDeskDependencies) => Response | Promise<Response>

/** The weekly letters at the desk, to be mounted at `newsletterPath`. Everybody who is signed in reads; editors and admins decide. */
export function createNewsletterDesk(dependencies: NewsletterDeskDependencies): Hono<AuthEnv> {
  const { auth, runtime } = dependencies
  const app = new Hono<AuthEnv>()
  const handle = (route: Route) => (c: DeskContext) => route(c, dependencies)
  const editor = only('editor')
  app.use(deskHeaders, auth.session, auth.sameOrigin, auth.requireActor(), soundAddress)
  app.get('/', handle(showLetters))
  app.post('/', editor, ...formsUpTo(maxFormBytes), handle(draftLetter))
  app.get('/:week', handle(showLetter))
  app.get('/:week/letter', handle(showLetterHtml))
  app.post('/:week/edit', editor, ...formsUpTo(maxFormBytes), handle(editLetter))
  for (const step of letterSteps) app.post(`/:week/${step}`, editor, ...formsUpTo(maxFormBytes), handle(decideLetter(step)))
  // Who asks for an action's address, such as from the history after a form was refused, wants the letter.
  app.get('/:week/:action', (c) => c.redirect(letterPath(c.req.param('week')), 303))
  app.all('*', (c) => sendNotFound(c, 'page'))
  app.onError(sendFailure(runtime, 'a page about letters failed'))
  return app
}
