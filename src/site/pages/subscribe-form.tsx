import type { SiteLinks } from './links.js'
import { NewsletterForm } from './record/newsletter-form.js'

/** The form for the newsletter; in files that no server answers for, a link to where one subscribes, or words that there is none. */
export function SubscribeForm({ links }: { links: SiteLinks }) {
  const { mode } = links
  if (mode.kind === 'live') return <NewsletterForm subscribeUrl={links.to('/weekly/subscribe')} />
  return (
    <section class="grid weekly" id="weekly" aria-labelledby="weekly-title">
      <p class="gutter">Newsletter</p>
      <div>
        <h2 id="weekly-title">The week’s verdicts, by mail</h2>
        {mode.liveUrl === null ? (
          <p>This is a copy of the site; subscriptions are not taken here.</p>
        ) : (
          <p>
            One issue a week. <a href={`${mode.liveUrl}/weekly`}>Subscribe on the live site</a>
          </p>
        )}
      </div>
    </section>
  )
}
