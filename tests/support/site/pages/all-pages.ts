import type { SiteLinks } from '../../../../src/site/pages/links.js'
import {
  renderComparison,
  renderHome,
  renderIssuePage,
  renderMessage,
  renderMethodology,
  renderNewsletterArchive,
  renderNotFound,
  renderPersona,
  renderPersonas,
  renderRetracted,
  renderTool,
} from '../../../../src/site/pages/pages.js'
import { sampleReport } from '../../agreement/sample-report.js'
import {
  comparisonView,
  homeView,
  issue,
  liveLinks,
  noVotes,
  personaView,
  retractedView,
  type Sample,
  siteFigures,
  staticLinks,
  toolView,
} from './sample-views.js'

/** Every page of the sample site with those links, by name; `change` is applied to each view before it is rendered. */
export function allPages(site: Sample, links: SiteLinks = liveLinks, change: <T>(view: T) => T = (view) => view): Record<string, string> {
  const issues = [{ week: '2026-W47', subject: 'Two open models', sentAt: '2026-11-23T06:00:00.000Z' }]
  return {
    comparison: renderComparison(change(comparisonView(site)), links),
    tool: renderTool(change(toolView(site)), links),
    home: renderHome(change(homeView(site)), links),
    methodology: renderMethodology(
      change({ figures: siteFigures(site), personas: site.personas, agreement: sampleReport({ tools: 24 }) }),
      links,
    ),
    personas: renderPersonas(change(site.personas), links),
    persona: renderPersona(change(personaView(site)), links),
    retracted: renderRetracted(change(retractedView(site)), { path: '/tools/gone', links }),
    'not found': renderNotFound('/nowhere', links),
    message: renderMessage(change({ title: 'Noted', paragraphs: ['Your vote counts.'], path: '/vote/x' }), links),
    newsletter: renderNewsletterArchive(change(issues), links),
    issue: renderIssuePage(change(issue(site)), links),
  }
}

/** Pages in unusual states: votes, nothing published, a search, a tool from another record, a seat without a call, files without a server. */
export function unusualPages(site: Sample): Record<string, string> {
  const [left, right] = site.tools
  const votes = { raw: { ships: 12, votes: 20, percent: 60 }, confirmed: { ships: 1, votes: 1, percent: 100 } }
  const [first, ...others] = left.tool.verdicts
  if (first === undefined || first.status !== 'drafted') throw new Error('the sample has verdicts')
  const { quote: _quote, answers: _answers, evidence: _evidence, predictions: _predictions, flags: _flags, review, ...seat } = first
  const unscored = {
    ...seat,
    status: 'unscored' as const,
    call: null,
    quote: null,
    kind: 'refused' as const,
    reason: 'The model declined.',
    review: { verdictId: review.verdictId, waiver: 'It need not answer.' },
  }
  const odd = {
    ...left,
    tool: { ...left.tool, verdicts: [unscored, ...others] },
    contentSha256: 'f'.repeat(64),
    approval: { by: left.approval.by, at: left.approval.at, fourEyes: false },
    community: votes,
  }
  const emptyFigures = siteFigures(site, {
    tools: 0,
    comparisons: 0,
    verdicts: { total: 0, byModel: 0, byModelAndPeople: 0, byPeople: 0, unscored: 0 },
    sentences: { model: 0, edited: 0, person: 0, total: 0, changedPercent: null },
    evidence: { quotes: 0, found: 0 },
    personaAgreement: [],
    models: [],
    predictions: { total: 0, due: 0 },
    retractions: 0,
    fourEyes: { records: 0, withFourEyes: 0 },
  })
  const empty = homeView(site, { newest: [], tools: [], total: 0, categories: [] })
  const query = { q: 'mis & "tral"', category: 'Developer Tools', sort: 'ship' as const, page: 2 }
  return {
    'two records': renderComparison(comparisonView(site, { tools: [odd, { ...right, community: noVotes }], related: [] }), liveLinks),
    'alone on the site': renderTool(toolView(site, { current: odd, comparisons: [], others: [], history: [] }), liveLinks),
    'nothing published': renderHome(empty, liveLinks),
    'nothing measured': renderMethodology(
      { figures: emptyFigures, personas: site.personas, agreement: sampleReport({ tools: 0 }) },
      liveLinks,
    ),
    search: renderHome(homeView(site, { query, newest: [], total: 70 }), liveLinks),
    'search without result': renderHome({ ...empty, query }, liveLinks),
    'no issue yet': renderNewsletterArchive([], liveLinks),
    'a comparison as a file': renderComparison(comparisonView(site), staticLinks('https://live.example')),
    'a comparison as a file of no site': renderComparison(comparisonView(site), staticLinks(null)),
    'the home page as a file': renderHome(homeView(site, { total: 70 }), staticLinks('https://live.example')),
    'a tool as a file': renderTool(toolView(site), staticLinks(null)),
  }
}
