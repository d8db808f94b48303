import { Hono } from 'hono'
import { verdictIdSchema } from '../../../contracts/review-ids.js'
import type { AuthEnv } from '../../auth/variables.js'
import { actorOf } from '../env.js'
import { sendNotFound } from '../send.js'
import type { ReviewDeskDependencies } from '../verdict/dependencies.js'
import { showQueue } from './show-queue.js'

const maxCursorLength = 200

/** What waits for whom. To be mounted at the desk's path, behind who may enter; its forms go to the verdicts' own addresses. */
export function createQueueApp(deps: ReviewDeskDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  app.get('/queue', (c) => {
    const at = c.req.query('at') ?? null
    const cursor = c.req.query('cursor') ?? null
    if (at !== null && !verdictIdSchema.safeParse(at).success) return sendNotFound(c, 'verdict')
    if (cursor !== null && cursor.length > maxCursorLength) return sendNotFound(c, 'page of the queue')
    return showQueue({ c, deps, actor: actorOf(c) }, { at, cursor, scope: c.req.query('scope') === 'all' ? 'all' : 'mine' })
  })
  return app
}
