import { Hono } from 'hono'
import { verdictIdSchema } from '../../../contracts/review-ids.js'
import type { AuthEnv } from '../../auth/variables.js'
import { actorOf } from '../env.js'
import { openList } from '../lists/open-list.js'
import { formsUpTo, sendNotFound } from '../send.js'
import { changeWaiting } from './bulk.js'
import { queueList } from './queue-list.js'
import { type QueueDependencies, showQueue } from './show-queue.js'

const maxFormBytes = 256 * 1024

/** What waits for whom. To be mounted at the desk's path, behind who may enter; its forms go to the verdicts' own addresses. */
export function createQueueApp(deps: QueueDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  app.get('/queue', async (c) => {
    const at = c.req.query('at') ?? null
    if (at !== null && !verdictIdSchema.safeParse(at).success) return sendNotFound(c, 'verdict')
    const definition = queueList(await deps.personas())
    const opened = await openList(c, deps, definition)
    return 'response' in opened ? opened.response : showQueue({ c, deps, actor: actorOf(c) }, { ...opened, at, definition })
  })
  for (const guard of formsUpTo(maxFormBytes)) app.use('/queue/bulk', guard)
  app.post('/queue/bulk', (c) => changeWaiting(c, deps))
  return app
}
