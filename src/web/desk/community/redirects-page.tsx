import type { Actor } from '../../../contracts/actor.js'
import type { SiteActions } from '../../../site/create-site-actions.js'
import { Page, PageHead } from '../layout.js'
import { Moment, RefusedBox, SaidBox } from '../parts.js'
import { communityPath } from '../paths.js'

export type RedirectsPageProps = {
  actor: Actor
  redirects: Awaited<ReturnType<SiteActions['redirects']>>
  now: Date
  /** What was not done, with what was sent. */
  refused: { why: string; fix: string; from: string; to: string } | null
  /** The old slug of what was added just now. */
  added: string | null
}

const path = communityPath

/** Tools that got another slug: their old addresses lead to the new ones. */
export function RedirectsPage({ actor, redirects, now, refused, added }: RedirectsPageProps) {
  return (
    <Page title="Renamed tools" actor={actor} path={`${path}/redirects`}>
      <PageHead title="Renamed tools" kicker={<a href={path}>Community</a>} terms={['slug']} />
      <p class="lede">
        When a tool is published under another slug, its old addresses lead here: to its page, its comparisons and its votes, which it takes
        along.
      </p>
      {added === null ? null : (
        <SaidBox>
          Readers of <span class="mono">{added}</span> are sent on from now.
        </SaidBox>
      )}
      {refused === null ? null : <RefusedBox why={refused.why} fix={refused.fix} />}
      <form method="post" action={`${path}/redirects`}>
        <SlugField id="from" label="Old slug" value={refused?.from ?? ''} hint="As it is in the address, e.g. mistral-3" />
        <SlugField id="to" label="New slug" value={refused?.to ?? ''} hint="Of a published tool" />
        <div class="actions">
          <button type="submit">Send readers on</button>
        </div>
      </form>
      {redirects.length === 0 ? (
        <p class="empty">None yet. Each old slug and where it leads comes here.</p>
      ) : (
        <Redirects redirects={redirects} now={now} />
      )}
    </Page>
  )
}

function SlugField({ id, label, value, hint }: { id: 'from' | 'to'; label: string; value: string; hint: string }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={id}
        type="text"
        required={true}
        maxlength={80}
        autocomplete="off"
        spellcheck={false}
        value={value}
        aria-describedby={`${id}-hint`}
      />
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  )
}

function Redirects({ redirects, now }: Pick<RedirectsPageProps, 'redirects' | 'now'>) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Old slug</th>
          <th scope="col">Leads to</th>
          <th scope="col">Who</th>
          <th scope="col">When</th>
          <th scope="col">
            <span class="hide">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {redirects.map(({ from, to, by, at }) => (
          <tr>
            <td class="mono" data-label="Old slug">
              {from}
            </td>
            <td class="mono" data-label="Leads to">
              <a href={`/tools/${to}`}>{to}</a>
            </td>
            <td data-label="Who">{by}</td>
            <td data-label="When">
              <Moment at={at} now={now} />
            </td>
            <td>
              <form method="post" action={`${path}/redirects/remove`}>
                <input type="hidden" name="from" value={from} />
                <button type="submit" class="quiet">
                  Remove<span class="hide"> the redirect of {from}</span>
                </button>
              </form>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
