import { z } from 'zod'
import type { Actor } from '../../contracts/actor.js'
import type { Role } from '../../contracts/role.js'
import { mostInBulk } from '../http/most-in-bulk.js'
import { listed, said } from './answer-schemas.js'
import { sendTagged } from './entity-tags.js'
import { sentence } from './review-answers.js'
import { type Api, addRoute } from './route.js'
import { uniqueList } from './schemas.js'

/* Bulk actions: what the desk does with several rows of a list. Each thing is a change of its own; the answer says of each what became of it. */

const outcome = {
  outcome: z.enum(['done', 'unchanged', 'refused']).describe('`unchanged`: it was so already. `refused`: nothing of it was changed.'),
  detail: said.optional().describe('Why it is refused; left out otherwise.'),
  fix: said.optional().describe('What to do about it.'),
}

export type Outcome = { status: 'done' } | { status: 'unchanged' } | { status: 'refused'; why: string; fix: string }

/** An outcome as the answer writes it. */
export function outcomeOf(result: Outcome) {
  if (result.status !== 'refused') return { outcome: result.status }
  return { outcome: result.status, detail: sentence(result.why), fix: sentence(result.fix) }
}

/** The answer to a bulk action on things that have these ids. */
export function outcomesOf<Item extends z.ZodRawShape>(item: Item) {
  return z.strictObject({ items: listed(z.strictObject({ ...item, ...outcome })) })
}

/** The ids that a bulk action takes. */
export function some<T extends z.ZodType>(id: T, what: string) {
  return uniqueList(id, mostInBulk, what)
}

type Bulk<B extends z.ZodType> = {
  path: string
  tag: string
  summary: string
  description?: string
  roles?: readonly Role[]
  body: B
  schema: z.ZodType
  act: (actor: Actor, body: z.output<B>) => Promise<readonly unknown[]>
}

/** Every bulk action answers 200 with one item for each thing, or for each verdict of it, in the order of the request. */
export function addBulk<B extends z.ZodType>(api: Api, { schema, act, ...route }: Bulk<B>): void {
  const answers = { 200: { description: 'What became of each, in the order of the request.', schema } }
  addRoute(api, { ...route, method: 'post', scope: 'write', answers }, async (c, { actor, body }) =>
    sendTagged(c, { items: await act(actor, body) }),
  )
}
