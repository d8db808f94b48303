import type { TokenScope } from '../../../../src/accounts/store/api-tokens.js'
import type { Role } from '../../../../src/contracts/role.js'

export type ApiRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  scope: TokenScope
  /** Who is let through at all; left out, everyone, and the rules of review decide. */
  roles?: Role[]
  /** Whom the rules of review never let do it. */
  refuses?: Role[]
  needsIfMatch?: true
  /** A body that holds. */
  body?: unknown
}

const content = { evidence: [], answers: [], predictions: [], quote: 'A quote.', call: 'ship' }
const edit = { content, reason: 'because' }
const waive = { waives: { kind: 'unscored-seat' }, reason: 'because' }

const reads: [path: string, roles?: Role[], scope?: TokenScope, refuses?: Role[]][] = [
  ['/tools'],
  ['/tools/{slug}'],
  ['/tools/{slug}/versions'],
  ['/tools/{slug}/changes'],
  ['/tools/{slug}/logo'],
  ['/dossiers/{sha256}'],
  ['/dossiers/{sha256}/yaml'],
  ['/personas'],
  ['/intakes', ['editor']],
  ['/intakes/{intakeId}', ['editor']],
  ['/panels'],
  ['/panels/{panelId}'],
  ['/panels/{panelId}/seats'],
  ['/queue'],
  ['/verdicts/{verdictId}'],
  ['/verdicts/{verdictId}/revisions'],
  ['/verdicts/{verdictId}/revisions/{number}'],
  ['/verdicts/{verdictId}/comments'],
  ['/verdicts/{verdictId}/comments/{commentId}'],
  ['/verdicts/{verdictId}/assignment'],
  ['/verdicts/{verdictId}/blind-calls'],
  ['/verdicts/{verdictId}/waivers'],
  ['/records'],
  ['/records/{recordId}'],
  ['/records/{recordId}/published'],
  ['/records/{recordId}/decisions'],
  ['/decisions'],
  ['/agreement'],
  ['/audit', ['editor']],
  ['/audit/head'],
  ['/audit/verification', ['editor']],
  ['/dossier-drafts', ['editor']],
  ['/dossier-drafts/{draftId}', ['editor']],
  ['/views'],
  ['/views/{viewId}'],
  ['/subscribers', ['editor']],
  ['/webhooks', ['admin'], 'admin'],
  ['/webhooks/{webhookId}', ['admin'], 'admin'],
  ['/webhooks/{webhookId}/deliveries', ['admin'], 'admin'],
]

