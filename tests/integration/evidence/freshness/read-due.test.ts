import { afterEach, expect, test } from 'vitest'
import { type FreshScene, openFreshScene } from '../../../support/evidence/freshness/fresh-scene.js'
import { editor, reviewOf } from '../../../support/site/views/publish-samples.js'
import { expectKind } from '../../../support/site/views/test-site.js'

let scene: FreshScene
afterEach(() => scene.close())

const html = (body: string) => `<!doctype html><html lang="en"><head><title>Ferrydoc</title></head><body><main>${body}</main></body></html>`
const readme = html('<h1>Ferrydoc</h1><p>Ferrydoc runs on one machine and searches the documentation of a team in milliseconds.</p>')
const pricing = (price: string, counter = '10,482') =>
  html(
    `<h1>Pricing</h1><p>Ferrydoc has two plans, and both hold as many pages as you have.</p><table><tr><th>Plan</th><th>Price</th></tr><tr><td>Team</td><td>${price} per month</td></tr><tr><td>Business</td><td>$90 per month</td></tr></table><p>Updated 3 days ago. This page has ${counter} views.</p>`,
  )
const slug = 'ferrydoc'

const tool = async () => expectKind(await scene.site.tool(slug), 'tool').current
const markOf = async (recordId: string) => {
  const record = await reviewOf(scene.db, scene.runtime).record(recordId, editor)
  if (record.status !== 'done') throw new Error(record.status)
  return record.stale
}
const logOf = async (recordId: string) => (await reviewOf(scene.db, scene.runtime).audit.list({ recordId })).entries

test('a changed price marks the published record in words, in the log, and for readers; the new text is kept', async () => {
  scene = await openFreshScene({ '/': readme, '/pricing': pricing('$20') })
  const { recordId } = await scene.publish([await scene.dossierOf(['/', '/pricing'])])
  const before = await scene.site.refresh()
  expect(await scene.round()).toEqual({ read: 0, changed: 0, failed: 0 })
  expect((await tool()).freshness).toBeUndefined()

  scene.forward(9)
  scene.pages.set('/pricing', pricing('$25'))
  expect(await scene.round()).toEqual({ read: 2, changed: 1, failed: 0 })
  expect(await markOf(recordId)).toMatchObject({
    tools: [slug],
    reason: expect.stringContaining('the entry price: $20 per month → $25 per month'),
  })
  expect((await logOf(recordId))[0]).toMatchObject({ action: 'record.mark-stale', actor: { system: 'freshness' } })
  const [, changed] = await scene.checks.ofTool(slug)
  expect(changed).toMatchObject({
    source: 'source-2',
    outcome: 'changed',
    changes: expect.arrayContaining(['the entry price: $20 per month → $25 per month']),
  })
  const kept = await scene.pool.query('select text from source_texts where sha256 = $1', [changed?.afterSha256])
  expect(kept.rows[0].text).toContain('$25')

  expect(await scene.site.refresh()).not.toBe(before)
  const { freshness, staleSince } = await tool()
  expect(freshness).toMatchObject({ readOn: '2026-12-01', gone: [], changed: [{ source: 'source-2', since: '2026-12-01' }] })
  expect(staleSince).toMatch(/^2026-12-01/)

  // Nothing more to say of the same text; and when it says again what it said, the mark that rested on it alone ends.
  const entries = (await logOf(recordId)).length
  scene.forward(9)
  scene.pages.set('/pricing', pricing('$25', '99,999'))
  expect(await scene.round()).toMatchObject({ read: 2, changed: 0 })
  expect(await logOf(recordId)).toHaveLength(entries)
  scene.forward(9)
  scene.pages.set('/pricing', pricing('$20', '100,000'))
  expect(await scene.round()).toMatchObject({ changed: 1 })
  expect(await markOf(recordId)).toBeNull()
  expect((await logOf(recordId))[0]).toMatchObject({ action: 'record.clear-stale', actor: { system: 'freshness' } })
  expect((await reviewOf(scene.db, scene.runtime).audit.verify()).status).toBe('ok')
})

