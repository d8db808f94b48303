import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../../../src/contracts/actor.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { openTestVotes } from '../../../support/voting/test-votes.js'
import { type Browser, everyRole, openTestDesk, type TestDesk, type TestRole } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let as: Record<TestRole, Browser>
let panelId: string
let recordId: string
let edda: Actor

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('admin', 'Adda')
  edda = await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  as = {
    admin: await desk.signedIn('Adda'),
    editor: await desk.signedIn('Edda'),
    reviewer: await desk.signedIn('Rea'),
    nobody: await desk.signedIn(null),
  }
  await as.editor.post('/desk/tools/samples', {})
  const started = await as.editor.post('/desk/panels', samplePanel)
  panelId = started.headers.get('location')?.split('/').at(-1) ?? ''
  const worker = await desk.app.work({ providers: [] })
  await desk.app.follow(panelId, () => {})
  await worker.stop({ deadlineMs: 5_000 })
  recordId = panelId.replace('pnl_', 'rec_')
})
afterAll(() => desk.close())

const samplePanel = {
  tool: ['claude-haiku-open-weights', 'mistral-3-instruct'],
  persona: ['dx', 'competitor', 'thesis', 'business'],
  replies: 'recordings',
  priority: 'editor',
  budget: '',
}

const shown = { admin: 200, editor: 200, reviewer: 200, nobody: 303 }
const forEditors = { admin: 200, editor: 200, reviewer: 403, nobody: 303 }
const addresses: readonly [string, () => string, Record<TestRole, number>][] = [
  ['home', () => '/desk', shown],
  ['tools', () => '/desk/tools', shown],
  ['a tool', () => '/desk/tools/mistral-3-instruct', shown],
  ['addresses of a tool', () => '/desk/tools/intakes/new', forEditors],
  ['panels', () => '/desk/panels', shown],
  ['kick-off', () => '/desk/panels/new?tool=mistral-3-instruct', forEditors],
  ['a panel', () => `/desk/panels/${panelId}`, shown],
  ['a panel’s stream', () => `/desk/panels/${panelId}/events`, shown],
  ['records', () => '/desk/records', shown],
  ['records in review', () => '/desk/records?status=in_review', shown],
  ['a record', () => `/desk/records/${recordId}`, shown],
  ['agreement', () => '/desk/agreement', shown],
  ['the log', () => '/desk/audit', forEditors],
  ['its check', () => '/desk/audit/verify', forEditors],
  ['its export', () => '/desk/audit/export', forEditors],
  ['a record’s log', () => `/desk/audit?record=${recordId}`, shown],
  ['the check of a record’s log', () => `/desk/audit/verify?record=${recordId}`, shown],
]

test.each(addresses.flatMap(([name, path, statuses]) => everyRole.map((role) => [name, role, statuses[role], path] as const)))(
  '%s for %s: %i',
  async (_name, role, status, path) => {
    const response = await as[role].get(path())
    expect(response.status).toBe(status)
    if (status === 303) expect(response.headers.get('location')).toBe(`/auth/sign-in?next=${encodeURIComponent(path())}`)
    if (status !== 200) return
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(response.headers.get('cache-control')).toMatch(/no-(store|cache)/)
    const text = await response.text()
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:/)
  },
)

const changes = [
  ['tools', () => '/desk/tools/import'],
  ['tools/samples', () => '/desk/tools/samples'],
  ['tools/intakes', () => '/desk/tools/intakes'],
  ['panels', () => '/desk/panels'],
  ['panels/estimate', () => '/desk/panels/estimate'],
  ...['cancel', 'retry', 'resume'].map((step) => [`panel ${step}`, () => `/desk/panels/${panelId}/${step}`] as const),
  ...['approve', 'void', 'publish', 'retract', 'reopen', 'clear-stale', 'waive', 'unwaive'].map(
    (step) => [`record ${step}`, () => `/desk/records/${recordId}/${step}`] as const,
  ),
] as const

test.each(changes)('%s: a reviewer may not, no one is sent to sign in, and another site’s page is refused', async (_name, path) => {
  expect((await as.reviewer.post(path(), {})).status).toBe(403)
  const nobody = await as.nobody.post(path(), {})
  expect([nobody.status, nobody.headers.get('location')]).toEqual([303, '/auth/sign-in'])
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    expect((await as.admin.post(path(), {}, headers)).status).toBe(403)
  }
})

