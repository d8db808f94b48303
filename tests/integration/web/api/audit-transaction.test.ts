import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleContent, sampleDossier } from '../../../support/samples.js'
import { admin, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  // Their tokens are made before the log is full.
  await Promise.all([admin, editor, otherEditor].map((person) => api.as(person).get('/tools')))
  await api.pool.query(
    `create function log_is_full() returns trigger language plpgsql as $$ begin raise exception 'the log is full'; end $$`,
  )
})
afterAll(() => api.close())

/** Everything that acts write, but for what notes a use: tokens, keys of requests. */
const tables = ['audit_log', 'audit_heads', 'panels', 'seats', 'records', 'dossiers', 'webhooks', 'users', 'one_time_links', 'accounts']
const reviewTables = ['verdict_revisions', 'verdict_comments', 'waivers', 'record_decisions', 'record_reviews', 'verdict_states']
async function snapshot(): Promise<string[]> {
  const each = [...tables, ...reviewTables].map((table) => `select '${table} ' || row_to_json(t)::text as row from ${table} t`)
  const tokens = `select 'token ' || id || ' ' || coalesce(revoked_at::text, '') as row from api_tokens`
  const { rows } = await api.pool.query<{ row: string }>([...each, tokens].join(' union all '))
  return rows.map(({ row }) => row).sort()
}

type Act = () => Promise<unknown>
type Prepared = { act: Act }
const outcome = async (act: Act): Promise<string> => {
  try {
    const answer = await act()
    if (answer instanceof Response) return answer.ok ? 'done' : `answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`
    return JSON.stringify(answer)
  } catch (error) {
    return `threw ${String(error)} ${String(error instanceof Error ? error.cause : '')}`
  }
}

const ask =
  (person: typeof editor, method: string, path: string, body: unknown = {}) =>
  async (): Promise<Prepared> => {
    const who = api.as(person)
    const read = path.replace(
      /\/(?:edit|accept|return|waive|unwaive|approve|void|publish|retract|reopen|cancel|retry|resume|renew-secret)$/,
      '',
    )
    const ifMatch = method === 'PUT' && (await who.get(read)).status === 404 ? null : await who.tag(read)
    return { act: () => who.call(method, path, { body, ifMatch }) }
  }
/** A panel with a drafted and an unscored seat. */
const panel = async () => {
  const { recordId, panelId, verdicts } = await api.panel({ unscored: [1] })
  return { recordId, panelId, drafted: verdicts[0] ?? '', unscored: verdicts[1] ?? '' }
}
const waives = { kind: 'unscored-seat' as const }
const dossierFile = (slug: string, tagline = 'Fast') => {
  const { sha256: _hash, sources, tool, ...content } = sampleDossier()
  return { ...content, tool: { ...tool, slug, tagline }, sources: sources.map(({ sha256: _, ...source }) => source) }
}
const hook = async () => {
  const made = await api.as(admin).post('/webhooks', { url: 'https://receiver.example/hook' })
  return ((await made.json()) as { webhook: { id: string } }).webhook.id
}
/** A record that is ready to be approved, or further. */
async function record(upTo: 'ready' | 'approved' | 'published') {
  const { recordId, drafted, unscored } = await panel()
  await api.review.accept({ actor: reviewer, recordId, verdictId: drafted, base: 1 })
  await api.review.waive({ actor: editor, recordId, verdictId: unscored, waives, reason: 'no reply' })
  const view = await api.review.record(recordId, otherEditor)
  const seenSha256 = view.status === 'done' ? (view.contentSha256 ?? '') : ''
  if (upTo !== 'ready') await api.review.approve({ actor: otherEditor, recordId, seenSha256 })
  if (upTo === 'published') await api.review.publish({ actor: otherEditor, recordId, seenSha256 })
  return { path: `/records/${recordId}`, unscored }
}
let made = 0
const newPerson = async () => {
  made += 1
  const email = `person-${made}@example.org`
  const added = await api.people.add({ actor: admin, name: `Person ${made}`, email, role: 'editor', password: 'violet teapot under rain' })
  return added.status === 'added' ? added.userId : ''
}
const asPerson = (userId: string) => ({ userId, name: `Person ${made}`, role: 'editor' as const })
const newToken = async (userId: string) => {
  const token = await api.people.createToken({ actor: asPerson(userId), name: 'ci', scopes: ['read'], expiresAt: null })
  return token.status === 'made' ? token.id : ''
}
const linkToken = (path: string) => new URL(path, 'http://x').searchParams.get('token') ?? ''

