import type { ShownSubscriber } from '../../../newsletter/subscriber-desk.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Address } from '../../../site/pages/record/parts.js'
import { listScriptAsset } from '../assets.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { BulkForm, PickCell, PickHead } from '../lists/bulk-form.js'
import { ListToolbar } from '../lists/list-toolbar.js'
import { ListResults, openList, sendListProblems } from '../lists/open-list.js'
import { Pager } from '../lists/pager.js'
import { Moment } from '../parts.js'
import { sendPage } from '../send.js'
import { subscriberBulkActions } from './bulk-subscribers.js'
import type { NewsletterDeskDependencies } from './dependencies.js'
import { newsletterPath, subscribersPath } from './paths.js'
import { subscriberListDefinition as definition, subscriberPlaceProblems, subscriberWords, toSubscriberQuery } from './subscriber-list.js'

const shownSubscribers = 50

/** Who gets the newsletter, for editors and admins; addresses are masked. */
export async function showSubscribers(c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> {
  const { subscribers, actions, runtime } = dependencies
  const actor = actorOf(c)
  const opened = await openList(c, dependencies, definition)
  if ('response' in opened) return opened.response
  const { query, views } = opened
  const problems = subscriberPlaceProblems(query)
  if (problems.length > 0) return sendListProblems(c, definition, problems)
  const cursor = query.cursor === null ? {} : { cursor: query.cursor }
  const [found, counts] = await Promise.all([
    subscribers.list(actor, { ...toSubscriberQuery(query), limit: shownSubscribers, ...cursor }),
    actions.subscribers(),
  ])
  // The route lets no one else in.
  if (found.status === 'refused') throw new Error(found.why)
  const { items, total, next } = found
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const ids = items.map(({ id }) => id)
  return sendPage(
    c,
    <Page title="Subscribers" actor={actor} path={newsletterPath} script={listScriptAsset}>
      <PageHead title="Subscribers">
        <a href={newsletterPath}>To the issues</a>
      </PageHead>
      <p class="meta">
        Addresses are masked, here as in the log. To find a reader, search for the whole address. An address that no one confirms is
        forgotten after 3 days; of one that was deleted nothing is listed.
      </p>
      {all === 0 ? null : <ListToolbar {...{ definition, query, views }} counts={{ total, all }} mayShare />}
      <ListResults>
        {items.length === 0 ? (
          <p class="empty">
            {all === 0
              ? 'No one subscribed yet. Readers do so on the site, and confirm by mail.'
              : 'No subscriber matches. Write the whole address, or take away a filter.'}
          </p>
        ) : (
          <BulkForm {...{ definition, query, ids, total }} action={`${subscribersPath}/bulk`} actions={subscriberBulkActions}>
            <SubscriberTable items={items} now={runtime.now()} />
          </BulkForm>
        )}
        <Pager definition={definition} query={query} next={next} shown={items.length} />
      </ListResults>
    </Page>,
  )
}

function SubscriberTable({ items, now }: { items: readonly ShownSubscriber[]; now: Date }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <PickHead />
          <th scope="col">Subscriber</th>
          <th scope="col">State</th>
          <th scope="col">Asked</th>
          <th scope="col">Confirmed</th>
          <th scope="col">Left</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, address, status, askedAt, confirmedAt, endedAt, softBounces }) => (
          <tr>
            <PickCell id={id} name={revealInvisible(address)} />
            <th scope="row">
              <Address text={revealInvisible(address)} />
            </th>
            <td>
              <span class={`state ${subscriberWords[status].kind}`}>{subscriberWords[status].word}</span>
              {softBounces > 0 && status === 'active' ? <div class="meta">mails came back: {softBounces} in a row</div> : null}
            </td>
            <MomentCell label="Asked" at={askedAt} now={now} />
            <MomentCell label="Confirmed" at={confirmedAt} now={now} />
            <MomentCell label="Left" at={endedAt} now={now} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MomentCell({ label, at, now }: { label: string; at: Date | null; now: Date }) {
  return <td data-label={label}>{at === null ? '—' : <Moment at={at} now={now} />}</td>
}
