import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isOutage } from '../../../../src/platform/db/is-outage.js'
import type { SiteProblem } from '../../../../src/site/documents/create-site-documents.js'
import { renderMessage } from '../../../../src/site/pages/pages.js'
import { createSiteApp } from '../../../../src/web/site/app.js'
import { loadSiteAssets } from '../../../../src/web/site/assets.js'
import { liveLinks } from '../../../../src/web/site/links.js'
import { publishSamples } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const pair = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
const lines: string[] = []

let site: TestSite
beforeAll(async () => {
  site = await openTestSite({ runtime: { log: pino({ base: undefined }, { write: (line: string) => void lines.push(line) }) } })
  await publishSamples(site.app.db)
})
afterAll(() => site.close())

/** No one gets into the database, and those who were in are out; then everyone again. */
async function withoutDatabase(use: () => Promise<void>): Promise<void> {
  const name = new URL(site.database.connectionString).pathname.slice(1)
  const client = new pg.Client({ connectionString: inject('postgresConnectionString') })
  await client.connect()
  try {
    await client.query(`alter database ${name} with allow_connections false`)
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', [name])
    await use()
  } finally {
    await client.query(`alter database ${name} with allow_connections true`)
    await client.end()
  }
}

test('with the database away, readers see what was there; what no one had asked for says when to come back', async () => {
  const shown = await (await site.get(pair)).text()
  await withoutDatabase(async () => {
    const still = await site.get(pair)
    expect([still.status, await still.text()]).toEqual([200, shown])
    const unknown = await site.get('/how-it-works')
    expect([unknown.status, unknown.headers.get('retry-after'), unknown.headers.get('cache-control')]).toEqual([503, '10', 'no-store'])
    expect(await unknown.text()).toContain('Try again in 10 seconds.')
    expect(lines.filter((line) => line.includes('a page of the site failed: the database cannot be reached'))).toHaveLength(1)
  })
  await expect.poll(async () => (await site.get('/how-it-works')).status).toBe(200)
})

test('a page that breaks says so under an id, and the log says why', async () => {
  const { runtime, assets } = { runtime: site.runtime, assets: loadSiteAssets() }
  const links = liveLinks({ publicUrl: null, assets })
  const failing = async () => Promise.reject(new Error('a bug in the figures'))
  const documents = {
    at: failing,
    problem: ({ status, title, text }: SiteProblem) => ({
      kind: 'file' as const,
      status,
      type: 'text/html; charset=utf-8',
      body: renderMessage({ title, paragraphs: [text], path: '/' }, links),
    }),
  }
  const version = async () => ({ content: 'one', votes: { version: 0, changedAt: () => 0 } })
  const app = createSiteApp({ documents, assets, version, isOutage, personal: [], runtime })
  const response = await app.routes.request('/how-it-works')
  const text = await response.text()
  expect([response.status, response.headers.get('cache-control')]).toEqual([500, 'no-store'])
  expect(text).not.toContain('a bug in the figures')
  const id = /err_[0-9a-f]+/.exec(text)?.[0] ?? 'no id'
  expect(lines.find((line) => line.includes(id))).toContain('a bug in the figures')
})
