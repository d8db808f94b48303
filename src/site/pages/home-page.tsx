import { revealAll } from '../../platform/html/safe-text.js'
import { sourceChanged } from '../source-changed.js'
import { type ComparisonSummary, type HomeQuery, type HomeView, sortOrders } from '../views/home.js'
import type { ToolSummary } from '../views/summaries.js'
import { PanelShipLine } from './calls.js'
import { tallyPercent, tallyText } from './community-words.js'
import { siteLine, siteName } from './identity.js'
import { homeJsonLd } from './json-ld.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { leanText } from './record/lean-words.js'
import { Day } from './record/parts.js'
import { figureClass, isFewVotes, shortName } from './record/words.js'
import { SubscribeForm } from './subscribe-form.js'

const sortWords: Record<HomeQuery['sort'], string> = {
  newest: 'Newest first',
  ship: 'Highest panel ship first, few calls counting for less',
  name: 'By name',
}

/** The one line about the site where no one wrote another. */
export const packageLine = 'Tools for developers, compared'

/** The site's first page: the newest comparisons, and every published tool to search, filter and sort. Pure. */
export function renderHome(view: HomeView, links: SiteLinks): string {
  const shown = revealAll(view)
  const { query } = shown
  const isPlain = query.q === '' && query.category === null && query.sort === 'newest' && query.page === 1
  return renderSitePage(
    <SitePage
      title={isPlain ? siteName(links) : titleOf(query)}
      description="Developer tools side by side: 4 reviewers, each from one point of view, and every review ends on ship or skip, with its evidence."
      path="/"
      links={links}
      image="/card.png"
      noIndex={!isPlain}
      jsonLd={isPlain ? homeJsonLd(shown, links) : undefined}
    >
      <div class="intro">
        <p class="kicker">{siteLine(links, packageLine)}</p>
        <h1>Which one should I ship with?</h1>
        <p class="lean">
          4 reviewers argue over each tool from one point of view each and end on ship or skip. Models draft, people edit and approve, and
          each quote shows the passages it rests on.
        </p>
      </div>
      {isPlain ? <Newest comparisons={shown.newest} links={links} /> : null}
      <Tools view={shown} links={links} />
      <SubscribeForm links={links} />
    </SitePage>,
  )
}

function titleOf({ q, category, page }: HomeQuery): string {
  const what = q === '' ? (category ?? 'Tools') : `Tools that match “${q}”`
  return page === 1 ? what : `${what}, page ${page}`
}