const acts: [string, () => Promise<Prepared>][] = [
  [
    'kick off a panel',
    async () => {
      const body = { tools: ['ferrydoc'], budgetUsd: 7 }
      await api.panel()
      return { act: () => api.as(editor).post('/panels', body, { headers: { 'idempotency-key': 'once' } }) }
    },
  ],
  ['cancel a panel', async () => ask(editor, 'POST', `/panels/${await running(8)}/cancel`, { reason: 'enough' })()],
  [
    'resume a panel',
    async () => {
      const panelId = await running(9)
      await (await ask(editor, 'POST', `/panels/${panelId}/cancel`, { reason: 'enough' })()).act()
      return ask(editor, 'POST', `/panels/${panelId}/resume`)()
    },
  ],
  ['retry a panel', async () => ask(editor, 'POST', `/panels/${(await panel()).panelId}/retry`)()],
  ['create a tool', () => ask(editor, 'PUT', '/tools/newcomer', dossierFile('newcomer'))()],
  ['replace a dossier', () => ask(editor, 'PUT', '/tools/newcomer', dossierFile('newcomer', 'Faster'))()],
  [
    'add a dossier at the desk',
    async () => {
      const dossier = sampleDossier({ tool: { ...sampleDossier().tool, slug: 'at-the-desk' } })
      const at = api.runtime.now()
      const subject = { kind: 'tool' as const, id: 'at-the-desk', recordId: null }
      const entry = { at: at.toISOString(), actor: editor, action: 'add a dossier', subject, data: {} }
      return { act: () => api.dossiers.add(dossier, { at, entry }) }
    },
  ],
  ['make a webhook', async () => ({ act: () => api.as(admin).post('/webhooks', { url: 'https://receiver.example/made' }) })],
  ['change a webhook', async () => ask(admin, 'PATCH', `/webhooks/${await hook()}`, { description: 'ours' })()],
  ['renew the secret of a webhook', async () => ask(admin, 'POST', `/webhooks/${await hook()}/renew-secret`)()],
  ['delete a webhook', async () => ask(admin, 'DELETE', `/webhooks/${await hook()}`, undefined)()],
  [
    'edit',
    async () =>
      ask(editor, 'POST', `/verdicts/${(await panel()).drafted}/edit`, { content: sampleContent({ call: 'skip' }), reason: 'x' })(),
  ],
  ['accept', async () => ask(editor, 'POST', `/verdicts/${(await panel()).drafted}/accept`)()],
  ['return', async () => ask(editor, 'POST', `/verdicts/${(await panel()).drafted}/return`, { note: 'why?' })()],
  [
    'waive',
    async () => {
      const { recordId, unscored } = await panel()
      return { act: () => api.review.waive({ actor: editor, recordId, verdictId: unscored, waives, reason: 'no reply' }) }
    },
  ],
  ['retry a seat', async () => ask(editor, 'POST', `/verdicts/${(await panel()).unscored}/retry`)()],
  [
    'retry a seat of an approved record',
    async () => {
      const { path, unscored: verdictId } = await record('approved')
      const recordId = path.replace('/records/', '')
      return { act: () => api.review.retry({ actor: editor, recordId, verdictId }) }
    },
  ],
  ['approve', async () => ask(otherEditor, 'POST', `${(await record('ready')).path}/approve`)()],
  ['void', async () => ask(otherEditor, 'POST', `${(await record('approved')).path}/void`, { reason: 'x' })()],
  ['publish', async () => ask(otherEditor, 'POST', `${(await record('approved')).path}/publish`)()],
  ['retract', async () => ask(otherEditor, 'POST', `${(await record('published')).path}/retract`, { publicReason: 'x' })()],
  ['reopen', async () => ask(otherEditor, 'POST', `${(await record('published')).path}/reopen`, { reason: 'x' })()],
  [
    'add a person',
    async () => ({ act: () => api.people.add({ actor: admin, name: 'Neo', email: 'neo@example.org', role: 'editor', password: null }) }),
  ],
  ['invite', async () => ({ act: () => api.people.invite({ actor: admin, role: 'editor', email: null }) })],
  [
    'withdraw an invitation',
    async () => {
      const invited = await api.people.invite({ actor: admin, role: 'editor', email: null })
      return { act: () => api.people.withdrawInvitation({ actor: admin, id: 'id' in invited ? invited.id : '' }) }
    },
  ],
  ['change a role', async () => change((userId) => api.people.setRole({ actor: admin, userId, role: 'reviewer' }))],
  ['deactivate', async () => change((userId) => api.people.deactivate({ actor: admin, userId }))],
  [
    'reactivate',
    async () => {
      const userId = await newPerson()
      await api.people.deactivate({ actor: admin, userId })
      return { act: () => api.people.reactivate({ actor: admin, userId }) }
    },
  ],
  ['make a link for a password', async () => change((userId) => api.people.passwordLink({ actor: admin, userId }))],
  [
    'set a password by link, which revokes tokens',
    async () => {
      const userId = await newPerson()
      await newToken(userId)
      const link = await api.people.passwordLink({ actor: admin, userId })
      const token = 'path' in link ? linkToken(link.path) : ''
      return { act: () => api.people.useLink({ kind: 'password', token, name: '', email: '', password: 'quiet lantern over snow' }) }
    },
  ],
  [
    'make a token',
    async () => change((userId) => api.people.createToken({ actor: asPerson(userId), name: 'ci', scopes: ['read'], expiresAt: null })),
  ],
  [
    'revoke a token',
    async () => {
      const userId = await newPerson()
      const tokenId = await newToken(userId)
      return { act: () => api.people.revokeToken({ actor: asPerson(userId), tokenId }) }
    },
  ],
  [
    'revoke all tokens',
    async () => {
      const userId = await newPerson()
      await newToken(userId)
      return { act: () => api.people.endTokens({ actor: asPerson(userId) }) }
    },
  ],
]

