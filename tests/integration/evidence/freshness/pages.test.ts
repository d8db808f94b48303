import { afterEach, expect, test } from 'vitest'
import { createSourceChanges } from '../../../../src/evidence/freshness/source-changes.js'
import { findTexts } from '../../../../src/evidence/store/source-texts.js'
import { createDocumentStore } from '../../../../src/panels/store/documents.js'
import { renderComparison, renderTool } from '../../../../src/site/pages/pages.js'
import { type FreshScene, openFreshScene } from '../../../support/evidence/freshness/fresh-scene.js'
import { expectKind } from '../../../support/site/views/test-site.js'

let scene: FreshScene
afterEach(() => scene.close())

const html = (body: string) => `<!doctype html><html lang="en"><head><title>Ferrydoc</title></head><body><main>${body}</main></body></html>`
const readme = (name: string, machines: string) =>
  html(`<h1>${name}</h1><p>${name} runs on ${machines} and searches the documentation of a team.</p><p>It is small.</p>`)
const links = { to: (path: string) => path, absolute: () => null, asset: (name: string) => name, mode: { kind: 'live' as const } }

test('readers are told when sources were last read, which address is gone, and what changed, and the page is the same until that is another', async () => {
  scene = await openFreshScene({
    '/': readme('Ferrydoc', 'one machine'),
    '/docs': readme('Its docs', 'one machine'),
    '/raft': readme('Raftlog', 'a raft'),
  })
  const ferry = await scene.dossierOf(['/', '/docs'])
  const raft = await scene.dossierOf(['/raft'], { slug: 'raftlog', name: 'Raftlog' })
  await scene.publish([ferry, raft])
  await scene.round()
  const page = async () => renderTool(expectKind(await scene.site.tool('ferrydoc'), 'tool'), links)
  const fresh = await page()
  expect(fresh).not.toContain('Sources last read')

  scene.forward(9)
  scene.pages.set('/', readme('Ferrydoc', 'three machines'))
  scene.pages.set('/docs', { status: 404, body: 'no' })
  await scene.round()
  const version = await scene.site.refresh()
  const shown = await page()
  expect(shown).toMatch(/Sources last read <time datetime="2026-12-01">1 December 2026|Sources last read <time datetime="2026-12-01">/)
  expect(shown).toMatch(
    /This address no longer answers since<\/b> <time datetime="2026-12-01">[^<]*<\/time>; the text that was read is kept/,
  )
  expect(shown).toContain('Its text has changed since it was read')
  expect(shown).not.toContain('three machines')
  const pair = expectKind(await scene.site.comparison('ferrydoc-vs-raftlog'), 'comparison')
  expect(renderComparison(pair, links).split('Sources last read')).toHaveLength(3)
  expect(await page()).toBe(shown)
  expect(await scene.site.refresh()).toBe(version)
})

test('what changed is shown line by line, and a tool that is not published has nothing to show', async () => {
  scene = await openFreshScene({ '/': readme('Ferrydoc', 'one machine') })
  await scene.publish([await scene.dossierOf(['/'])])
  scene.forward(9)
  scene.pages.set('/', readme('Ferrydoc', 'three machines'))
  await scene.round()
  const changes = createSourceChanges({
    checks: scene.checks,
    dossier: createDocumentStore(scene.db).dossier,
    textOf: async (hash) => (await findTexts(scene.db, [hash])).get(hash) ?? null,
  })
  const { sources, recordId } = await changes('ferrydoc')
  expect(recordId).toMatch(/^rec_/)
  expect(sources[0]).toMatchObject({ source: 'readme', state: 'changed', changes: ['its text'], httpStatus: null })
  const words = sources[0]?.diff.flatMap((part) => (part.kind === 'added' || part.kind === 'removed' ? [`${part.kind} ${part.line}`] : []))
  expect(words).toEqual([
    'removed Ferrydoc runs on one machine and searches the documentation of a team.',
    'added Ferrydoc runs on three machines and searches the documentation of a team.',
  ])
  expect(await changes('elsewhere')).toMatchObject({ recordId: null, sources: [] })
})
