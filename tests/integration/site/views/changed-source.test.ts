import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { createPanelActions } from '../../../../src/panels/panel-actions.js'
import { createDossierVersions } from '../../../../src/panels/store/dossier-versions.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { createPanelStore } from '../../../../src/panels/store/panels.js'
import { writtenByHand } from '../../../../src/review/store/written-by-hand.js'
import type { SiteLinks } from '../../../../src/site/pages/links.js'
import { renderComparison, renderHome, renderTool } from '../../../../src/site/pages/pages.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { editor, publishPanel, reviewOf } from '../../../support/site/views/publish-samples.js'
import { expectKind, openTestSite, type TestSite } from '../../../support/site/views/test-site.js'

const links: SiteLinks = { to: (path) => path, absolute: () => null, asset: (name) => name, mode: { kind: 'live' } }
const notice = 'has changed since this was published.'

const { tool } = sampleDossier()
const ferry = sampleDossier()
const raft = sampleDossier({ tool: { ...tool, slug: 'raftlog', name: 'Raftlog', shortName: null } })

let scene: TestSite
let recordId: string
beforeEach(async () => {
  scene = await openTestSite()
  recordId = (await publishPanel(scene.db, { dossiers: [ferry, raft], personas: [samplePersona()], runtime: scene.runtime })).recordId
  await scene.site.refresh()
})
afterEach(() => scene.close())

const review = () => reviewOf(scene.db, scene.runtime)
/** A new version of the dossier, kept as the API keeps it. */
async function keep(dossier: Dossier, base: string | null = ferry.sha256) {
  const alongside = await review().marksFor([dossier])
  return createDossierVersions(scene.db).replace({ dossier, base, at: new Date('2026-11-23T10:00:00.000Z'), alongside })
}
/** A panel about these dossiers, as the command line kicks it off with files that only it has. */
async function kickOff(dossiers: readonly Dossier[]) {
  const actions = createPanelActions({
    runtime: scene.runtime,
    panels: createPanelStore(scene.db, { writtenByHand }),
    queue: { add: async () => undefined, remove: async () => undefined },
    connectionString: '',
    checkJuror: () => undefined,
    marksFor: review().marksFor,
  })
  return actions.kickOff({ dossiers, personas: [samplePersona()], jurors: ['ollama:a'], recordings: null, budgetUsd: null })
}
const changed = (): Dossier => {
  const sources = ferry.sources.map((source, index) =>
    index === 0 ? { ...source, text: `${source.text} More.`, sha256: 'c'.repeat(64) } : source,
  )
  return { ...ferry, sources, sha256: 'a'.repeat(64) }
}
const since = async (slug: string) => expectKind(await scene.site.tool(slug), 'tool').current.staleSince
const otherRaft = (): Dossier => ({
  ...raft,
  sources: raft.sources.map((source) => ({ ...source, sha256: 'd'.repeat(64) })),
  sha256: 'e'.repeat(64),
})
const standing = async () => {
  const view = await review().record(recordId, editor)
  if (view.status !== 'done') throw new Error(view.status)
  return view
}

test('a version with another text of a published source marks page, comparison, list and record, in plain words, until an editor clears it', async () => {
  const before = await scene.site.refresh()
  expect(await keep(changed())).toEqual({ status: 'replaced' })
  expect(await scene.site.refresh()).not.toBe(before)

  const view = expectKind(await scene.site.tool(ferry.tool.slug), 'tool')
  expect(view.current.staleSince).toMatch(/^2026-11-22T/)
  expect(renderTool(view, links)).toContain(`A source ${notice}`)
  const pair = expectKind(await scene.site.comparison(`${ferry.tool.slug}-vs-raftlog`), 'comparison')
  expect(pair.tools.map(({ staleSince }) => staleSince !== undefined)).toEqual([true, false])
  expect(renderComparison(pair, links)).toContain(`A source ${notice}</b> Noted for Ferrydoc on `)
  const home = await scene.site.home({ q: '', category: null, sort: 'name', page: 1 })
  expect(home.tools.map(({ slug, staleSince }) => [slug, staleSince !== undefined])).toEqual([
    [ferry.tool.slug, true],
    ['raftlog', false],
  ])
  expect(renderHome(home, links).split(notice)).toHaveLength(2)
  const other = expectKind(await scene.site.tool('raftlog'), 'tool')
  expect(renderTool(other, links)).not.toContain(notice)

  const { stale, recordStatus } = await standing()
  expect(recordStatus).toBe('published')
  expect(stale).toMatchObject({ tools: [ferry.tool.slug], reason: expect.stringContaining(`"${ferry.sources[0]?.id}"`) })
  expect(await review().published(recordId)).toMatchObject({ isStale: true })
  expect((await review().audit.list({ recordId })).entries[0]).toMatchObject({ action: 'record.mark-stale' })

  await review().clearStale({ actor: editor, recordId, reason: 'Read again.' })
  await scene.site.refresh()
  expect(await since(ferry.tool.slug)).toBeUndefined()
})

test('a version with the same texts marks nothing, whatever else it says; nor does one of another tool', async () => {
  const renamed = ferry.sources.map((source) => ({ ...source, id: `new-${source.id}`, title: 'Another title' }))
  await keep({ ...ferry, sources: renamed, tool: { ...ferry.tool, tagline: 'Faster' }, sha256: 'b'.repeat(64) })
  await keep({ ...changed(), tool: { ...tool, slug: 'elsewhere' } }, null)
  await scene.site.refresh()
  expect(await since(ferry.tool.slug)).toBeUndefined()
  expect((await standing()).stale).toBeNull()
})

test('the mark and the version are kept together or not at all; one more tool joins the mark', async () => {
  await scene.pool.query(`create function no_mark() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`)
  await scene.pool.query('create trigger no_mark before update on record_reviews for each row execute function no_mark()')
  await expect(keep(changed())).rejects.toThrow()
  expect(await createDossierStore(scene.db).find('a'.repeat(64))).toBeNull()
  await scene.pool.query('drop trigger no_mark on record_reviews')
  await keep(changed())
  await keep(otherRaft(), raft.sha256)
  expect((await standing()).stale?.tools).toEqual([ferry.tool.slug, 'raftlog'])
})

test('a version that only a kick-off stores marks as well, of each of its tools', async () => {
  await kickOff([changed(), otherRaft()])
  await scene.site.refresh()
  expect(await since(ferry.tool.slug)).toMatch(/^2026-11-22T/)
  expect(await since('raftlog')).toMatch(/^2026-11-22T/)
  expect((await standing()).stale?.tools).toEqual([ferry.tool.slug, 'raftlog'])
  expect((await review().audit.verify()).status).toBe('ok')
})

test('a kick-off with versions that are known already marks nothing', async () => {
  await keep(changed())
  await review().clearStale({ actor: editor, recordId, reason: 'Read again.' })
  await kickOff([changed(), raft])
  await kickOff([ferry, raft])
  expect((await standing()).stale).toBeNull()
})

test('a kick-off whose marks cannot be stored stores nothing', async () => {
  await scene.pool.query(`create function no_mark() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`)
  await scene.pool.query('create trigger no_mark before update on record_reviews for each row execute function no_mark()')
  await expect(kickOff([changed(), raft])).rejects.toThrow()
  expect(await createDossierStore(scene.db).find('a'.repeat(64))).toBeNull()
})

test('a record that is not public is not marked', async () => {
  await review().retract({ actor: editor, recordId, publicReason: 'Misread.' })
  await keep(changed())
  expect((await standing()).stale).toBeNull()
})
