import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSiteDocuments } from '../../../../src/app/site-documents.js'
import type { SiteActions } from '../../../../src/site/create-site-actions.js'
import { exportSite } from '../../../../src/site/export/export-site.js'
import { publishedTools } from '../../../../src/site/store/schema.js'
import { insertSyntheticTools, publishSamples } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

let opened: TestSite
let folder: string
beforeAll(async () => {
  opened = await openTestSite()
  await publishSamples(opened.app.db)
  await insertSyntheticTools(opened.app.db, 20)
  await opened.site.refresh()
  await opened.site.addRedirect({ from: 'mistral-three', to: 'mistral-3-instruct', by: 'Edda' })
  folder = await mkdtemp(join(tmpdir(), 'panel-reads-'))
})
afterAll(async () => {
  await opened.close()
  await rm(folder, { recursive: true })
})

/** Exports with these reads; says how many pages there were, and how many statements were sent. */
async function write(to: string, site: SiteActions): Promise<{ pages: number; statements: number }> {
  const { assets, documents } = await openSiteDocuments({ ...opened, site })
  const query = vi.spyOn(opened.app.db.$client, 'query')
  try {
    const { pages } = await exportSite({
      folder: join(folder, to),
      site,
      documents,
      assets,
      morePaths: [],
      baseUrl: 'https://files.example',
      liveUrl: null,
      cards: 'none',
    })
    return { pages, statements: query.mock.calls.length }
  } finally {
    query.mockRestore()
  }
}

async function filesOf(to: string): Promise<Record<string, string>> {
  const root = join(folder, to)
  const names = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const files = names.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    return [path.slice(root.length), await readFile(path, 'base64')] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

test('an export that reads each thing once writes byte for byte what one that reads for each page does', async () => {
  await write('each', opened.site)
  await write('once', await opened.app.siteToExport())
  const once = await filesOf('once')
  expect(Object.keys(once).length).toBeGreaterThan(60)
  expect(once).toEqual(await filesOf('each'))
})

test('an export of twice the site takes less than one statement a page more', async () => {
  const before = await write('some', await opened.app.siteToExport())
  expect(before.statements).toBeGreaterThan(0)
  await opened.app.db.delete(publishedTools)
  await insertSyntheticTools(opened.app.db, 60)
  const after = await write('more', await opened.app.siteToExport())
  expect(after.pages).toBeGreaterThan(2 * before.pages)
  expect(after.statements - before.statements).toBeLessThan(after.pages - before.pages)
})

test('what changed since an export is in the next one', async () => {
  const slug = 'mistral-3-instruct'
  const first = await opened.app.siteToExport()
  await first.tool(slug)
  await opened.site.rebuild()
  expect((await (await opened.app.siteToExport()).tool(slug)).kind).toBe('tool')
  expect((await first.tool(slug)).kind).toBe('not published')
})
