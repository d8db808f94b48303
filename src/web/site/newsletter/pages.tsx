import type { Child } from 'hono/jsx'
import type { LinkHolder } from '../../../newsletter/subscription-actions.js'
import { renderSitePage, SitePage } from '../../../site/pages/layout.js'
import type { SiteLinks } from '../../../site/pages/links.js'

/** A form with a problem: what is wrong with it and what to do, and what was typed. */
export type SubscribePageProps = { links: SiteLinks; problem: string | null; email: string }

const problemId = 'weekly-problem'

/** The form by itself: where a problem is shown, and where a bookmark of its address leads. */
export function renderSubscribePage({ links, problem, email }: SubscribePageProps): string {
  return page(links, {
    title: 'Subscribe to the newsletter',
    path: '/weekly/subscribe',
    children: (
      <>
        {problem === null ? null : (
          <p class="notice" role="alert" id={problemId}>
            {problem}
          </p>
        )}
        <section class="weekly" aria-labelledby="weekly-title">
          <h2 id="weekly-title">The week’s verdicts, by mail</h2>
          <p>One issue a week: the new comparisons, how the panel called them, what changed, and what was taken back.</p>
          <form method="post" action={links.to('/weekly/subscribe')}>
            <fieldset>
              <legend class="hide">Subscribe to the newsletter</legend>
              <label for="weekly-email">Email address</label>
              <input
                id="weekly-email"
                name="email"
                type="email"
                autocomplete="email"
                required={true}
                maxlength={254}
                value={email === '' ? undefined : email}
                aria-invalid={problem === null ? undefined : 'true'}
                aria-describedby={problem === null ? 'weekly-note' : `${problemId} weekly-note`}
              />
              <button type="submit">Subscribe</button>
            </fieldset>
            <p class="note" id="weekly-note">
              A mail asks you to confirm. We keep the address for the newsletter alone; each issue has a link that ends it, and one that
              deletes you.
            </p>
          </form>
        </section>
      </>
    ),
  })
}

/** What the mail's link shows: one button. Looking at it changes nothing, so a scanner that follows links subscribes no one. */
export function renderConfirmPage({ links, token, address }: { links: SiteLinks; token: string; address: string }): string {
  return page(links, {
    title: 'Confirm your subscription',
    path: '/weekly/confirm',
    children: (
      <form class="weekly" method="post" action={links.to('/weekly/confirm')}>
        <input type="hidden" name="t" value={token} />
        <p>The newsletter will go to {address}. Every issue has a link with which you end that.</p>
        <fieldset>
          <legend class="hide">Confirm your subscription</legend>
          <button type="submit">Confirm</button>
        </fieldset>
      </form>
    ),
  })
}

export type UnsubscribePageProps = { links: SiteLinks; token: string; holder: LinkHolder; said: string | null }

const statusWords: Readonly<Record<LinkHolder['status'], string>> = {
  active: 'gets the newsletter',
  pending: 'was entered for the newsletter, and not confirmed',
  unsubscribed: 'no longer gets the newsletter',
  bounced: 'no longer gets the newsletter, because mails to it came back',
  complained: 'no longer gets the newsletter, because an issue was reported as spam',
}

/** What the link in an issue shows: the state of the subscription, and a button for each thing a reader may want. */
export function renderUnsubscribePage({ links, token, holder, said }: UnsubscribePageProps): string {
  const canEnd = holder.status === 'active' || holder.status === 'pending'
  return page(links, {
    title: canEnd ? 'Unsubscribe' : 'You are not subscribed',
    path: '/weekly/unsubscribe',
    children: (
      <>
        {said === null ? null : (
          <p class="holds" role="status">
            {said}
          </p>
        )}
        <p class="holds">
          {holder.address} {statusWords[holder.status]}.
        </p>
        <form class="weekly" method="post" action={links.to('/weekly/unsubscribe')}>
          <input type="hidden" name="t" value={token} />
          {canEnd ? (
            <Choice action="unsubscribe" label="Unsubscribe" note="No more issues come. You can subscribe again at any time." />
          ) : null}
          <Choice action="send" label="Send me what you keep about me" note={`By mail, to ${holder.address}.`} />
          <Choice
            action="delete"
            label="Delete me"
            note={holder.status === 'complained' ? goesButHash : 'Everything about you goes, at once and for good.'}
          />
        </form>
      </>
    ),
  })
}

const goesButHash =
  'Everything about you goes. A code made from your address stays, from which it cannot be read back, so that no one signs it up unasked.'

function Choice({ action, label, note }: { action: string; label: string; note: string }) {
  return (
    <fieldset>
      <legend class="hide">{label}</legend>
      <button type="submit" name="action" value={action}>
        {label}
      </button>
      <span class="note">{note}</span>
    </fieldset>
  )
}

/** A page that says one thing, and where to go on. */
export function renderNewsletterMessage({ links, title, text }: { links: SiteLinks; title: string; text: string }): string {
  return page(links, {
    title,
    path: '/weekly',
    children: (
      <>
        <p class="holds" role="status">
          {text}
        </p>
        <p class="holds">
          <a href={links.to('/weekly')}>All issues</a>
        </p>
      </>
    ),
  })
}

function page(links: SiteLinks, { title, path, children }: { title: string; path: string; children: Child }): string {
  return renderSitePage(
    <SitePage title={title} path={path} links={links} noIndex={true} feeds={false}>
      <div class="intro">
        <p class="kicker">Newsletter</p>
        <h1>{title}</h1>
      </div>
      {children}
    </SitePage>,
  )
}
