import { z } from 'zod'
import type { NewEntry } from '../../audit/audit-chain.js'
import { placeInstantSchema } from '../../contracts/primitives.js'
import { makeWebhookSecret } from '../../webhooks/sign-webhook.js'
import type { Webhook, WebhookDelivery } from '../../webhooks/store/webhooks.js'
import { webhookUrlProblem } from '../../webhooks/webhook-url.js'
import { mayWrite } from '../http/preconditions.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { cutPage, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { apiLink } from './paths.js'
import { sendNotFound, sendProblem } from './problems.js'
import { sendMismatch } from './review-answers.js'
import { type Api, type ApiContext, type ApiRequest, addRoute } from './route.js'
import { ids, webhook, webhookChange, webhookDelivery, webhookNew, webhookWithSecret } from './schemas.js'
import { countErrors } from './validation.js'

/** How long the secret before signs beside a new one, so that a receiver can change over. */
const overlapMs = 24 * 3_600_000

const shared = { tag: 'Webhooks', scope: 'admin', roles: ['admin'] } as const
const params = { webhookId: ids.webhook }
const idPlace = z.tuple([ids.webhook])
const deliveryPlace = z.tuple([placeInstantSchema, z.string().regex(/^msg_[0-9A-Za-z]{1,80}$/)])

/** Webhooks: made, changed and looked at by admins. */
export function addWebhookRoutes(api: Api, dependencies: ApiDependencies): void {
  addReadRoutes(api, dependencies)
  addCreateRoute(api, dependencies)
  addChangeRoutes(api, dependencies)
}

function toDelivery({ attemptedAt, createdAt, ...delivery }: WebhookDelivery): z.input<typeof webhookDelivery> {
  return { ...delivery, attemptedAt: attemptedAt?.toISOString() ?? null, createdAt: createdAt.toISOString() }
}

async function toBodies({ webhooks }: ApiDependencies, found: readonly Webhook[]): Promise<z.input<typeof webhook>[]> {
  const last = await webhooks.lastDeliveries(found.map(({ id }) => id))
  return found.map(({ createdAt, updatedAt, ...each }) => {
    const delivery = last.get(each.id)
    const lastDelivery = delivery === undefined ? null : toDelivery(delivery)
    return { ...each, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(), lastDelivery }
  })
}

async function toBody(dependencies: ApiDependencies, found: Webhook): Promise<z.input<typeof webhook>> {
  const [body] = await toBodies(dependencies, [found])
  if (body === undefined) throw new Error('one webhook has one body')
  return body
}

const tagOf = (body: z.input<typeof webhook>) => entityTag(body, `v${body.version}`)

function addReadRoutes(api: Api, dependencies: ApiDependencies): void {
  const { webhooks } = dependencies
  addRoute(
    api,
    {
      ...{ ...shared, method: 'get', path: '/webhooks', query: pageQuery, summary: 'Webhooks, each with its last delivery' },
      answers: { 200: { description: 'A page of webhooks.', schema: pageSchema(webhook) } },
    },
    async (c, { query: { limit, cursor } }) => {
      const read = readPlace(c, cursor, idPlace)
      if ('answer' in read) return read.answer
      const { place } = read
      const found = await webhooks.page({ limit: limit + 1, after: place?.[0] ?? null })
      const { items, next } = cutPage(found, limit, ({ id }) => [id])
      return sendPage(c, await toBodies(dependencies, items), next)
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'get', path: '/webhooks/{webhookId}', params, summary: 'A webhook' },
      answers: { 200: { description: 'The webhook.', schema: webhook } },
    },
    async (c, { params: { webhookId } }) => {
      const found = await webhooks.find(webhookId)
      if (found === null) return sendNotFound(c, 'webhook')
      const body = await toBody(dependencies, found)
      return sendTagged(c, body, { tag: tagOf(body) })
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'get', path: '/webhooks/{webhookId}/deliveries', params, query: pageQuery },
      summary: 'What was sent to it, newest first, and how that went',
      answers: { 200: { description: 'A page of deliveries.', schema: pageSchema(webhookDelivery) } },
    },
    async (c, { params: { webhookId }, query: { limit, cursor } }) => {
      const read = readPlace(c, cursor, deliveryPlace)
      if ('answer' in read) return read.answer
      const { place } = read
      if ((await webhooks.find(webhookId)) === null) return sendNotFound(c, 'webhook')
      const after = place === null ? null : { createdAt: new Date(place[0]), id: place[1] }
      const found = await webhooks.deliveries({ webhookId, limit: limit + 1, after })
      const { items, next } = cutPage(found, limit, ({ createdAt, id }) => [createdAt.toISOString(), id])
      return sendPage(c, items.map(toDelivery), next)
    },
  )
}