test.each(changes)('%s: a body that is no form, or too large, is refused with the reason', async (_name, path) => {
  const json = await as.editor.post(path(), {}, { 'content-type': 'application/json' })
  expect([json.status, await json.text()]).toEqual([415, expect.stringContaining('Send this as a form')])
  const large = await as.editor.post(path(), { reason: 'x'.repeat(1_200_000) })
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('nothing was stored')])
  const broken = await as.editor.post(path(), {}, { 'content-type': 'multipart/form-data; boundary=none' })
  expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('the form cannot be read')])
})

test.each([
  '/desk/nothing',
  '/desk/tools/no-such-tool',
  '/desk/tools/..%2f..%2fetc',
  '/desk/tools/intakes/int_0000',
  '/desk/tools/intakes/int_0000/events',
  `/desk/tools/mistral-3-instruct?version=${'0'.repeat(64)}`,
  '/desk/panels/pnl_0000',
  '/desk/panels/pnl_0000/events',
  '/desk/panels/%00',
  '/desk/records/rec_0000',
  `/desk/records/${'x'.repeat(10_000)}`,
  '/desk/records/%F0%9F%92%A9',
  '/desk/audit?record=rec_%27;drop',
  '/desk/audit?before=-1',
])('what is not there is said to be not there: %s', async (path) => {
  const response = await as.admin.get(path)
  expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('Not found')])
})

const odd: readonly [string, string][] = [
  ['NUL', 'rec_\0'],
  ['half of a pair', 'rec_\ud800'],
  ['10,000 characters', `rec_${'-'.repeat(10_000)}`],
]

test.each(odd)('an id with %s names no record and no verdict, and is answered so', async (_name, id) => {
  // What is no UTF-8 cannot be written with encodeURIComponent: half of a pair is three bytes.
  const inPath = id.includes('\ud800') ? 'rec_%ED%A0%80' : encodeURIComponent(id)
  expect((await as.editor.get(`/desk/records/${inPath}`)).status).toBe(404)
  for (const step of ['approve', 'void', 'waive', 'unwaive']) {
    expect([step, (await as.editor.post(`/desk/records/${inPath}/${step}`, { reason: 'So.' })).status]).toEqual([step, 404])
  }
  for (const step of ['waive', 'unwaive']) {
    const refused = await as.editor.post(`/desk/records/${recordId}/${step}`, { verdictId: id, kind: 'unscored-seat', reason: 'So.' })
    expect([step, refused.status]).toEqual([step, 422])
  }
  const [verdictId] = /seat_[0-9a-f]+/.exec(await (await as.editor.get(`/desk/records/${recordId}`)).text()) ?? []
  const assigned = await as.editor.post(`/desk/records/${recordId}/verdicts/${verdictId}/assign`, { to: id })
  expect(assigned.status).toBe(422)
})

test.each(odd)('a cursor with %s, or with a place that no list has, is refused', async (_name, id) => {
  const at = '2026-01-01T00:00:00.000Z'
  const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  for (const place of [
    [at, id],
    ['0000-01-01T00:00:00Z', 'rec_1'],
  ]) {
    expect((await as.admin.get(`/desk/records?cursor=${cursorOf(place)}`)).status).toBe(400)
  }
  for (const place of [
    [0, at, id],
    [3, at, 'seat_1'],
    [-1, at, 'seat_1'],
    [2 ** 40, at, 'seat_1'],
    [0, '0000-01-01T00:00:00Z', 'seat_1'],
  ]) {
    expect((await as.admin.get(`/desk/queue?cursor=${cursorOf(place)}`)).status).toBeOneOf([400, 404, 422])
  }
})

test('a list’s cursor that no one gave out is refused', async () => {
  expect((await as.admin.get('/desk/records?cursor=nonsense')).status).toBe(400)
})

test('styles, scripts and fonts are for everyone, and for ever, under the hash of what they are', async () => {
  const page = await (await as.editor.get('/desk/panels/new')).text()
  const urls = [...page.matchAll(/(?:href|src)="(\/desk\/assets\/[^"]+)"/g)].map(([, url = '']) => url)
  expect(urls).toHaveLength(4)
  const styles = await (await as.nobody.get(urls[0] ?? '')).text()
  for (const url of [...urls, ...[...styles.matchAll(/url\((\/desk\/[^)]+)\)/g)].map(([, font = '']) => font)]) {
    const response = await as.nobody.get(url)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
  expect((await as.nobody.get('/desk/assets/desk.000000000000.css')).status).toBe(303)
})

test('the record’s page shows the record as it will look in public, and what blocks, with the way there', async () => {
  const page = await (await as.editor.get(`/desk/records/${recordId}`)).text()
  expect(page).toContain('Reviewer scorecard')
  expect(page).toContain('What blocks · 8')
  expect(page).toMatch(new RegExp(`href="/desk/records/${recordId}/verdicts/seat_[0-9a-f]+"`))
  expect(page).toContain('<button type="submit" disabled')
})

