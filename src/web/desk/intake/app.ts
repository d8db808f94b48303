import { Hono } from 'hono'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskContext } from '../env.js'
import { formsUpTo, only } from '../send.js'
import { showAddressForm, startIntake } from './act.js'
import type { IntakeDeskDependencies } from './dependencies.js'
import { createIntakeStream } from './events.js'
import { showIntake } from './show.js'

const maxAddressFormBytes = 256 * 1024

/** The pages on which a tool's addresses become its dossier, relative to the desk; for editors. */
export function createIntakeApp(dependencies: IntakeDeskDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  const editor = only('editor')
  const handle = (route: (c: DeskContext, dependencies: IntakeDeskDependencies) => Promise<Response>) => (c: DeskContext) =>
    route(c, dependencies)
  app.post('/tools/intakes', editor, ...formsUpTo(maxAddressFormBytes), handle(startIntake))
  app.get('/tools/intakes/new', editor, handle(showAddressForm))
  app.get('/tools/intakes/:intakeId', editor, handle(showIntake))
  app.get('/tools/intakes/:intakeId/events', editor, handle(createIntakeStream()))
  return app
}