function addCreateRoute(api: Api, dependencies: ApiDependencies): void {
  const { webhooks, review, runtime } = dependencies
  addRoute(
    api,
    {
      ...{
        ...shared,
        method: 'post',
        path: '/webhooks',
        body: webhookNew,
        summary: 'Make a webhook; its secret is shown in this answer alone',
      },
      answers: {
        201: { description: 'The webhook and its secret. The ETag is that of the webhook.', schema: webhookWithSecret, isTagged: true },
      },
    },
    async (c, { actor, body }) => {
      const bad = urlProblem(c, dependencies, body.url)
      if (bad !== null) return bad
      const secret = makeWebhookSecret()
      // What was decided before is not sent.
      const { entries: afterSeq } = await review.audit.head()
      const id = runtime.newId('whk')
      const made = await webhooks.add({
        id,
        ...body,
        secret,
        afterSeq,
        createdBy: actor.userId,
        at: runtime.now(),
        entry: entryOf(dependencies, { actor, action: 'make a webhook', id, data: { to: new URL(body.url).origin, events: body.events } }),
      })
      const shown = await toBody(dependencies, made)
      return sendTagged(c, { webhook: shown, secret }, { status: 201, tag: tagOf(shown), location: apiLink('webhooks', id) })
    },
  )
}

function addChangeRoutes(api: Api, dependencies: ApiDependencies): void {
  const { webhooks, runtime } = dependencies
  const one = { ...shared, path: '/webhooks/{webhookId}', params, needsIfMatch: true } as const
  const answers = { 200: { description: 'The webhook as it is then.', schema: webhook, isTagged: true } }
  addRoute(api, { ...one, method: 'patch', body: webhookChange, summary: 'Change a webhook', answers }, async (c, request) => {
    const {
      actor,
      params: { webhookId: id },
      body,
    } = request
    const matched = await match(c, request, dependencies)
    if ('answer' in matched) return matched.answer
    const bad = body.url === undefined ? null : urlProblem(c, dependencies, body.url)
    if (bad !== null) return bad
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const entry = entryOf(dependencies, { actor, action: 'change a webhook', id, data: change as Record<string, string> })
    const changed = await webhooks.change({ ...matched.found, entry }, change, runtime.now())
    if (changed === null) return sendLate(c, request, dependencies)
    const shown = await toBody(dependencies, changed)
    return sendTagged(c, shown, { tag: tagOf(shown) })
  })
  addRoute(
    api,
    { ...one, method: 'delete', summary: 'Delete a webhook, with what was sent to it', answers: { 204: { description: 'It is gone.' } } },
    async (c, request) => {
      const {
        actor,
        params: { webhookId: id },
      } = request
      const matched = await match(c, request, dependencies)
      if ('answer' in matched) return matched.answer
      const data = { to: new URL(matched.found.url).origin }
      const entry = entryOf(dependencies, { actor, action: 'delete a webhook', id, data })
      if (!(await webhooks.remove({ ...matched.found, entry }))) return sendLate(c, request, dependencies)
      return c.body(null, 204)
    },
  )
  addRoute(
    api,
    {
      ...{ ...one, path: '/webhooks/{webhookId}/renew-secret', method: 'post', body: z.strictObject({}) },
      summary: 'Make a new secret, shown in this answer alone; the one before signs beside it for a day',
      answers: { 200: { description: 'The webhook and its new secret.', schema: webhookWithSecret, isTagged: true } },
    },
    async (c, request) => {
      const {
        actor,
        params: { webhookId: id },
      } = request
      const matched = await match(c, request, dependencies)
      if ('answer' in matched) return matched.answer
      const [secret, at] = [makeWebhookSecret(), runtime.now()]
      const entry = entryOf(dependencies, { actor, action: 'renew the secret of a webhook', id, data: {} })
      const changed = await webhooks.renewSecret({ ...matched.found, entry }, { secret, until: new Date(at.getTime() + overlapMs), at })
      if (changed === null) return sendLate(c, request, dependencies)
      const shown = await toBody(dependencies, changed)
      return sendTagged(c, { webhook: shown, secret }, { tag: tagOf(shown) })
    },
  )
}

type Matching = Pick<ApiRequest, 'conditions' | 'body'> & { params: { webhookId: string } }

async function match(c: ApiContext, request: Matching, dependencies: ApiDependencies): Promise<{ found: Webhook } | { answer: Response }> {
  const found = await dependencies.webhooks.find(request.params.webhookId)
  if (found === null) return { answer: sendNotFound(c, 'webhook') }
  const current = await toBody(dependencies, found)
  return mayWrite(request.conditions, tagOf(current)) ? { found } : { answer: sendChanged(c, request, current) }
}

function sendChanged(c: ApiContext, { body }: Matching, current: z.input<typeof webhook>): Response {
  return sendMismatch(c, { current, yours: body ?? null, etag: tagOf(current) })
}

/** Someone changed it between the look and the write. */
async function sendLate(c: ApiContext, request: Matching, dependencies: ApiDependencies): Promise<Response> {
  const found = await dependencies.webhooks.find(request.params.webhookId)
  return found === null ? sendNotFound(c, 'webhook') : sendChanged(c, request, await toBody(dependencies, found))
}

function urlProblem(c: ApiContext, { allowsPrivateWebhooks }: ApiDependencies, url: string): Response | null {
  const detail = webhookUrlProblem(url, { allowsPrivate: allowsPrivateWebhooks })
  return detail === null ? null : sendProblem(c, 'invalid', countErrors(1), { errors: [{ pointer: '/url', detail }] })
}

type Note = { actor: ApiRequest['actor']; action: string; id: string; data: Record<string, string | string[]> }

/** What the log says of it, written in the same transaction. */
function entryOf({ runtime }: ApiDependencies, { actor, action, id, data }: Note): NewEntry {
  return { at: runtime.now().toISOString(), actor, action, subject: { kind: 'setting', id, recordId: null }, data }
}