test('a sample says at the desk that people wrote it: in the editor, the history, the queue and on the panel’s page', async () => {
  const [verdictId] = /seat_[0-9a-f]+/.exec(await (await as.editor.get(`/desk/records/${recordId}`)).text()) ?? []
  const verdict = `/desk/records/${recordId}/verdicts/${verdictId}`
  const textOf = async (path: string) => (await (await as.editor.get(path)).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  const pages = [verdict, `${verdict}/history`, '/desk/queue?scope=all', `/desk/panels/${panelId}`]
  for (const path of pages) {
    const text = await textOf(path)
    expect([path, text]).toEqual([path, expect.stringContaining('A sample: people wrote these words, no model said them.')])
    expect([path, text]).toEqual([path, expect.not.stringMatching(/Sentences of the quote: \d+ model/)])
  }
  for (const path of pages.slice(0, 3)) expect(await textOf(path)).toMatch(/Sentences of the quote: \d+ sample/)
})

test('approving in spite of what blocks is refused, with why and what to do, and changes nothing', async () => {
  const before = await (await as.admin.get(`/desk/audit?record=${recordId}`)).text()
  const refused = await as.editor.post(`/desk/records/${recordId}/approve`, { seenSha256: await seenOf(as.editor) })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toMatch(/Not done: 8 things block it\..*work through the checklist/s)
  expect(await (await as.admin.get(`/desk/audit?record=${recordId}`)).text()).toBe(before)
})

async function seenOf(browser: Browser): Promise<string> {
  const page = await (await browser.get(`/desk/records/${recordId}`)).text()
  return /name="seenSha256" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ''
}

test('once every verdict is accepted, the editor who edited one cannot approve; another can, and publish, retract with a public reason, and reopen', async () => {
  const reader = { userId: 'usr_reader', name: 'Reader', role: 'editor' as const }
  const view = expectDone(await desk.review.record(recordId, reader))
  const [first] = view.verdicts
  const verdict = expectDone(await desk.review.verdict(recordId, first?.verdictId ?? '', reader))
  const content = verdict.current?.content
  const edit = { content: { ...content, quote: content?.quote.replace(/\.$/, ', for now.') }, reason: 'It may change.' }
  expectDone(await desk.review.edit({ actor: edda, recordId, verdictId: verdict.verdictId, base: 1, ...edit }))
  for (const { verdictId } of view.verdicts) {
    const base = verdictId === verdict.verdictId ? 2 : 1
    expectDone(await desk.review.accept({ actor: reader, recordId, verdictId, base }))
  }
  const refused = await as.editor.post(`/desk/records/${recordId}/approve`, { seenSha256: await seenOf(as.editor) })
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringMatching(/class="problems" role="alert"/)])
  const steps = [
    ['approve', {}, 'Approved, exactly as shown'],
    ['publish', {}, 'Published'],
    ['retract', { publicReason: 'The price was wrong.' }, 'In public: The price was wrong.'],
    ['reopen', { reason: 'The price is known now.' }, 'Reopened'],
  ] as const
  for (const [step, fields, says] of steps) {
    const seen = step === 'approve' || step === 'publish' ? { seenSha256: await seenOf(as.admin) } : fields
    const done = await as.admin.post(`/desk/records/${recordId}/${step}`, seen)
    expect([step, done.status, done.headers.get('location')]).toEqual([step, 303, `/desk/records/${recordId}?said=${step}`])
    expect(await (await as.admin.get(done.headers.get('location') ?? '')).text()).toContain(says)
  }
  // Reopened: what is public is said with the moment of its retraction, which is another one than that of its publication.
  const { published } = expectDone(await desk.review.record(recordId, reader))
  expect(published?.retraction?.at).not.toBe(published?.publishedAt)
  const page = await (await as.admin.get(`/desk/records/${recordId}`)).text()
  expect(/Retracted in public \(\s*<time datetime="([^"]+)"/.exec(page)?.[1]).toBe(published?.retraction?.at)
})

test('the log says it all, in order, and is whole', async () => {
  expect(await (await as.reviewer.get(`/desk/audit/verify?record=${recordId}`)).text()).toContain('The log is whole')
  const exported = await as.admin.get('/desk/audit/export')
  expect(exported.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
  const entries = (await exported.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['add a dossier', 'kick off a panel']))
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
})

