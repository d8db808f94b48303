import type { ComparisonView } from '../views/comparison.js'
import type { SiteTool } from '../views/summaries.js'
import { CommunityFigure, VoteForm } from './community.js'
import { comparisonJsonLd } from './json-ld.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { HowMade, JuryRuleLink, SentenceLegend } from './provenance-parts.js'
import { HeadToHeadSection } from './record/head-to-head.js'
import { JuryNote } from './record/jury-parts.js'
import { leanText } from './record/lean-words.js'
import { holdsText, IntroText } from './record/page-head.js'
import { Day } from './record/parts.js'
import { PredictionCalendar } from './record/predictions.js'
import { certaintyText } from './record/record-sections.js'
import { Scorecard } from './record/scorecard.js'
import type { SeatProps } from './record/seat.js'
import { Sources } from './record/sources.js'
import { ToolCard } from './record/tool-card.js'
import { ToolLinks } from './record/tool-links.js'
import { Logo } from './record/tool-logo.js'
import { renderOnce } from './rendered-parts.js'
import { revealComparison } from './reveal-view.js'
import { SiteSeat } from './site-seat.js'
import { freshnessOf, StaleNotice } from './stale-notice.js'
import { SubscribeForm } from './subscribe-form.js'

/** Two published tools side by side, as one HTML page without script. Pure. */
export function renderComparison(view: ComparisonView, links: SiteLinks): string {
  const shown = revealComparison(view)
  const tools = shown.tools.map(({ tool }) => tool)
  const { personas, lean } = shown
  const path = `/compare/${shown.slug}`
  return renderSitePage(
    <SitePage
      title={shown.title}
      description={`${leanText({ lean, tools })} ${holdsText({ tools, personas })}`}
      path={path}
      links={links}
      image={`${path}/card.png`}
      jsonLd={comparisonJsonLd(shown, links)}
    >
      <IntroText record={{ tools, personas, lean }} notice={<StaleNotice sites={shown.tools} />}>
        published <Day on={shown.publishedAt} />
      </IntroText>
      <Cards tools={shown.tools} view={shown} links={links} />
      <SiteScorecard view={shown} links={links} />
      <DirectComparisons view={shown} />
      <PredictionCalendar personas={personas} tools={tools} parts={links.parts} />
      <Sources tools={tools} freshness={freshnessOf(shown.tools)} parts={links.parts} />
      <HowMade tools={shown.tools} links={links} />
      <SubscribeForm links={links} />
      <Related view={shown} links={links} />
    </SitePage>,
  )
}

type PartProps = { view: ComparisonView; links: SiteLinks }
type CardProps = Pick<ComparisonView, 'personas'> & { site: SiteTool; links: SiteLinks }

function Cards({ tools, view: { personas }, links }: PartProps & { tools: readonly SiteTool[] }) {
  // All that a card takes from the personas: of a pair, they may be another's.
  const seats = JSON.stringify(personas.map(({ id, seat }) => [id, seat]))
  return (
    <section class="grid cards" aria-labelledby="tools-title">
      <div class="gutter">
        <h2 id="tools-title">The 2 tools</h2>
        <p>{certaintyText({ tools: tools.map(({ tool }) => tool) })} Readers’ votes are counted apart and count for nothing in it.</p>
      </div>
      {tools.map((site) =>
        renderOnce(links.parts, { of: site, key: `card, ${seats}` }, () => <Card site={site} personas={personas} links={links} />),
      )}
    </section>
  )
}

function Card({ site: { tool, community, links: outside, logo }, personas, links }: CardProps) {
  const more = { href: links.to(`/tools/${tool.slug}`), community: <CommunityFigure {...community} /> }
  return (
    <ToolCard tool={tool} personas={personas} {...more} logo={<Logo logo={logo} name={tool.name} href={links.to} />}>
      <div>
        <ToolLinks tool={tool} links={outside} />
        <VoteForm slug={tool.slug} name={tool.name} links={links} />
      </div>
    </ToolCard>
  )
}

function SiteScorecard({ view: { personas, tools }, links }: PartProps) {
  const seat = ({ verdict, tool, anchor }: SeatProps) => {
    const site = tools.find((candidate) => candidate.tool === tool)
    const reviewed = site?.tool.verdicts.find((candidate) => candidate === verdict)
    if (site === undefined || reviewed === undefined) return null
    return renderOnce(links.parts, { of: reviewed, key: anchor }, () => (
      <SiteSeat verdict={reviewed} site={site} anchor={anchor} links={links} />
    ))
  }
  return (
    <Scorecard
      personas={personas}
      tools={tools.map(({ tool }) => tool)}
      seat={seat}
      personaHref={(id) => links.to(`/personas/${id}`)}
      legend={
        <>
          <JuryNote tools={tools.map(({ tool }) => tool)} more={<JuryRuleLink links={links} />} />
          <SentenceLegend />
        </>
      }
    />
  )
}

/** Each of the two as its publication has it. */
function DirectComparisons({ view: { headToHead, personas, tools } }: Pick<PartProps, 'view'>) {
  return <HeadToHeadSection entries={headToHead} personas={personas} tools={tools.map(({ tool }) => tool)} />
}

function Related({ view: { tools, related }, links }: PartProps) {
  return (
    <nav class="related" aria-labelledby="related-title">
      <h2 id="related-title">Go on reading</h2>
      <ul>
        {related.map(({ slug, title }) => (
          <li>
            <a href={links.to(`/compare/${slug}`)}>{title}</a>
          </li>
        ))}
        {tools.map(({ tool }) => (
          <li>
            <a href={links.to(`/tools/${tool.slug}`)}>{tool.name}: every verdict so far</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
