import type { LayoutScene } from './scene.js'
import { weeks } from './scene.js'

export const visitors = ['admin', 'editor', 'reviewer', 'nobody'] as const
export type Visitor = (typeof visitors)[number]
export type Visit = { as: Visitor; path: string /** What it answers with; 200 when left out. */; status?: number }

/** Every page with the data of the scene, for each role that sees another page. */
export function visitsOf(scene: LayoutScene): Visit[] {
  return [...siteVisits(scene), ...accountVisits(scene), ...deskVisits(scene), ...reviewVisits(scene), ...newsletterVisits()]
}

const visit = (as: Visitor, path: string, status = 200): Visit => ({ as, path, status })

function siteVisits({ tools: { long, compound, cjk, rtl }, samplePair, retractedTool }: LayoutScene): Visit[] {
  const pairOf = (a: string, b: string) => `/compare/${[a, b].toSorted().join('-vs-')}`
  const site = (path: string, status = 200) => visit('nobody', path, status)
  return [
    site('/'),
    site('/?q=platform'),
    site('/?q=nothing-like-it'),
    site(`/compare/${samplePair}`),
    site(pairOf(long.tool.slug, compound.tool.slug)),
    site(pairOf(cjk.tool.slug, rtl.tool.slug)),
    site('/tools/mistral-3-instruct'),
    ...[long, compound, cjk, rtl].map(({ tool }) => site(`/tools/${tool.slug}`)),
    site(`/tools/${retractedTool}`, 410),
    site('/how-it-works'),
    site('/personas'),
    site('/personas/dx'),
    site('/weekly'),
    site(`/weekly/${weeks.sent}`),
    site('/weekly/subscribe'),
    site('/weekly/confirm?t=none', 410),
    site('/weekly/unsubscribe?t=none', 404),
    site(`/vote/${long.tool.slug}`),
    site('/vote/confirm?token=none', 410),
    site('/vote/nothing', 404),
    site('/nothing', 404),
    site('/compare?a=x', 400),
  ]
}

function accountVisits({ links }: LayoutScene): Visit[] {
  return [
    visit('nobody', '/auth/sign-in'),
    visit('nobody', links.invitation),
    visit('nobody', links.password),
    visit('nobody', '/auth/set-up?token=none', 410),
    visit('nobody', '/auth/nothing', 404),
    visit('admin', '/auth/people'),
    visit('admin', '/auth/people?q=nobody'),
    visit('admin', '/auth/people/deactivate?id=usr_none', 404),
    visit('reviewer', '/auth/people', 403),
    visit('reviewer', '/auth/account'),
  ]
}

function deskVisits({ tools: { long, rtl }, panels, records, intakes, webhookId }: LayoutScene): Visit[] {
  const forAll = (['admin', 'editor', 'reviewer'] as const).map((as) => visit(as, '/desk'))
  return [
    ...forAll,
    visit('editor', '/desk/find'),
    visit('admin', '/desk/find?q=platform'),
    visit('reviewer', '/desk/find?q=nothing-like-it'),
    visit('editor', '/desk/tools'),
    visit('reviewer', '/desk/tools'),
    visit('editor', `/desk/tools/${long.tool.slug}`),
    visit('editor', `/desk/tools/${rtl.tool.slug}`),
    visit('editor', '/desk/tools/nothing', 404),
    visit('editor', '/desk/tools/import'),
    visit('reviewer', '/desk/tools/import', 403),
    visit('editor', `/desk/tools/${long.tool.slug}/versions`),
    visit('reviewer', `/desk/tools/${rtl.tool.slug}/versions`),
    visit('editor', '/desk/tools/nothing/versions', 404),
    visit('editor', '/desk/tools/new'),
    visit('reviewer', '/desk/tools/new', 403),
    visit('editor', `/desk/tools/${long.tool.slug}/edit`),
    visit('editor', `/desk/tools/${rtl.tool.slug}/duplicate`),
    visit('editor', '/desk/tools/drafts/nothing', 404),
    visit('editor', '/desk/tools/intakes/new'),
    visit('reviewer', '/desk/tools/intakes/new', 403),
    ...intakes.map((intakeId) => visit('editor', `/desk/tools/intakes/${intakeId}`)),
    visit('editor', '/desk/tools/intakes/nothing', 404),
    visit('editor', '/desk/panels'),
    visit('editor', `/desk/panels/new?tool=${long.tool.slug}`),
    visit('reviewer', '/desk/panels/new', 403),
    visit('editor', `/desk/panels/new?again=${records.review.replace('rec_', 'pnl_')}`),
    visit('editor', `/desk/panels/compare?a=${records.review}&b=${records.review}`),
    ...Object.values(panels).map((panelId) => visit('editor', `/desk/panels/${panelId}`)),
    ...Object.values(records).map((recordId) => visit('editor', `/desk/panels/${recordId.replace('rec_', 'pnl_')}`)),
    visit('editor', '/desk/records'),
    visit('editor', '/desk/records?status=in_review'),
    ...Object.values(records).map((recordId) => visit('editor', `/desk/records/${recordId}`)),
    visit('reviewer', `/desk/records/${records.review}`),
    visit('reviewer', '/desk/agreement'),
    visit('admin', '/desk/audit'),
    visit('editor', `/desk/audit?record=${records.review}`),
    visit('admin', '/desk/audit/verify'),
    visit('editor', '/desk/community'),
    visit('editor', '/desk/community/redirects'),
    visit('reviewer', '/desk/community', 403),
    visit('reviewer', '/desk/nothing', 404),
    ...['', '/site', '/budgets', '/models', '/mail', '/webhooks', '/newsletter', '/fixed'].map((page) =>
      visit('admin', `/desk/settings${page}`),
    ),
    visit('admin', `/desk/settings/webhooks/${webhookId}`),
    visit('admin', `/desk/settings/webhooks/${webhookId}/delete`),
    visit('editor', '/desk/settings', 403),
  ]
}

function reviewVisits({ records, verdicts }: LayoutScene): Visit[] {
  const at = (verdictId: string) => `/desk/records/${verdictId === verdicts.sample ? records.sample : records.review}/verdicts/${verdictId}`
  return [
    visit('reviewer', '/desk/queue'),
    visit('editor', '/desk/queue?scope=all'),
    visit('editor', `/desk/queue?scope=all&at=${verdicts.returned}`),
    ...Object.values(verdicts).map((verdictId) => visit('editor', at(verdictId))),
    visit('reviewer', at(verdicts.edited)),
    visit('editor', `${at(verdicts.edited)}/history`),
    visit('editor', `${at(verdicts.edited)}/history?from=1&to=2`),
  ]
}

function newsletterVisits(): Visit[] {
  return [
    visit('editor', '/desk/newsletter'),
    visit('reviewer', '/desk/newsletter'),
    visit('editor', '/desk/newsletter/subscribers'),
    visit('editor', '/desk/newsletter/subscribers?state=pending'),
    visit('reviewer', '/desk/newsletter/subscribers', 403),
    visit('editor', `/desk/newsletter/${weeks.draft}`),
    visit('editor', `/desk/newsletter/${weeks.sent}`),
    visit('reviewer', `/desk/newsletter/${weeks.draft}`),
    visit('editor', `/desk/newsletter/${weeks.draft}/letter`),
  ]
}
