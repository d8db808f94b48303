import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { NewEntry } from '../../../../src/audit/audit-chain.js'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { createDossierVersions } from '../../../../src/panels/store/dossier-versions.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { isToolCursor, type ToolQuery } from '../../../../src/panels/store/tool-lists.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { queryRows } from '../../../support/flow/test-app.js'
import { sampleDossier } from '../../../support/samples.js'

let database: TestDatabase
let opened: ReturnType<typeof openDatabase>
let store: ReturnType<typeof createDossierStore>

beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase({ connectionString: database.connectionString, log: createRuntime({ logLevel: 'silent' }).log })
  store = createDossierStore(opened.db)
})
afterAll(async () => {
  await opened.pool.end()
  await database.drop()
})
beforeEach(() => queryRows(database, 'delete from tools; delete from dossier_versions; delete from dossiers'))

type About = { slug: string; name?: string; vendor?: string; category?: string; tagline?: string; rivals?: string[]; asOf?: string }

function dossierOf({ slug, rivals, asOf, ...said }: About): Dossier {
  const { tool } = sampleDossier()
  const hash = [...`${slug} ${JSON.stringify(said)} ${rivals} ${asOf}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31,
    7,
  )
  const dossier = sampleDossier({ tool: { ...tool, slug, name: slug, ...said }, ...(rivals && { rivals }), ...(asOf && { asOf }) })
  return { ...dossier, sha256: hash.toString(16).padStart(64, '0') }
}
const day = (n: number) => new Date(Date.UTC(2026, 10, n))
const add = (about: About, at = day(1)) => store.add(dossierOf(about), { at })
const slugs = async (query: Partial<ToolQuery> = {}) => (await store.listTools({ limit: 50, ...query })).items.map(({ slug }) => slug)
const entryOf = (slug: string): NewEntry => ({
  at: day(9).toISOString(),
  actor: { userId: 'user_1', name: 'Ada', role: 'editor' },
  action: 'archive a tool',
  subject: { kind: 'tool', id: slug, recordId: null },
  data: {},
})

test('the head of a tool follows its newest dossier, whichever way that came', async () => {
  await add({ slug: 'quaylog', name: 'Quaylog', rivals: ['Wharfbook'] }, day(1))
  const first = dossierOf({ slug: 'quaylog', name: 'Quaylog', rivals: ['Wharfbook'] })
  const second = dossierOf({ slug: 'quaylog', name: 'Quaylog 2', asOf: '2026-11-02' })
  const versions = createDossierVersions(opened.db)
  expect(await versions.replace({ dossier: second, base: first.sha256, at: day(2) })).toEqual({ status: 'replaced' })
  const { items, total } = await store.listTools({ limit: 5 })
  expect(total).toBe(1)
  expect(items[0]).toMatchObject({
    ...{ slug: 'quaylog', name: 'Quaylog 2', sha256: second.sha256, asOf: '2026-11-02', versions: 2, archivedAt: null },
    ...{ createdAt: day(1), updatedAt: day(2), rivals: second.rivals, sources: second.sources.length, facts: second.facts.length },
  })
  expect(await slugs({ q: 'wharfbook' })).toEqual([])
})

test('of versions that come at the same moment the head counts every one', async () => {
  const dossiers = Array.from({ length: 8 }, (_, n) => dossierOf({ slug: 'crowded', tagline: `Take ${n}` }))
  await Promise.all(dossiers.map((dossier, n) => store.add(dossier, { at: day(n + 1) })))
  const [newest] = await store.versions('crowded')
  const { sha256, tagline, createdAt } = newest ?? {}
  expect((await store.listTools({ limit: 5 })).items).toMatchObject([{ versions: 8, sha256, tagline, updatedAt: createdAt }])
})

test('tools are found by words of what they say of themselves, and by category and vendor', async () => {
  await add({ slug: 'quaylog', name: 'Quaylog', vendor: 'Pier Ltd', category: 'Logs', rivals: ['100%_Pure'] })
  await add({
    slug: 'tidecache',
    name: 'TideCache',
    vendor: 'Éclair',
    category: 'Caches',
    tagline: 'Faster than a pier',
    rivals: ['Ebbstore'],
  })
  expect(await slugs({ q: 'PIER' })).toEqual(['quaylog', 'tidecache'])
  expect(await slugs({ q: ' pier  quay ' })).toEqual(['quaylog'])
  expect(await slugs({ q: 'éclair' })).toEqual(['tidecache'])
  // A sign of a pattern is looked for as it is written.
  expect(await slugs({ q: '%_p' })).toEqual(['quaylog'])
  expect(await slugs({ q: 'p%er' })).toEqual([])
  expect(await slugs({ q: 'pier\0' })).toEqual(['quaylog', 'tidecache'])
  expect(await slugs({ category: 'Caches' })).toEqual(['tidecache'])
  expect(await slugs({ vendor: 'Pier Ltd' })).toEqual(['quaylog'])
  expect(await store.categories()).toEqual([
    { category: 'Caches', tools: 1 },
    { category: 'Logs', tools: 1 },
  ])
  expect(await store.vendors()).toEqual([
    { vendor: 'Pier Ltd', tools: 1 },
    { vendor: 'Éclair', tools: 1 },
  ])
})

test('pages in every order hold each tool once, and a cursor of another order is known as such', async () => {
  for (let n = 1; n <= 7; n += 1) await add({ slug: `tool-${n}`, name: `tool ${n % 3}`, asOf: `2026-10-0${8 - n}` }, day(1 + (n % 4)))
  const inOrder = async (sort: NonNullable<ToolQuery['sort']>) => {
    const found: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await store.listTools({ sort, limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      found.push(...page.items.map(({ slug }) => slug.slice(5)))
      expect(page.total).toBe(7)
      if (page.next === null) return found.join('')
      cursor = page.next
    }
  }
  expect(await inOrder('name')).toBe('3614725')
  expect(await inOrder('newest')).toBe('7362514')
  expect(await inOrder('recent')).toBe('7362514')
  expect(await inOrder('oldest facts')).toBe('7654321')
  const { next } = await store.listTools({ sort: 'name', limit: 2 })
  expect([isToolCursor(next ?? '', 'name'), isToolCursor(next ?? '', 'newest'), isToolCursor('nonsense')]).toEqual([true, false, false])
  await expect(store.listTools({ sort: 'newest', limit: 2, cursor: next ?? '' })).rejects.toThrow(RangeError)
})

test('an archived tool leaves the list, keeps its head, and each step is one entry of the log', async () => {
  for (const slug of ['quaylog', 'tidecache']) await add({ slug })
  const logged = async () =>
    (await queryRows<{ id: string }>(database, `select body -> 'subject' ->> 'id' as id from audit_log`)).map(({ id }) => id)
  const asked = ['tidecache', 'unheard-of']
  expect(await store.archive({ slugs: asked, archive: true, at: day(9), entryOf })).toEqual([
    { slug: 'tidecache', outcome: 'done' },
    { slug: 'unheard-of', outcome: 'unknown' },
  ])
  expect(await store.archive({ slugs: ['tidecache'], archive: true, at: day(9), entryOf })).toEqual([
    { slug: 'tidecache', outcome: 'unchanged' },
  ])
  expect(await slugs()).toEqual(['quaylog'])
  expect(await slugs({ archived: 'only' })).toEqual(['tidecache'])
  expect(await slugs({ archived: 'all' })).toEqual(['quaylog', 'tidecache'])
  expect((await store.toolHeads(['tidecache', 'unheard-of'])).get('tidecache')?.archivedAt).toEqual(day(9))
  // A new version does not take it out of the archive.
  await add({ slug: 'tidecache', tagline: 'Now faster' }, day(10))
  expect(await slugs({ archived: 'only' })).toEqual(['tidecache'])
  await store.archive({ slugs: ['tidecache'], archive: false, at: day(11), entryOf })
  expect(await slugs()).toEqual(['quaylog', 'tidecache'])
  expect(await logged()).toEqual(['tidecache', 'tidecache'])
})

test('the migration writes the same heads for the dossiers that were there before', async () => {
  await add({ slug: 'quaylog', name: 'Quaylog', rivals: ['Wharfbook', 'Ledgerline'] }, day(1))
  await add({ slug: 'quaylog', name: 'Quaylog \u0000 2' }, day(2))
  await add({ slug: 'tidecache' }, day(3))
  const before = await queryRows(database, 'select * from tools order by slug')
  const migration = await readFile(join(packageFiles.migrations, '0025_tool_heads.sql'), 'utf8')
  const statements = migration.split('--> statement-breakpoint')
  await queryRows(database, 'delete from tools')
  await queryRows(database, statements.at(-1) ?? '')
  expect(before).toHaveLength(2)
  expect(await queryRows(database, 'select * from tools order by slug')).toEqual(before)
})
