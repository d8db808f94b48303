import type { Child } from 'hono/jsx'
import type { Actor } from '../../../contracts/actor.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { webhookEventSchema } from '../../../webhooks/events.js'
import type { Webhook, WebhookDelivery } from '../../../webhooks/store/webhooks.js'
import type { WebhookTest } from '../../../webhooks/webhook-actions.js'
import type { FieldProblems } from '../../http/field-problems.js'
import { Ids, Moment, ProblemBox, SaidBox } from '../parts.js'
import { recordPath } from '../paths.js'
import { FieldNotes, SettingsPage, TextField } from './parts.js'
import { webhooksPath } from './paths.js'

export type WebhookFields = { url: string; description: string; events: readonly string[] }

const eventWords: Readonly<Record<string, string>> = {
  'record.published': 'A record is published',
  'record.retracted': 'A record is retracted',
}
const statusWords = { pending: 'Waits', delivered: 'Delivered', failed: 'Given up' } as const

type ListProps = {
  actor: Actor
  webhooks: readonly (Webhook & { last: WebhookDelivery | null })[]
  fields: WebhookFields
  problems: FieldProblems
  notice: Child
  now: Date
}

/** All webhooks, and a form for another. */
export function WebhookListPage({ actor, webhooks, fields, problems, notice, now }: ListProps) {
  return (
    <SettingsPage title="Webhooks" actor={actor} path={webhooksPath}>
      <p class="lede">Other programs are told when a record is published or retracted. What is sent is signed (Standard Webhooks).</p>
      {notice}
      {webhooks.length === 0 ? (
        <p class="empty">None yet.</p>
      ) : (
        <table class="list stack">
          <thead>
            <tr>
              <th scope="col">Goes to</th>
              <th scope="col">State</th>
              <th scope="col">Last delivery</th>
            </tr>
          </thead>
          <tbody>
            {webhooks.map(({ id, url, description, isActive, last }) => (
              <tr>
                <th scope="row">
                  <a href={`${webhooksPath}/${id}`}>{revealInvisible(url)}</a>
                  {description === '' ? null : <span class="meta line">{revealInvisible(description)}</span>}
                </th>
                <td data-label="State">{isActive ? 'Active' : 'Paused'}</td>
                <td data-label="Last delivery">{last === null ? 'None yet' : <DeliveryState delivery={last} now={now} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <section class="block" aria-labelledby="new">
        <h2 id="new">Another webhook</h2>
        <form method="post" action={webhooksPath}>
          <WebhookFieldset fields={fields} problems={problems} />
          <div class="actions">
            <button type="submit">Make it</button>
          </div>
        </form>
      </section>
    </SettingsPage>
  )
}

function WebhookFieldset({ fields, problems }: { fields: WebhookFields; problems: FieldProblems }) {
  return (
    <>
      <TextField
        name="url"
        label="Address"
        value={fields.url}
        problems={problems}
        max={2_000}
        hint="Where it is posted to, e.g. https://example.com/hooks"
      />
      <TextField name="description" label="What it is for (optional)" value={fields.description} problems={problems} max={200} />
      <fieldset class="field">
        <legend>When</legend>
        {webhookEventSchema.options.map((event) => (
          <div class="choice">
            <input id={event} type="checkbox" name="events" value={event} checked={fields.events.includes(event)} />
            <label for={event}>{eventWords[event]}</label>
          </div>
        ))}
        <FieldNotes name="events" problem={problems.events} />
      </fieldset>
    </>
  )
}

function DeliveryState({ delivery, now }: { delivery: WebhookDelivery; now: Date }) {
  const { status, attempts, attemptedAt, responseStatus, problem } = delivery
  const tried = attempts === 0 ? '' : `, tried ${attempts} ${attempts === 1 ? 'time' : 'times'}`
  return (
    <>
      {statusWords[status]}
      {responseStatus === null ? null : ` (the receiver answered ${responseStatus})`}
      {tried}
      {attemptedAt === null ? null : (
        <span class="line meta">
          <Moment at={attemptedAt} now={now} />
        </span>
      )}
      {problem === null ? null : <span class="line problem">{revealInvisible(problem)}</span>}
    </>
  )
}

type ShowProps = {
  actor: Actor
  webhook: Webhook
  fields: WebhookFields
  problems: FieldProblems
  deliveries: readonly WebhookDelivery[]
  /** Where the older deliveries are; null where there are none. */
  older: string | null
  notice: Child
  now: Date
}

/** One webhook: what it is, what can be done about it, and what was sent to it. */
export function WebhookPage({ actor, webhook, fields, problems, deliveries, older, notice, now }: ShowProps) {
  const { id, version, isActive, createdAt } = webhook
  const path = `${webhooksPath}/${id}`
  return (
    <SettingsPage title="Webhook" actor={actor} path={path}>
      <p class="meta">
        <a href={webhooksPath}>All webhooks</a> · made <Moment at={createdAt} now={now} />
      </p>
      {notice}
      {isActive ? null : <p class="flag-box">Paused: nothing is sent to it. What is decided meanwhile is not sent later.</p>}
      <form method="post" action={path}>
        <input type="hidden" name="version" value={String(version)} />
        <WebhookFieldset fields={fields} problems={problems} />
        <div class="actions">
          <button type="submit">Save</button>
        </div>
      </form>
      <section class="block" aria-labelledby="doing">
        <h2 id="doing">What can be done</h2>
        <div class="actions">
          <Step path={path} step="test" version={version} label="Send a test" />
          <Step path={path} step={isActive ? 'pause' : 'resume'} version={version} label={isActive ? 'Pause' : 'Resume'} />
          <Step path={path} step="secret" version={version} label="Make a new secret" />
          <a href={`${path}/delete`}>Delete…</a>
        </div>
        <p class="meta">A new secret is shown once. The one before signs beside it for a day, so that the receiver can change over.</p>
      </section>
      <Deliveries path={path} deliveries={deliveries} older={older} now={now} />
    </SettingsPage>
  )
}

function Step({ path, step, version, label }: { path: string; step: string; version: number; label: string }) {
  return (
    <form method="post" action={`${path}/${step}`}>
      <input type="hidden" name="version" value={String(version)} />
      <button type="submit" class="quiet">
        {label}
      </button>
    </form>
  )
}

function Deliveries({ path, deliveries, older, now }: { path: string } & Pick<ShowProps, 'deliveries' | 'older' | 'now'>) {
  return (
    <section class="block" aria-labelledby="deliveries">
      <h2 id="deliveries">Deliveries</h2>
      {deliveries.length === 0 ? (
        <p class="empty">Nothing was sent yet. Tests are not listed.</p>
      ) : (
        <table class="list stack">
          <thead>
            <tr>
              <th scope="col">About</th>
              <th scope="col">How it went</th>
              <th scope="col">
                <span class="hide">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <tr>
                <th scope="row">
                  <a href={recordPath(delivery.recordId)}>{eventWords[delivery.event]}</a>
                  <Ids ids={[['webhook-id', delivery.id]]} />
                </th>
                <td data-label="How it went">
                  <DeliveryState delivery={delivery} now={now} />
                </td>
                <td>
                  {delivery.status === 'pending' ? null : (
                    <form method="post" action={`${path}/deliveries/${delivery.id}/redeliver`}>
                      <button type="submit" class="quiet">
                        Send again
                        <span class="hide">
                          {' '}
                          “{eventWords[delivery.event]}” of {delivery.createdAt.toISOString()}
                        </span>
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {older === null ? null : (
        <p class="actions">
          <a href={older}>Older deliveries</a>
        </p>
      )}
    </section>
  )
}

/** Asks before a webhook goes. */
export function DeleteWebhookPage({ actor, webhook: { id, url, version } }: { actor: Actor; webhook: Webhook }) {
  const path = `${webhooksPath}/${id}`
  return (
    <SettingsPage title="Delete the webhook" actor={actor} path={`${path}/delete`}>
      <p class="lede">
        {revealInvisible(url)} gets no further deliveries, and its list of deliveries is deleted. The log keeps that it was there.
      </p>
      <form method="post" action={`${path}/delete`}>
        <input type="hidden" name="version" value={String(version)} />
        <div class="actions">
          <button type="submit" class="grave">
            Delete the webhook
          </button>
          <a href={path}>Keep it</a>
        </div>
      </form>
    </SettingsPage>
  )
}

/** A secret that was just made. */
export function SecretBox({ secret }: { secret: string }) {
  return (
    <SaidBox>
      Hand this secret to the receiver; it is shown this once:{' '}
      <code id="webhook-secret" data-copy="the secret">
        {secret}
      </code>
    </SaidBox>
  )
}

/** How a test went, with what to do where it went wrong. */
export function TestBox({ test: { id, status, problem } }: { test: WebhookTest }) {
  if (problem === null)
    return (
      <SaidBox>
        The test arrived: the receiver answered {status}. Its webhook-id was <code>{id}</code>.
      </SaidBox>
    )
  return (
    <ProblemBox head={`The test did not arrive: ${revealInvisible(problem)}`}>
      <p>Check the address, and that the receiver runs and answers with a status from 200 to 299 within 10 seconds. Then send another.</p>
    </ProblemBox>
  )
}