async function change(act: (userId: string) => Promise<unknown>): Promise<Prepared> {
  const userId = await newPerson()
  return { act: () => act(userId) }
}

async function running(budgetUsd: number): Promise<string> {
  await api.panel()
  const body = { tools: ['ferrydoc'], budgetUsd }
  const started = await api.as(editor).post('/panels', body, { headers: { 'idempotency-key': `running-${budgetUsd}` } })
  return ((await started.json()) as { panelId: string }).panelId
}

test.each(acts)('%s: when the log cannot be written, nothing was done, and it can be done again', async (_name, prepare) => {
  const { act } = await prepare()
  const before = await snapshot()
  await api.pool.query('create trigger log_full before insert on audit_log for each row execute function log_is_full()')
  const refused = await outcome(act)
  await api.pool.query('drop trigger log_full on audit_log')
  expect(refused).toMatch(/^threw .*|^answered 50[03]/)
  expect(await snapshot()).toEqual(before)
  expect(await outcome(act)).toMatch(/^done$|^true$|^\[|"status":"(?:done|added|made)"|"path":/)
  const after = await snapshot()
  expect(after).not.toEqual(before)
  expect(after.filter((row) => row.startsWith('audit_log ')).length).toBeGreaterThan(
    before.filter((row) => row.startsWith('audit_log ')).length,
  )
})
