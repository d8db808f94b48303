import { asSentence } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { HistoryEntry } from '../views/history.js'
import type { SiteTool } from '../views/summaries.js'
import type { ToolView } from '../views/tool.js'
import { BadgeSnippet } from './badge-snippet.js'
import { changedCalls, PanelShipLine } from './calls.js'
import { CommunityFigure, VoteForm } from './community.js'
import { toolJsonLd } from './json-ld.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { HowMade, JuryRuleLink, SentenceLegend } from './provenance-parts.js'
import { Barred, JuryNote } from './record/jury-parts.js'
import { SampleNotice } from './record/page-head.js'
import { Day } from './record/parts.js'
import { PredictionCalendar } from './record/predictions.js'
import { Scorecard } from './record/scorecard.js'
import type { SeatProps } from './record/seat.js'
import { Sources } from './record/sources.js'
import { EntryPriceFigure, License, PanelShipFigure, PricingRead } from './record/tool-card.js'
import { ToolLinks } from './record/tool-links.js'
import { Logo } from './record/tool-logo.js'
import { countsText, listWords, percentText } from './record/words.js'
import { renderOnce } from './rendered-parts.js'
import { revealToolView } from './reveal-view.js'
import { SiteSeat } from './site-seat.js'
import { freshnessOf, StaleNotice } from './stale-notice.js'
import { SubscribeForm } from './subscribe-form.js'

/** One tool with its verdicts, its history and what it can be compared with, as one HTML page without script. Pure. */
export function renderTool(view: ToolView, links: SiteLinks): string {
  const shown = revealToolView(view)
  const { tool, personas } = shown.current
  const path = `/tools/${tool.slug}`
  return renderSitePage(
    <SitePage
      title={`${isolate(tool.name)}: ship or skip?`}
      description={`${isolate(tool.name)}: ${isolate(asSentence(tool.tagline))} Panel ship ${percentText(tool.panelShip.percent)}, ${countsText(tool.panelShip)}.`}
      path={path}
      links={links}
      image={`${path}/card.png`}
      jsonLd={toolJsonLd(shown, links)}
    >
      <ToolHead site={shown.current} links={links} />
      <ToolScorecard site={shown.current} links={links} />
      <PredictionCalendar personas={personas} tools={[tool]} parts={links.parts} />
      <Comparisons view={shown} links={links} />
      <History entries={shown.history} />
      <Sources tools={[tool]} freshness={freshnessOf([shown.current])} parts={links.parts} />
      <HowMade tools={[shown.current]} links={links} />
      <BadgeSnippet slug={tool.slug} links={links} />
      <SubscribeForm links={links} />
    </SitePage>,
  )
}

type SiteProps = { site: SiteTool; links: SiteLinks }

function ToolHead({ site, links }: SiteProps) {
  const { tool, personas, community, publishedAt } = site
  return (
    <article class="intro one-tool" aria-labelledby="tool-title">
      <p class="kicker">
        Tool review · {tool.category} · {tool.vendor} · published <Day on={publishedAt} />
      </p>
      <Logo logo={site.logo} name={tool.name} href={links.to} />
      <h1 id="tool-title">{tool.name}</h1>
      <p class="lean">{tool.tagline}</p>
      <SampleNotice tools={[tool]} />
      <StaleNotice sites={[site]} />
      <div class="figures-box">
        <dl class="figures">
          <PanelShipFigure tool={tool} personas={personas} />
          <CommunityFigure {...community} />
          <EntryPriceFigure tool={tool} />
        </dl>
      </div>
      <p class="description">{tool.description}</p>
      <ToolLinks tool={tool} links={site.links} />
      <License tool={tool} heading="h2" />
      <PricingRead tool={tool} personas={personas} heading="h2" />
      <Barred barred={tool.barred} />
      <VoteForm slug={tool.slug} name={tool.name} links={links} />
    </article>
  )
}

