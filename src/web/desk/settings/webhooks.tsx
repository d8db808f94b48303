import type { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { looseText } from '../../../contracts/bounded-text.js'
import { webhookEventSchema } from '../../../webhooks/events.js'
import type { Webhook } from '../../../webhooks/store/webhooks.js'
import { webhookUrlProblem } from '../../../webhooks/webhook-url.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { FieldProblems } from '../../http/field-problems.js'
import { actorOf, type DeskContext } from '../env.js'
import { ProblemBox, SaidBox } from '../parts.js'
import { listOf, readForm, sendNotFound, sendPage, textOf } from '../send.js'
import type { SettingsDependencies } from './dependencies.js'
import { webhooksPath } from './paths.js'
import { DeleteWebhookPage, SecretBox, TestBox, type WebhookFields, WebhookListPage, WebhookPage } from './webhooks-pages.js'

/** More than any installation has; programs page through them over the API. */
const shownWebhooks = 200
const shownDeliveries = 50

const fieldsSchema = z.strictObject({
  url: looseText(2_000),
  description: looseText(200),
  events: z.array(webhookEventSchema).max(webhookEventSchema.options.length).min(1, 'choose at least one'),
})
const idSchema = z.string().regex(/^msg_[0-9A-Za-z]{1,80}$/)
const placeSchema = z.object({ at: z.iso.datetime().max(40), id: idSchema })

type Shown = { fields?: WebhookFields; problems?: FieldProblems; notice?: Child; status?: 200 | 404 | 409 | 422 }

/** Webhooks: made, changed, tried and deleted, and what was sent to them. */
export function addWebhookPages(app: Hono<AuthEnv>, dependencies: SettingsDependencies): void {
  const { webhooks } = dependencies
  app.get('/webhooks', (c) => showList(c, dependencies))
  app.post('/webhooks', (c) => addWebhook(c, dependencies))
  const on = (use: (c: DeskContext, webhook: Webhook) => Promise<Response>) => async (c: DeskContext) => {
    const webhook = await webhooks.store.find(c.req.param('webhookId') ?? '')
    return webhook === null ? sendNotFound(c, 'webhook') : use(c, webhook)
  }
  app.get(
    '/webhooks/:webhookId',
    on((c, webhook) => showWebhook(c, dependencies, webhook)),
  )
  app.post(
    '/webhooks/:webhookId',
    on((c, webhook) => changeWebhook(c, dependencies, webhook)),
  )
  app.get(
    '/webhooks/:webhookId/delete',
    on(async (c, webhook) => sendPage(c, <DeleteWebhookPage actor={actorOf(c)} webhook={webhook} />)),
  )
  app.post(
    '/webhooks/:webhookId/:step',
    on((c, webhook) => stepWebhook(c, dependencies, webhook)),
  )
  app.post(
    '/webhooks/:webhookId/deliveries/:deliveryId/redeliver',
    on((c, webhook) => redeliver(c, dependencies, webhook)),
  )
}

async function showList(c: DeskContext, dependencies: SettingsDependencies, shown: Shown = {}): Promise<Response> {
  const { webhooks, runtime } = dependencies
  const found = await webhooks.store.page({ limit: shownWebhooks, after: null })
  const last = await webhooks.store.lastDeliveries(found.map(({ id }) => id))
  const said = c.req.query('deleted') === undefined ? null : <SaidBox>The webhook is deleted.</SaidBox>
  const page = (
    <WebhookListPage
      actor={actorOf(c)}
      webhooks={found.map((webhook) => ({ ...webhook, last: last.get(webhook.id) ?? null }))}
      fields={shown.fields ?? { url: '', description: '', events: webhookEventSchema.options }}
      problems={shown.problems ?? {}}
      notice={shown.notice ?? said}
      now={runtime.now()}
    />
  )
  return sendPage(c, page, shown.status ?? 200)
}

async function readFields(c: DeskContext, { webhooks }: SettingsDependencies) {
  const form = await readForm(c)
  const fields = { url: textOf(form, 'url').trim(), description: textOf(form, 'description').trim(), events: listOf(form, 'events') }
  const parsed = fieldsSchema.safeParse(fields)
  const problems: Record<string, string> = {}
  for (const { path, message } of parsed.error?.issues ?? []) problems[String(path[0])] ??= message
  const urlProblem = webhookUrlProblem(fields.url, { allowsPrivate: webhooks.allowsPrivate })
  if (urlProblem !== null) problems.url = urlProblem
  const value = parsed.success && urlProblem === null ? parsed.data : null
  return { fields, problems, value, version: Number(textOf(form, 'version')) }
}

const notSaved = <ProblemBox head="Not saved: correct the marked fields." />

async function addWebhook(c: DeskContext, dependencies: SettingsDependencies): Promise<Response> {
  const { fields, problems, value } = await readFields(c, dependencies)
  if (value === null) return showList(c, dependencies, { fields, problems, notice: notSaved, status: 422 })
  const { webhook, secret } = await dependencies.webhooks.actions.add({ actor: actorOf(c), ...value })
  return showWebhook(c, dependencies, webhook, { notice: <SecretBox secret={secret} /> })
}

async function showWebhook(c: DeskContext, dependencies: SettingsDependencies, webhook: Webhook, shown: Shown = {}): Promise<Response> {
  const { webhooks, runtime } = dependencies
  const place = placeSchema.safeParse({ at: c.req.query('before'), id: c.req.query('id') })
  const after = place.success ? { createdAt: new Date(place.data.at), id: place.data.id } : null
  const found = await webhooks.store.deliveries({ webhookId: webhook.id, limit: shownDeliveries + 1, after })
  const deliveries = found.slice(0, shownDeliveries)
  const last = found.length > shownDeliveries ? deliveries.at(-1) : undefined
  const older = last === undefined ? null : `${webhooksPath}/${webhook.id}?before=${last.createdAt.toISOString()}&id=${last.id}`
  const said = c.req.query('saved') === undefined ? null : <SaidBox>Saved.</SaidBox>
  const { fields = webhook, problems = {}, notice = said, status = 200 } = shown
  const props = { actor: actorOf(c), webhook, fields, problems, deliveries, older, notice, now: runtime.now() }
  return sendPage(c, <WebhookPage {...props} />, status)
}

/** Someone changed it meanwhile: what is there now, with the own words in the form. */
async function showLate(c: DeskContext, dependencies: SettingsDependencies, { id }: Webhook, shown: Shown = {}): Promise<Response> {
  const current = await dependencies.webhooks.store.find(id)
  if (current === null) return sendNotFound(c, 'webhook any more')
  const notice = (
    <ProblemBox head="Not done: someone changed this webhook while you had it open.">
      <p>
        It now goes to {current.url} and is {current.isActive ? 'active' : 'paused'}. Look at it below, and do it again if it is still
        wanted.
      </p>
    </ProblemBox>
  )
  return showWebhook(c, dependencies, current, { ...shown, notice, status: 409 })
}

async function changeWebhook(c: DeskContext, dependencies: SettingsDependencies, webhook: Webhook): Promise<Response> {
  const { fields, problems, value, version } = await readFields(c, dependencies)
  if (value === null) return showWebhook(c, dependencies, webhook, { fields, problems, notice: notSaved, status: 422 })
  const changed = await dependencies.webhooks.actions.change({ actor: actorOf(c), webhook: { ...webhook, version } }, value)
  if (changed === null) return showLate(c, dependencies, webhook, { fields })
  return c.redirect(`${webhooksPath}/${webhook.id}?saved`, 303)
}

async function stepWebhook(c: DeskContext, dependencies: SettingsDependencies, webhook: Webhook): Promise<Response> {
  const { actions, test } = dependencies.webhooks
  const seen = { actor: actorOf(c), webhook: { ...webhook, version: Number(textOf(await readForm(c), 'version')) } }
  switch (c.req.param('step')) {
    case 'test':
      return showWebhook(c, dependencies, webhook, { notice: <TestBox test={await test(webhook)} /> })
    case 'pause':
    case 'resume': {
      const changed = await actions.change(seen, { isActive: c.req.param('step') === 'resume' })
      return changed === null ? showLate(c, dependencies, webhook) : c.redirect(`${webhooksPath}/${webhook.id}?saved`, 303)
    }
    case 'secret': {
      const renewed = await actions.renewSecret(seen)
      if (renewed === null) return showLate(c, dependencies, webhook)
      return showWebhook(c, dependencies, renewed.webhook, { notice: <SecretBox secret={renewed.secret} /> })
    }
    case 'delete':
      return (await actions.remove(seen)) ? c.redirect(`${webhooksPath}?deleted`, 303) : showLate(c, dependencies, webhook)
    default:
      return sendNotFound(c, 'page')
  }
}

async function redeliver(c: DeskContext, dependencies: SettingsDependencies, webhook: Webhook): Promise<Response> {
  const deliveryId = idSchema.safeParse(c.req.param('deliveryId'))
  const isDone =
    deliveryId.success &&
    (await dependencies.webhooks.actions.redeliver({ actor: actorOf(c), webhookId: webhook.id, deliveryId: deliveryId.data }))
  const notice = isDone ? (
    <SaidBox>It is sent again within seconds, under the same webhook-id.</SaidBox>
  ) : (
    <ProblemBox head="Not done: it is under way, or there is no such delivery any more." />
  )
  return showWebhook(c, dependencies, webhook, { notice, status: isDone ? 200 : 409 })
}
