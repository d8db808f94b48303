import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { createDossierVersions, type DossierVersions } from '../../../../src/panels/store/dossier-versions.js'
import { createDossierStore, type DossierStore } from '../../../../src/panels/store/dossiers.js'
import { type Desk, editor, openDesk } from '../../../support/review/desk.js'
import { sampleDossier } from '../../../support/samples.js'

let desk: Desk
let store: DossierStore
let versions: DossierVersions
beforeAll(async () => {
  desk = await openDesk()
  store = createDossierStore(desk.db)
  versions = createDossierVersions(desk.db)
})
afterAll(() => desk.close())

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 10, minute))
const dossierOf = (slug: string, tagline: string): Dossier => sampleDossier({ tool: { ...sampleDossier().tool, slug, tagline } })
const hashes = async (slug: string) => (await store.versions(slug)).map(({ number, sha256 }) => [number, sha256])
const entryOf = (dossier: Dossier) => ({
  at: at(0).toISOString(),
  actor: editor,
  action: 'add a dossier',
  subject: { kind: 'tool' as const, id: dossier.tool.slug, recordId: null },
  data: { dossierSha256: dossier.sha256 },
})

test('what was a version before becomes the newest again, as one row more that says who kept it', async () => {
  const [first, second] = [dossierOf('gangway', 'First'), dossierOf('gangway', 'Second')]
  expect(await versions.replace({ dossier: first, base: null, at: at(1) })).toEqual({ status: 'created' })
  expect(await versions.replace({ dossier: second, base: first.sha256, at: at(2) })).toEqual({ status: 'replaced' })
  expect(await versions.replace({ dossier: first, base: second.sha256, at: at(3), entry: entryOf(first) })).toEqual({ status: 'replaced' })
  expect(await hashes('gangway')).toEqual([
    [3, first.sha256],
    [2, second.sha256],
    [1, first.sha256],
  ])
  const [newest, , oldest] = await store.versions('gangway')
  expect([newest?.by, newest?.createdAt, oldest?.by, oldest?.createdAt]).toEqual([editor, at(3), null, at(1)])
  expect(await store.find(first.sha256)).toEqual(first)
  // Who started from the version before the restoring one is told, though its content is the same as long ago.
  expect(await versions.replace({ dossier: dossierOf('gangway', 'Mine'), base: second.sha256, at: at(4) })).toEqual({
    status: 'stale',
    current: first,
  })
  // Sent without a base, as a file is, an earlier version stays what it is.
  expect(await store.add(second, { at: at(5) })).toBe(false)
  expect(await hashes('gangway')).toHaveLength(3)
})

test('the newest version is the one with the highest number, whatever the clock said', async () => {
  const [first, second] = [dossierOf('tide', 'First'), dossierOf('tide', 'Second')]
  await store.add(first, { at: at(30) })
  await store.add(second, { at: at(10) })
  const [newest, before] = await store.versions('tide')
  expect([newest?.sha256, before?.sha256]).toEqual([second.sha256, first.sha256])
  expect(newest?.createdAt.getTime()).toBeGreaterThan(before?.createdAt.getTime() ?? 0)
  const known = (await store.tools()).find((tool) => tool.newest.slug === 'tide')
  expect(known?.versions.map(({ number }) => number)).toEqual([2, 1])
})

test('versions that come at the same moment each have a number of their own', async () => {
  const some = Array.from({ length: 8 }, (_, index) => dossierOf('crowd', `Version ${index}`))
  expect(await Promise.all(some.map((dossier) => store.add(dossier, { at: at(1) })))).toEqual(some.map(() => true))
  expect((await store.versions('crowd')).map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  const same = dossierOf('crowd', 'The same')
  expect((await Promise.all([1, 2, 3].map(() => store.add(same, { at: at(2) })))).toSorted()).toEqual([false, false, true])
})

test('versions from before there was a table of them are numbered as they came, with who the log says kept them', async () => {
  const [first, second] = [dossierOf('upgrade', 'First'), dossierOf('upgrade', 'Second')]
  await store.add(first, { at: at(1), entry: entryOf(first) })
  await store.add(second, { at: at(2) })
  const before = await store.versions('upgrade')
  await desk.pool.query('delete from dossier_versions')
  const [name = ''] = await migrationOf('dossier_versions')
  const statement = (await readFile(name, 'utf8')).split('--> statement-breakpoint').at(-1) ?? ''
  expect(statement).toContain('INSERT INTO "dossier_versions"')
  await desk.pool.query(statement)
  expect(await store.versions('upgrade')).toEqual(before)
  expect(before.map(({ by }) => by)).toEqual([null, editor])
})

async function migrationOf(word: string): Promise<string[]> {
  const folder = 'src/platform/db/migrations'
  const { entries } = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8')) as { entries: { tag: string }[] }
  return entries.flatMap(({ tag }) => (tag.endsWith(`_${word}`) ? [join(folder, `${tag}.sql`)] : []))
}
