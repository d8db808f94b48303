import type { IssueContent } from '../../contracts/newsletter-issue.js'
import { revealAll } from '../../platform/html/safe-text.js'
import { siteName } from './identity.js'
import { pageJsonLd } from './json-ld.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { Day } from './record/parts.js'
import { SubscribeForm } from './subscribe-form.js'

export type ListedIssue = { week: string; subject: string; sentAt: string }

/** `2026-W47` as `Week 47 of 2026`. */
export function weekText(week: string): string {
  const [year = '', number = ''] = week.split('-W')
  return `Week ${Number(number)} of ${year}`
}

/** Every issue sent so far, newest first, and the form to get the next one. Pure. */
export function renderNewsletterArchive(issues: readonly ListedIssue[], links: SiteLinks): string {
  const path = '/weekly'
  return renderSitePage(
    <SitePage
      title="The week’s verdicts, by mail"
      description="One issue a week with what was published, changed and retracted; every issue so far."
      path={path}
      links={links}
      jsonLd={pageJsonLd({ name: 'Newsletter', path }, links)}
    >
      <div class="intro">
        <p class="kicker">Newsletter</p>
        <h1>One issue a week</h1>
        <p class="lean">What was published, what changed, and what was taken back. No more mail than that, and one click ends it.</p>
      </div>
      <SubscribeForm links={links} />
      <section aria-labelledby="issues-title">
        <h2 id="issues-title">Every issue so far</h2>
        {issues.length === 0 ? <p class="empty">None has gone out yet. The first will be listed here.</p> : null}
        <ol class="rows">
          {revealAll(issues).map(({ week, subject, sentAt }) => (
            <li>
              <p class="when">
                <Day on={sentAt} />
              </p>
              <div>
                <p class="says-large">
                  <a href={links.to(`/weekly/${week}`)}>{subject}</a>
                </p>
                <p>{weekText(week)}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </SitePage>,
  )
}

const kindWords: Record<IssueContent['items'][number]['kind'], string> = {
  published: 'New',
  changed: 'Changed',
  retracted: 'Retracted',
}

/** One issue as its readers got it. Pure. */
export function renderIssuePage(issue: { content: IssueContent; sentAt: string }, links: SiteLinks): string {
  const { content, sentAt } = revealAll(issue)
  const { week, subject, intro, items } = content
  const path = `/weekly/${week}`
  return renderSitePage(
    <SitePage
      title={subject}
      description={`${weekText(week)}: what ${siteName(links)} published, changed and retracted.`}
      path={path}
      links={links}
      jsonLd={pageJsonLd({ name: subject, path }, links)}
    >
      <div class="intro">
        <p class="kicker">
          <a href={links.to('/weekly')}>Newsletter</a> · {weekText(week)} · sent <Day on={sentAt} />
        </p>
        <h1>{subject}</h1>
        {paragraphsOf(intro).map((paragraph) => (
          <p class="lean">{paragraph}</p>
        ))}
      </div>
      <section aria-labelledby="items-title">
        <h2 id="items-title">{items.length === 0 ? 'A quiet week' : 'In this issue'}</h2>
        {items.length === 0 ? <p class="empty">Nothing was published, changed or retracted.</p> : null}
        <ol class="pairs">
          {items.map((item) => (
            <Item item={item} links={links} />
          ))}
        </ol>
      </section>
      <SubscribeForm links={links} />
    </SitePage>,
  )
}

function paragraphsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

function Item({ item, links }: { item: IssueContent['items'][number]; links: SiteLinks }) {
  const { kind, title, path, at, line, tools, publicReason } = item
  return (
    <li>
      <p class="when">
        {kindWords[kind]}, <Day on={at} />
      </p>
      <div>
        <h3>
          <a href={links.to(path)}>{title}</a>
        </h3>
        <p class="leans">{line}</p>
        {publicReason === null ? null : (
          <p class="reason">
            <b>The reason:</b> {publicReason}
          </p>
        )}
        {kind === 'retracted' ? null : (
          <dl class="ships">
            {tools.map(({ name, panelShip, entryPrice }) => (
              <div>
                <dt>{name}</dt>
                <dd class="num">
                  {panelShip} · {entryPrice}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  )
}