test('what a server writes differently each time marks nothing', async () => {
  scene = await openFreshScene({ '/': readme, '/pricing': pricing('$20') })
  const { recordId } = await scene.publish([await scene.dossierOf(['/', '/pricing'])])
  await scene.round()
  scene.forward(9)
  scene.pages.set('/pricing', pricing('$20', '11,007').replace('3 days ago', '12 days ago'))
  expect(await scene.round()).toEqual({ read: 2, changed: 0, failed: 0 })
  await scene.site.refresh()
  expect(await markOf(recordId)).toBeNull()
  expect((await tool()).freshness).toEqual({ readOn: '2026-12-01', gone: [], changed: [] })
})

test('a mark that an editor cleared does not come again for the same text, and a mark of another kind stays', async () => {
  scene = await openFreshScene({ '/': readme })
  const { recordId } = await scene.publish([await scene.dossierOf(['/'])])
  scene.pages.set('/', readme.replace('one machine', 'three machines'))
  scene.forward(9)
  await scene.round()
  expect((await markOf(recordId))?.reason).toContain('its text')
  await reviewOf(scene.db, scene.runtime).clearStale({ actor: editor, recordId, reason: 'It still holds.' })
  scene.forward(9)
  await scene.round()
  expect(await markOf(recordId)).toBeNull()

  await reviewOf(scene.db, scene.runtime).markStale({ recordId, by: 'someone', reason: 'Look again.' })
  scene.pages.set('/', readme)
  scene.forward(9)
  await scene.round()
  expect(await markOf(recordId)).toMatchObject({ reason: 'Look again.' })
})

test('a page that is gone is said to be, since when, until it answers again; its text stays', async () => {
  scene = await openFreshScene({ '/': readme, '/pricing': pricing('$20') })
  const { recordId } = await scene.publish([await scene.dossierOf(['/', '/pricing'])])
  await scene.round()
  scene.forward(9)
  scene.pages.set('/pricing', { status: 404, body: 'no' })
  expect(await scene.round()).toEqual({ read: 2, changed: 0, failed: 1 })
  await scene.site.refresh()
  expect((await tool()).freshness).toEqual({ readOn: '2026-12-01', gone: [{ source: 'source-2', since: '2026-12-01' }], changed: [] })
  expect(await markOf(recordId)).toBeNull()
  const [, gone] = await scene.checks.ofTool(slug)
  expect(gone?.page).toMatchObject({ outcome: 'gone', httpStatus: 404, failures: 1, message: expect.stringContaining('/pricing') })

  scene.forward(9)
  scene.pages.set('/pricing', pricing('$20'))
  await scene.round()
  await scene.site.refresh()
  expect((await tool()).freshness).toEqual({ readOn: '2026-12-10', gone: [], changed: [] })
})

test('a server that fails is taken for gone after three times, an hour and two hours apart', async () => {
  scene = await openFreshScene({ '/': readme, '/down': readme.replace('milliseconds', 'seconds') })
  await scene.publish([await scene.dossierOf(['/', '/down'])])
  await scene.round()
  scene.forward(9)
  scene.pages.set('/down', { status: 503, body: 'later' })
  const gone = async () => {
    await scene.round()
    await scene.site.refresh()
    return (await tool()).freshness?.gone
  }
  expect(await gone()).toEqual([])
  scene.forward(0.9 / 24)
  await scene.round()
  expect(scene.pages.count('/down')).toBe(2)
  scene.forward(0.2 / 24)
  expect(await gone()).toEqual([])
  expect(scene.pages.count('/down')).toBe(3)
  scene.forward(2.1 / 24)
  expect(await gone()).toEqual([{ source: 'source-2', since: '2026-12-01' }])
})

