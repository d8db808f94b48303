import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, openApp } from '../../../../src/app/open-app.js'
import type { PageReport, Proposal, Proposed } from '../../../../src/contracts/proposal.js'
import { editsOf } from '../../../../src/evidence/intake/proposal-edits.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { type ServedPages, servePages } from '../../../support/evidence/serve-pages.js'
import { testConfig } from '../../../support/test-config.js'

const fixture = (name: string) => readFile(join(packageFiles.root, 'fixtures/evidence/pages', `${name}.html`), 'utf8')
const runtime = createRuntime({ logLevel: 'silent' })
const { signal } = new AbortController()
let database: TestDatabase
let app: App
let site: ServedPages

beforeAll(async () => {
  database = await createTestDatabase()
  const [landing, pricing, docs, login, scriptOnly] = await Promise.all(['landing', 'pricing', 'docs', 'login', 'script-only'].map(fixture))
  const tagged = (body = '') => ({
    answer: ({ headers }: { headers: Record<string, unknown> }) =>
      headers['if-none-match'] === '"1"' ? { status: 304, headers: { etag: '"1"' } } : { body, headers: { etag: '"1"' } },
  })
  site = await servePages({
    '/': tagged(landing),
    '/pricing': tagged(pricing),
    '/docs/': docs ?? '',
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

async function read(addresses: readonly string[], tool?: string): Promise<{ id: string; proposal: Proposal; seen: PageReport[][] }> {
  const actions = await app.intake()
  const seen: PageReport[][] = []
  const request = { addresses, ...(tool === undefined ? {} : { tool }) }
  const { id, proposal, reason } = await actions.readHere(request, { onPages: (pages) => void seen.push(pages), signal })
  if (proposal === null) throw new Error(reason ?? 'no proposal')
  return { id, proposal, seen }
}

const at = (path: string) => `${site.url}${path}`
const pageOf = ({ pages }: Proposal, path: string) => pages.find(({ url }) => url === at(path))

/** Every field that has something, in a list. */
function fieldsOf({ fields }: Proposal): Proposed<unknown>[] {
  return Object.values(fields).flatMap((field) => (field === null ? [] : [field].flat()))
}

describe('a home page', () => {
  test('is read with what is worth reading behind it, page by page', async () => {
    const { proposal, seen } = await read([at('/')])
    expect(proposal.fields.name?.value).toBe('Quillbase')
    expect(proposal.fields.entryPrice?.value).toMatchObject({ label: 'Free', amount: 0 })
    expect(proposal.fields.plans.map(({ value }) => value.label)).toEqual(expect.arrayContaining(['Free', '$12 per month']))
    expect(pageOf(proposal, '/pricing')).toMatchObject({ status: 'read', from: 'link' })
    const statuses = new Set(seen.flatMap((pages) => pages.filter(({ url }) => url === at('/pricing')).map(({ status }) => status)))
    expect([...statuses]).toEqual(expect.arrayContaining(['reading', 'read']))
  })

  test('gives no field without a passage that is in its source, letter by letter', async () => {
    const { proposal } = await read([at('/')])
    const texts = new Map(proposal.sources.map(({ id, text }) => [id, text]))
    expect(fieldsOf(proposal).length).toBeGreaterThan(8)
    for (const { found } of fieldsOf(proposal)) expect(texts.get(found.source)?.slice(found.start, found.end)).toBe(found.words)
  })

  test('has what is missing listed, with where one would look', async () => {
    const { proposal } = await read([at('/')])
    expect(proposal.missing.map(({ field }) => field)).toEqual(expect.arrayContaining(['license', 'rivals']))
    for (const { where } of proposal.missing) expect(where.length).toBeGreaterThan(10)
  })

  test('has llms.txt beside it read where there is one, and is silent where there is none', async () => {
    const without = await read([at('/')])
    expect(pageOf(without.proposal, '/llms.txt')).toBeUndefined()
    site.set('/llms.txt', { headers: { 'content-type': 'text/plain' }, body: '# Quillbase\n\n> It needs no server of its own.\n' })
    const { proposal } = await read([at('/')])
    site.set('/llms.txt', { status: 404 })
    expect(pageOf(proposal, '/llms.txt')).toMatchObject({ status: 'read' })
    expect(proposal.sources.some(({ text }) => text.includes('It needs no server of its own.'))).toBe(true)
  })
})

describe('pages that cannot be read', () => {
  test('are each named with what happened and what to do, and the rest goes on', async () => {
    const refused = ['http://169.254.169.254/latest/meta-data/', 'ftp://example.com/x', 'http://user:secret@example.com/', 'no address']
    const { proposal } = await read([at('/docs/'), at('/gone'), at('/login'), at('/app'), ...refused])
    expect(pageOf(proposal, '/docs/')?.sources).toEqual(['documentation'])
    expect(proposal.sources.length).toBeGreaterThan(0)
    const failed = proposal.pages.filter(({ from, status }) => from === 'given' && status === 'failed')
    expect(failed).toHaveLength(7)
    for (const { message, fix, sources } of failed) {
      expect(message).toMatch(/\S.{15,}/)
      expect(fix).toMatch(/^[A-Z]/)
      expect(sources).toEqual([])
    }
    expect(JSON.stringify(proposal)).not.toContain('secret@')
  })

  test('leave an intake without a source, and without a made-up field', async () => {
    const { proposal } = await read([at('/gone')])
    expect(proposal.sources).toEqual([])
    expect(fieldsOf(proposal)).toEqual([])
    expect(proposal.slug).toBeNull()
  })
})

describe('a tool that is read again', () => {
  test('is asked for what changed alone, and shows what did', async () => {
    const first = await read([at('/')])
    const edits = { ...editsOf(first.proposal), slug: 'quillbase', vendor: 'Quillbase Ltd', category: 'Databases', rivals: ['Otherbase'] }
    const kept = await app.keepProposal({ intakeId: first.id, proposal: first.proposal, edits, base: null })
    expect(kept.status).toBe('kept')

    const same = await read([at('/')])
    expect(pageOf(same.proposal, '/')?.status).toBe('unchanged')
    expect(pageOf(same.proposal, '/pricing')?.status).toBe('unchanged')
    expect(same.proposal.changes).toEqual([])
    expect(editsOf(same.proposal)).toMatchObject({ vendor: 'Quillbase Ltd', category: 'Databases' })

    const page = (await fixture('pricing')).replaceAll('$12', '$19')
    site.set('/pricing', page)
    const { proposal } = await read([at('/')])
    expect(pageOf(proposal, '/pricing')?.status).toBe('read')
    const changed = proposal.changes.map(({ field }) => field)
    expect(changed).toEqual(expect.arrayContaining([expect.stringMatching(/^text of /)]))
    expect(proposal.changes.some(({ after }) => after?.includes('$19') === true)).toBe(true)
  })
})

test('pages whose text is the same are one source', async () => {
  const body = '<title>Same</title><main><h1>Same</h1><p>Both pages say this, word for word, at both addresses.</p></main>'
  site.set('/one', body)
  site.set('/two', body)
  const { proposal } = await read([at('/one'), at('/two')])
  expect(proposal.sources).toHaveLength(1)
  expect(pageOf(proposal, '/one')?.sources).toEqual(pageOf(proposal, '/two')?.sources)
})

test('an intake that waits is read by a worker, and its texts are stored once', async () => {
  const actions = await app.intake()
  const id = await actions.start({ addresses: [at('/docs/')] })
  const reading = await app.readIntakes()
  try {
    await expect.poll(async () => (await actions.find(id))?.status).toBe('finished')
  } finally {
    await reading.stop()
  }
  const intake = await actions.find(id)
  expect(intake?.proposal?.sources[0]?.text).toMatch(/\S/)
  expect(intake?.pages.map(({ sources }) => sources)).toContainEqual(['documentation'])
})

test('a model may spend what is configured where no one says otherwise, and without limit where someone does', async () => {
  const actions = await app.intake()
  const spends = async (budgetUsd?: number | null) => {
    const id = await actions.start({ addresses: [at('/')], model: 'ollama:small', budgetUsd })
    return (await actions.find(id))?.budgetUsd
  }
  expect(await Promise.all([spends(), spends(0.1), spends(null)])).toEqual([0.5, 0.1, null])
})

test('a request that cannot be one is refused in a sentence, and nothing is stored', async () => {
  const actions = await app.intake()
  const before = (await actions.list(100)).length
  await expect(actions.start({ addresses: [' '] })).rejects.toThrow('Give at least one address')
  await expect(actions.start({ addresses: Array.from({ length: 21 }, (_, n) => `https://example.com/${n}`) })).rejects.toThrow('at most 20')
  await expect(actions.start({ addresses: [`https://example.com/${'a'.repeat(3_000)}`] })).rejects.toThrow('2000 characters')
  await expect(actions.start({ addresses: ['https://example.com'], model: 'nosuch:model' })).rejects.toThrow('nosuch')
  expect(await actions.list(100)).toHaveLength(before)
})