function ToolScorecard({ site, links }: SiteProps) {
  const seat = ({ verdict, anchor }: SeatProps) => {
    const reviewed = site.tool.verdicts.find((candidate) => candidate === verdict)
    if (reviewed === undefined) return null
    return renderOnce(links.parts, { of: reviewed, key: anchor }, () => (
      <SiteSeat verdict={reviewed} site={site} anchor={anchor} links={links} />
    ))
  }
  return (
    <Scorecard
      personas={site.personas}
      tools={[site.tool]}
      seat={seat}
      personaHref={(id) => links.to(`/personas/${id}`)}
      legend={
        <>
          <JuryNote tools={[site.tool]} more={<JuryRuleLink links={links} />} />
          <SentenceLegend />
        </>
      }
    />
  )
}

const historyWords: Record<HistoryEntry['kind'], string> = { published: 'Published', changed: 'Changed', retracted: 'Retracted' }

type HistoryProps = {
  entries: readonly HistoryEntry[]
  /** Whether each entry says which tool it is about: on the page of a pair. */
  names?: boolean
}

/** Every publication and retraction, newest first, with what it changed against the same tool's publication before. */
export function History({ entries, names = false }: HistoryProps) {
  if (entries.length === 0) return null
  return (
    <section id="history" aria-labelledby="history-title">
      <h2 id="history-title">Verdict history</h2>
      <ol class="rows">
        {entries.map((entry, index) => (
          <li>
            <p class="when">
              <Day on={entry.at} />
            </p>
            <div>
              <p>
                {names ? `${isolate(entry.name)}: ` : null}
                <b>{historyWords[entry.kind]}</b> in “{entry.recordTitle}”
              </p>
              <Outcome entry={entry} before={publicationBefore(entries, index)} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function publicationBefore(entries: readonly HistoryEntry[], index: number): HistoryEntry | undefined {
  return entries.slice(index + 1).find(({ slug, kind }) => slug === entries[index]?.slug && kind !== 'retracted')
}

function Outcome({ entry, before }: { entry: HistoryEntry; before: HistoryEntry | undefined }) {
  if (entry.kind === 'retracted') return <p>{entry.publicReason ?? 'No reason was given.'}</p>
  const changes = before === undefined ? [] : changedCalls(entry.calls, before.calls)
  return (
    <>
      <p>
        Panel ship <PanelShipLine panelShip={entry.panelShip} calls={entry.calls} />
      </p>
      {changes.length === 0 ? null : <p>{asSentence(`Since the publication before: ${listWords(changes)}`)}</p>}
      {entry.publicReason === null ? null : <p>{entry.publicReason}</p>}
    </>
  )
}

/** What it is beside already, and a form for any other published tool; files without a server have the list alone. */
function Comparisons({ view: { current, comparisons, others }, links }: { view: ToolView; links: SiteLinks }) {
  return (
    <section id="comparisons" aria-labelledby="comparisons-title">
      <h2 id="comparisons-title">Compare it</h2>
      {comparisons.length > 0 ? null : (
        <p class="empty">No other tool {others.length === 0 ? null : 'of its kind '}is published yet; what comes will be listed here.</p>
      )}
      <ul class="links">
        {comparisons.map(({ slug, other }) => (
          <li>
            <a href={links.to(`/compare/${slug}`)}>
              <span class="hide">{current.tool.name} </span>vs {other.name}
            </a>
          </li>
        ))}
      </ul>
      {links.mode.kind === 'live' && others.length > 0 ? (
        <form class="pick" method="get" action={links.to('/compare')}>
          <input type="hidden" name="a" value={current.tool.slug} />
          <label for="compare-with">With another tool</label>
          <select id="compare-with" name="b">
            {others.map(({ slug, name }) => (
              <option value={slug}>{name}</option>
            ))}
          </select>
          <button type="submit">Compare</button>
        </form>
      ) : null}
    </section>
  )
}
