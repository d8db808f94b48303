import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, openApp } from '../../../../src/app/open-app.js'
import type { PageReport, Proposal } from '../../../../src/contracts/proposal.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { type ServedPages, servePages } from '../../../support/evidence/serve-pages.js'
import { testConfig } from '../../../support/test-config.js'

const fixture = (name: string) => readFile(join(packageFiles.root, 'fixtures/evidence/pages', name), 'utf8')
const runtime = createRuntime({ logLevel: 'silent' })
const until = new AbortController()
let database: TestDatabase
let app: App
let site: ServedPages

beforeAll(async () => {
  database = await createTestDatabase()
  const [landing, pricing, docs, login, scriptOnly] = await Promise.all(
    ['landing', 'pricing', 'docs', 'login', 'script-only'].map((name) => fixture(`${name}.html`)),
  )
  site = await servePages({
    '/': landing ?? '',
    '/pricing': pricing ?? '',
    '/docs': docs ?? '',
    '/login': login ?? '',
    '/app': scriptOnly ?? '',
  })
  const intake = { allowHosts: [site.host], registries: {}, budgetUsd: 0.5, refreshDays: 0, tokens: { github: null, huggingFace: null } }
  app = await openApp(testConfig(database.connectionString, { intake }), runtime)
})
afterAll(async () => {
  await app.close()
  await site.stop()
  await database.drop()
})

async function read(...addresses: string[]): Promise<{ proposal: Proposal; seen: PageReport[][] }> {
  const actions = await app.intake()
  const seen: PageReport[][] = []
  const { proposal, reason } = await actions.readHere({ addresses }, { onPages: (pages) => void seen.push(pages), signal: until.signal })
  if (proposal === null) throw new Error(reason ?? 'no proposal')
  return { proposal, seen }
}

describe('a home page', () => {
  test('is read with what is worth reading behind it', async () => {
    const { proposal, seen } = await read(site.url)
    expect(proposal.fields.name?.value).toBe('Quillbase')
    expect(seen.length).toBeGreaterThan(3)
  })
})