function Newest({ comparisons, links }: { comparisons: readonly ComparisonSummary[]; links: SiteLinks }) {
  return (
    <section id="comparisons" aria-labelledby="comparisons-title">
      <h2 id="comparisons-title">Newest comparisons</h2>
      {comparisons.length === 0 ? (
        <p class="empty">No comparison is published yet. What the editors approve and publish comes here.</p>
      ) : (
        <ol class="pairs">
          {comparisons.map((comparison) => (
            <Pair comparison={comparison} links={links} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Pair({ comparison: { slug, publishedAt, tools, lean, title }, links }: { comparison: ComparisonSummary; links: SiteLinks }) {
  const [left, right] = tools
  return (
    <li>
      <p class="when">
        <Day on={publishedAt} />
      </p>
      <div>
        <h3>
          <a href={links.to(`/compare/${slug}`)} title={title}>
            {left.name} <i>vs</i> {right.name}
          </a>
        </h3>
        <p class="leans">{leanText({ lean, tools })}</p>
        <dl class="ships">
          {tools.map((tool) => (
            <div>
              <dt>{shortName(tool)}</dt>
              <dd>
                <PanelShipLine panelShip={tool.panelShip} calls={tool.calls} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  )
}

type ViewProps = { view: HomeView; links: SiteLinks }

function Tools({ view, links }: ViewProps) {
  const { tools, total, query } = view
  const isSearch = query.q !== '' || query.category !== null
  return (
    <section id="tools" aria-labelledby="tools-title">
      <h2 id="tools-title">Tools</h2>
      {links.mode.kind === 'live' ? <Search view={view} links={links} /> : null}
      {isSearch ? (
        <p class="found" role="status">
          {total === 0 ? 'No published tool matches.' : `${total} ${total === 1 ? 'tool matches' : 'tools match'}.`}{' '}
          <a href={links.to('/#tools')}>Show all</a>
        </p>
      ) : null}
      {total === 0 && !isSearch ? (
        <p class="empty">No tool is published yet. Each gets a page of its own with its first published verdict.</p>
      ) : null}
      <ul class="tools">
        {tools.map((tool) => (
          <ToolRow tool={tool} links={links} />
        ))}
      </ul>
      <Pages view={view} links={links} />
    </section>
  )
}

function Search({ view: { query, categories }, links }: ViewProps) {
  return (
    <search>
      <form class="search" method="get" action={links.to('/')}>
        <p>
          <label for="search-q">Search</label>
          <input id="search-q" type="search" name="q" value={query.q} maxlength={100} />
        </p>
        <p>
          <label for="search-category">Category</label>
          <select id="search-category" name="category">
            <option value="">All</option>
            {categories.map(({ name, tools }) => (
              <option value={name} selected={name === query.category}>
                {name} ({tools})
              </option>
            ))}
          </select>
        </p>
        <p>
          <label for="search-sort">Order</label>
          <select id="search-sort" name="sort">
            {sortOrders.map((sort) => (
              <option value={sort} selected={sort === query.sort}>
                {sortWords[sort]}
              </option>
            ))}
          </select>
        </p>
        <button type="submit">Show</button>
      </form>
    </search>
  )
}

function ToolRow({ tool, links }: { tool: ToolSummary; links: SiteLinks }) {
  const { slug, name, category, vendor, tagline, community, entryPrice, panelShip, calls, staleSince } = tool
  return (
    <li>
      <div>
        <p class="kicker">
          {category} · {vendor}
        </p>
        <h3>
          <a href={links.to(`/tools/${slug}`)}>{name}</a>
        </h3>
        <p class="tagline">{tagline}</p>
        {staleSince === undefined ? null : <p class="tagline">{sourceChanged}</p>}
      </div>
      <dl class="ships">
        <div>
          <dt>Panel ship</dt>
          <dd>
            <PanelShipLine panelShip={panelShip} calls={calls} />
          </dd>
        </div>
        <div>
          <dt>Community</dt>
          <dd class={figureClass(isFewVotes(community.raw.votes))}>
            {tallyPercent(community.raw)} {tallyText(community.raw)}
          </dd>
        </div>
        <div>
          <dt>Entry price</dt>
          <dd>{entryPrice}</dd>
        </div>
      </dl>
    </li>
  )
}

/** Links to the pages before and after. */
function Pages({ view: { query, total, pageSize }, links }: ViewProps) {
  const last = Math.max(1, Math.ceil(total / pageSize))
  if (last === 1) return null
  return (
    <nav class="paging" aria-label="Pages of tools">
      {query.page > 1 ? <a href={links.to(addressOf({ ...query, page: query.page - 1 }))}>Earlier page</a> : null}
      <span>
        Page {query.page} of {last}
      </span>
      {query.page < last ? <a href={links.to(addressOf({ ...query, page: query.page + 1 }))}>Next page</a> : null}
    </nav>
  )
}

function addressOf({ q, category, sort, page }: HomeQuery): string {
  const parameters = new URLSearchParams({
    ...(q === '' ? {} : { q }),
    ...(category === null ? {} : { category }),
    ...(sort === 'newest' ? {} : { sort }),
    ...(page === 1 ? {} : { page: String(page) }),
  })
  const text = parameters.toString()
  return `/${text === '' ? '' : `?${text}`}#tools`
}