const writes: ApiRoute[] = [
  { method: 'PUT', path: '/tools/{slug}', scope: 'write', roles: ['editor'], body: {} },
  { method: 'PUT', path: '/tools/{slug}/logo', scope: 'write', roles: ['editor'], body: {} },
  { method: 'DELETE', path: '/tools/{slug}/logo', scope: 'write', roles: ['editor'], needsIfMatch: true },
  { method: 'POST', path: '/tools/{slug}/logo/from-page', scope: 'write', roles: ['editor'], body: {} },
  { method: 'POST', path: '/tools/{slug}/restore', scope: 'write', roles: ['editor'], needsIfMatch: true, body: { restores: 1 } },
  { method: 'POST', path: '/tools/archive', scope: 'write', roles: ['editor'], body: { slugs: ['nothing'], archived: true } },
  { method: 'POST', path: '/panels/retry', scope: 'write', roles: ['editor'], body: { panelIds: ['pnl_0'] } },
  { method: 'POST', path: '/panels/cancel', scope: 'write', roles: ['editor'], body: { panelIds: ['pnl_0'], reason: 'because' } },
  { method: 'POST', path: '/records/accept-clean', scope: 'write', body: { recordIds: ['rec_0'] } },
  { method: 'POST', path: '/records/assign', scope: 'write', body: { recordIds: ['rec_0'], to: null } },
  { method: 'POST', path: '/records/retry', scope: 'write', roles: ['editor'], body: { recordIds: ['rec_0'] } },
  { method: 'POST', path: '/records/archive', scope: 'write', roles: ['editor'], body: { recordIds: ['rec_0'], archived: true } },
  { method: 'POST', path: '/verdicts/accept-clean', scope: 'write', body: { verdictIds: ['seat_0'] } },
  { method: 'POST', path: '/verdicts/assign', scope: 'write', body: { verdictIds: ['seat_0'], to: null } },
  { method: 'POST', path: '/subscribers/unsubscribe', scope: 'write', roles: ['editor'], body: { subscriberIds: ['sub_0'] } },
  { method: 'POST', path: '/subscribers/remind', scope: 'write', roles: ['editor'], body: { subscriberIds: ['sub_0'] } },
  { method: 'DELETE', path: '/dossier-drafts/{draftId}', scope: 'write', roles: ['editor'], needsIfMatch: true },
  { method: 'POST', path: '/views', scope: 'write', body: { list: 'records', name: 'All', query: '' } },
  { method: 'POST', path: '/views/default', scope: 'write', body: { list: 'records', viewId: null } },
  { method: 'PATCH', path: '/views/{viewId}', scope: 'write', needsIfMatch: true, body: { name: 'Mine' } },
  { method: 'DELETE', path: '/views/{viewId}', scope: 'write', needsIfMatch: true },
  { method: 'POST', path: '/intakes', scope: 'write', roles: ['editor'], body: { addresses: ['example.com'] } },
  { method: 'POST', path: '/intakes/{intakeId}/dossier', scope: 'write', roles: ['editor'], body: {} },
  { method: 'POST', path: '/tools/{slug}/refresh', scope: 'write', roles: ['editor'], body: {} },
  { method: 'POST', path: '/panels', scope: 'write', roles: ['editor'], body: { tools: ['nothing'] } },
  { method: 'POST', path: '/panels/{panelId}/cancel', scope: 'write', roles: ['editor'], needsIfMatch: true, body: { reason: 'because' } },
  { method: 'POST', path: '/panels/{panelId}/retry', scope: 'write', roles: ['editor'], needsIfMatch: true, body: {} },
  { method: 'POST', path: '/panels/{panelId}/resume', scope: 'write', roles: ['editor'], needsIfMatch: true, body: {} },
  { method: 'POST', path: '/verdicts/{verdictId}/edit', scope: 'write', needsIfMatch: true, body: edit },
  { method: 'POST', path: '/verdicts/{verdictId}/merge', scope: 'write', needsIfMatch: true, body: edit },
  { method: 'POST', path: '/verdicts/{verdictId}/accept', scope: 'write', needsIfMatch: true, body: {} },
  { method: 'POST', path: '/verdicts/{verdictId}/return', scope: 'write', needsIfMatch: true, body: { note: 'again' } },
  { method: 'POST', path: '/verdicts/{verdictId}/restore', scope: 'write', needsIfMatch: true, body: { restores: 1, reason: 'because' } },
  { method: 'POST', path: '/verdicts/{verdictId}/hand-write', scope: 'write', needsIfMatch: true, body: edit },
  { method: 'POST', path: '/verdicts/{verdictId}/retry', scope: 'write', refuses: ['reviewer'], needsIfMatch: true, body: {} },
  { method: 'POST', path: '/verdicts/{verdictId}/comments', scope: 'write', body: { text: 'Is that so?' } },
  { method: 'POST', path: '/verdicts/{verdictId}/comments/{commentId}/resolve', scope: 'write', needsIfMatch: true, body: {} },
  { method: 'PUT', path: '/verdicts/{verdictId}/assignment', scope: 'write', needsIfMatch: true, body: { to: null } },
  { method: 'POST', path: '/verdicts/{verdictId}/blind-calls', scope: 'write', body: { call: 'ship' } },
  { method: 'POST', path: '/verdicts/{verdictId}/waivers', scope: 'write', refuses: ['reviewer'], body: waive },
  {
    method: 'POST',
    path: '/verdicts/{verdictId}/waivers/withdraw',
    scope: 'write',
    refuses: ['reviewer'],
    needsIfMatch: true,
    body: waive,
  },
  { method: 'POST', path: '/records/{recordId}/approve', scope: 'write', refuses: ['reviewer'], needsIfMatch: true, body: {} },
  {
    method: 'POST',
    path: '/records/{recordId}/void',
    scope: 'write',
    refuses: ['reviewer'],
    needsIfMatch: true,
    body: { reason: 'because' },
  },
  { method: 'POST', path: '/records/{recordId}/publish', scope: 'write', refuses: ['reviewer'], needsIfMatch: true, body: {} },
  {
    method: 'POST',
    path: '/records/{recordId}/retract',
    scope: 'write',
    refuses: ['reviewer'],
    needsIfMatch: true,
    body: { publicReason: 'wrong' },
  },
  {
    method: 'POST',
    path: '/records/{recordId}/reopen',
    scope: 'write',
    refuses: ['reviewer'],
    needsIfMatch: true,
    body: { reason: 'because' },
  },
  {
    method: 'POST',
    path: '/records/{recordId}/clear-stale',
    scope: 'write',
    refuses: ['reviewer'],
    needsIfMatch: true,
    body: { reason: 'because' },
  },
  { method: 'POST', path: '/webhooks', scope: 'admin', roles: ['admin'], body: { url: 'http://127.0.0.1/' } },
  { method: 'PATCH', path: '/webhooks/{webhookId}', scope: 'admin', roles: ['admin'], needsIfMatch: true, body: { description: 'new' } },
  { method: 'DELETE', path: '/webhooks/{webhookId}', scope: 'admin', roles: ['admin'], needsIfMatch: true },
  { method: 'POST', path: '/webhooks/{webhookId}/renew-secret', scope: 'admin', roles: ['admin'], needsIfMatch: true, body: {} },
  { method: 'POST', path: '/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver', scope: 'admin', roles: ['admin'], body: {} },
]

/** Every route of the API, written out by hand: what the tests hold it against. */
export const apiRoutes: ApiRoute[] = [
  ...reads.map(
    ([path, roles, scope = 'read', refuses]): ApiRoute => ({
      method: 'GET',
      path,
      scope,
      ...(roles === undefined ? {} : { roles }),
      ...(refuses === undefined ? {} : { refuses }),
    }),
  ),
  ...writes,
]