function expectDone<Answer extends { status: string }>(answer: Answer): Extract<Answer, { status: 'done' }> {
  if (answer.status !== 'done') throw new Error(`expected done, got ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { status: 'done' }>
}

test('a notice comes from a fixed list, whatever the address says', async () => {
  for (const path of [`/desk/records/${recordId}`, `/desk/panels/${panelId}`, '/desk/tools']) {
    for (const said of ['<script>', '__proto__', 'constructor', 'toString']) {
      const response = await as.editor.get(`${path}?said=${encodeURIComponent(said)}&tool=${encodeURIComponent(said)}`)
      expect(response.status).toBe(200)
      expect(await response.text()).not.toContain('class="said"')
    }
  }
})

test('the stream of a panel that has ended gives its whole state and ends; with the last event’s id it gives what is new alone', async () => {
  const first = await (await as.reviewer.get(`/desk/panels/${panelId}/events`)).text()
  expect(first).toMatch(/event: state/)
  expect(first).toMatch(/8 of 8 seats drafted/)
  expect(first).toMatch(/event: end\ndata: finished/)
  const id = /^id: (\S+)$/m.exec(first)?.[1] ?? ''
  const again = await (await as.reviewer.get(`/desk/panels/${panelId}/events`, { 'last-event-id': id })).text()
  expect(again).not.toMatch(/event: state/)
  expect(again).toMatch(/event: end/)
})

test('a finished panel cannot be cancelled, and one that is whole not retried: each says why', async () => {
  for (const [step, why] of [
    ['cancel', 'is finished already'],
    ['retry', 'every seat of panel'],
    ['resume', 'is finished'],
  ] as const) {
    const response = await as.editor.post(`/desk/panels/${panelId}/${step}`, {})
    expect([response.status, await response.text()]).toEqual([409, expect.stringContaining(why)])
  }
})

test('a cancelled panel is offered to go on with; not one whose replies were deleted, which says when', async () => {
  const started = await as.editor.post('/desk/panels', { ...samplePanel, budget: '3' })
  const path = started.headers.get('location') ?? ''
  await as.editor.post(`${path}/cancel`, {})
  const cancelled = await (await as.editor.get(path)).text()
  expect(cancelled).toContain('Go on with the panel')
  expect(cancelled).toContain('The panel was cancelled by Edda, at the desk.')
  expect(cancelled).not.toMatch(/[.>] ?By Edda/)
  const id = path.split('/').at(-1)
  await desk.app.db.$client.query('UPDATE panels SET replies_cleaned_at = $2 WHERE id = $1', [id, '2026-11-20T10:00:00.000Z'])
  const page = (await (await as.editor.get(path)).text()).replace(/\s+/g, ' ')
  expect(page).toContain('The replies it rests on were deleted on 20 Nov 2026')
  expect(page).not.toContain('Go on with the panel')
  const response = await as.editor.post(`${path}/resume`, {})
  expect([response.status, await response.text()]).toEqual([409, expect.stringContaining('To do about it: start a new panel.')])
})

test('the sample dossier typed in is known already; the same with a change is a second version', async () => {
  const text = await readFile(packageFiles.sampleDossiers[1] ?? '', 'utf8')
  const known = await as.editor.upload('/desk/tools/import', { dossier: text })
  expect(known.headers.get('location')).toBe('/desk/tools?said=known&tool=mistral-3-instruct')
  const changed = text.replace('tagline: ', 'tagline: Now ')
  const asked = await (await as.editor.upload('/desk/tools/import', { file: new File([changed], 'mistral.yaml') })).text()
  const [base = '', shown = ''] = ['base', 'shown'].map((name) => new RegExp(`name="${name}" value="(\\w+)"`).exec(asked)?.[1])
  const added = await as.editor.upload('/desk/tools/import', { dossier: changed, base, shown })
  expect(added.headers.get('location')).toBe('/desk/tools?said=added&tool=mistral-3-instruct')
  expect(await (await as.editor.get(added.headers.get('location') ?? '')).text()).toContain('is kept as version 2')
  const tool = await (await as.reviewer.get('/desk/tools/mistral-3-instruct')).text()
  expect([...tool.matchAll(/mistral-3-instruct\?version=/g)]).toHaveLength(2)
})

test('the record as it will look in public has the votes of now on its tools', async () => {
  const page = async () => {
    const html = await (await as.editor.get(`/desk/records/${recordId}`)).text()
    return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  }
  expect((await page()).match(/Community — no votes yet/g)).toHaveLength(2)
  await openTestVotes(desk.app.db).vote('mistral-3-instruct', 'ship', 'reader-1')
  expect(await page()).toMatch(/Community — no votes yet .*Community 100% 1 of 1 vote /)
})
