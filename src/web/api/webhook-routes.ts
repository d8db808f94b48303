import { z } from 'zod'
import { placeInstantSchema } from '../../contracts/primitives.js'
import type { Webhook, WebhookChange, WebhookDelivery } from '../../webhooks/store/webhooks.js'
import { createWebhookActions } from '../../webhooks/webhook-actions.js'
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

const shared = { tag: 'Webhooks', scope: 'admin', roles: ['admin'] } as const
const params = { webhookId: ids.webhook }
const idPlace = z.tuple([ids.webhook])
const deliveryId = z.string().regex(/^msg_[0-9A-Za-z]{1,80}$/)
const deliveryPlace = z.tuple([placeInstantSchema, deliveryId])

/** Webhooks: made, changed and looked at by admins. */
export function addWebhookRoutes(api: Api, dependencies: ApiDependencies): void {
  const { webhooks: store, review, runtime } = dependencies
  const actions = createWebhookActions({ store, newestEntry: async () => (await review.audit.head()).entries, runtime })
  addReadRoutes(api, dependencies)
  addCreateRoute(api, dependencies, actions)
  addChangeRoutes(api, dependencies, actions)
  addRedeliverRoute(api, dependencies, actions)
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

type Actions = ReturnType<typeof createWebhookActions>

function addCreateRoute(api: Api, dependencies: ApiDependencies, actions: Actions): void {
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
      const { webhook: made, secret } = await actions.add({ actor, ...body })
      const shown = await toBody(dependencies, made)
      return sendTagged(c, { webhook: shown, secret }, { status: 201, tag: tagOf(shown), location: apiLink('webhooks', made.id) })
    },
  )
}

function addChangeRoutes(api: Api, dependencies: ApiDependencies, actions: Actions): void {
  const one = { ...shared, path: '/webhooks/{webhookId}', params, needsIfMatch: true } as const
  const answers = { 200: { description: 'The webhook as it is then.', schema: webhook, isTagged: true } }
  addRoute(api, { ...one, method: 'patch', body: webhookChange, summary: 'Change a webhook', answers }, async (c, request) => {
    const { actor, body } = request
    const matched = await match(c, request, dependencies)
    if ('answer' in matched) return matched.answer
    const bad = body.url === undefined ? null : urlProblem(c, dependencies, body.url)
    if (bad !== null) return bad
    const change: WebhookChange = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const changed = await actions.change({ actor, webhook: matched.found }, change)
    if (changed === null) return sendLate(c, request, dependencies)
    const shown = await toBody(dependencies, changed)
    return sendTagged(c, shown, { tag: tagOf(shown) })
  })
  addRoute(
    api,
    { ...one, method: 'delete', summary: 'Delete a webhook, with what was sent to it', answers: { 204: { description: 'It is gone.' } } },
    async (c, request) => {
      const matched = await match(c, request, dependencies)
      if ('answer' in matched) return matched.answer
      if (!(await actions.remove({ actor: request.actor, webhook: matched.found }))) return sendLate(c, request, dependencies)
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
      const matched = await match(c, request, dependencies)
      if ('answer' in matched) return matched.answer
      const renewed = await actions.renewSecret({ actor: request.actor, webhook: matched.found })
      if (renewed === null) return sendLate(c, request, dependencies)
      const shown = await toBody(dependencies, renewed.webhook)
      return sendTagged(c, { webhook: shown, secret: renewed.secret }, { tag: tagOf(shown) })
    },
  )
}

function addRedeliverRoute(api: Api, { webhooks }: ApiDependencies, actions: Actions): void {
  addRoute(
    api,
    {
      ...{ ...shared, method: 'post', path: '/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver' },
      params: { ...params, deliveryId },
      body: z.strictObject({}),
      summary: 'Send a delivery that ended once more, under the same webhook-id',
      answers: { 204: { description: 'It is sent within seconds; look for it among the deliveries.' } },
      problems: ['refused'],
    },
    async (c, { actor, params: { webhookId, deliveryId: id } }) => {
      if ((await webhooks.find(webhookId)) === null) return sendNotFound(c, 'webhook')
      const isDone = await actions.redeliver({ actor, webhookId, deliveryId: id })
      if (isDone) return c.body(null, 204)
      const fix = 'Read the deliveries of the webhook again, and send one that was delivered or given up.'
      return sendProblem(c, 'refused', 'It is under way, or there is no such delivery any more.', { fix })
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