test('a page that has not changed is asked with what its server said of it, even where its bytes are given up', async () => {
  const tagged = { body: readme, headers: { etag: '"v1"' } }
  const answer = {
    answer: ({ headers }: { headers: Record<string, unknown> }) => (headers['if-none-match'] === '"v1"' ? { status: 304 } : tagged),
  }
  scene = await openFreshScene({ '/': answer })
  await scene.publish([await scene.dossierOf(['/'])])
  await scene.round()
  await scene.captures.dropBytes(new Date('2027-01-01'))
  scene.forward(9)
  expect(await scene.round()).toEqual({ read: 1, changed: 0, failed: 0 })
  expect(scene.pages.count('/')).toBe(2)
  expect((await scene.checks.ofTool(slug))[0]).toMatchObject({ outcome: 'same' })
})

test('of two schedulers each source is read by one', async () => {
  const paths = Array.from({ length: 12 }, (_, index) => `/page-${index}`)
  scene = await openFreshScene(Object.fromEntries(paths.map((path) => [path, { body: readme, delayMs: 20 }])))
  await scene.publish([await scene.dossierOf(paths)])
  await scene.freshness().follow()
  scene.forward(9)
  const never = new AbortController().signal
  const rounds = await Promise.all([scene.freshness().readDue(never), scene.freshness().readDue(never)])
  expect(rounds[0].read + rounds[1].read).toBe(12)
  expect(paths.map((path) => scene.pages.count(path))).toEqual(paths.map(() => 2))
})

test('stopped in the middle it gives back what it has not read; of one that died, another reads it once the claim has ended', async () => {
  const paths = Array.from({ length: 6 }, (_, index) => `/page-${index}`)
  scene = await openFreshScene(Object.fromEntries(paths.map((path) => [path, readme])))
  await scene.publish([await scene.dossierOf(paths)])
  await scene.freshness().follow()
  scene.forward(9)
  const stopping = new AbortController()
  const stop = () => {
    stopping.abort()
    return { body: readme, delayMs: 5 }
  }
  scene.pages.set('/page-2', { answer: stop })
  const first = await scene.freshness().readDue(stopping.signal)
  expect(first.read).toBeLessThan(6)
  const second = await scene.round()
  expect(first.read + second.read).toBe(6)

  scene.forward(9)
  const now = scene.runtime.now()
  expect(await scene.checks.claim({ now, until: new Date(now.getTime() + 600_000), limit: 64 })).toHaveLength(6)
  expect((await scene.round()).read).toBe(0)
  scene.forward(0.01)
  expect((await scene.round()).read).toBe(6)
})

test('a mark and what it rests on are stored together or not at all', async () => {
  scene = await openFreshScene({ '/': readme })
  const { recordId } = await scene.publish([await scene.dossierOf(['/'])])
  await scene.freshness().follow()
  await scene.pool.query(`create function no_mark() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`)
  await scene.pool.query('create trigger no_mark before update on record_reviews for each row execute function no_mark()')
  scene.pages.set('/', readme.replace('one machine', 'three machines'))
  scene.forward(9)
  expect(await scene.round()).toEqual({ read: 0, changed: 0, failed: 1 })
  expect((await scene.checks.ofTool(slug))[0]).toMatchObject({ outcome: null, afterSha256: null })
  await scene.pool.query('drop trigger no_mark on record_reviews')
  scene.forward(0.01)
  expect(await scene.round()).toMatchObject({ read: 1, changed: 1 })
  expect(await markOf(recordId)).not.toBeNull()
})

test('a tool that is retracted is read no more', async () => {
  scene = await openFreshScene({ '/': readme })
  const { recordId } = await scene.publish([await scene.dossierOf(['/'])])
  await scene.round()
  await reviewOf(scene.db, scene.runtime).retract({ actor: editor, recordId, publicReason: 'Misread.' })
  await scene.site.refresh()
  scene.forward(9)
  expect(await scene.round()).toEqual({ read: 0, changed: 0, failed: 0 })
  expect(await scene.checks.ofTool(slug)).toEqual([])
})
