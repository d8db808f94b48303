import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSiteDocuments } from '../../../../src/app/site-documents.js'
import { voteBursts, votes } from '../../../../src/voting/store/schema.js'
import { createSiteApp } from '../../../../src/web/site/app.js'
import { liveLinks } from '../../../../src/web/site/links.js'
import { readAddress } from '../../../../src/web/site/read-address.js'
import { followVotes } from '../../../../src/web/site/vote-changes.js'
import { editor, publishSamples } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const voted = 'mistral-3-instruct'
const other = 'claude-haiku-open-weights'
const pair = `/compare/${other}-vs-${voted}`
const withVotes = ['/', pair, `/tools/${voted}`]
const paths = [
  ...withVotes,
  `/tools/${other}`,
  ...['/how-it-works', '/personas', '/personas/dx', '/weekly', '/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml', '/robots.txt'],
  ...[`${pair}/card.png`, `/tools/${voted}/card.png`, `/tools/${voted}/badge.svg`, '/?q=nothing-like-it', '/tools/none'],
]

let site: TestSite
beforeAll(async () => {
  site = await openTestSite({ config: { publicUrl: 'https://panel.example/' } })
  await publishSamples(site.app.db)
  await site.site.refresh()
})
afterAll(() => site.close())

/** The site's pages on that database, with every page that is made counted. */
async function openPages() {
  const { assets, documents: documentsWith } = await openSiteDocuments(site)
  const documents = documentsWith(() => liveLinks({ publicUrl: 'https://panel.example/', assets }))
  const made: string[] = []
  const knownVotes = followVotes(site.votes.reader.changesAfter)
  const { routes } = createSiteApp({
    documents: {
      ...documents,
      at: (address) => {
        made.push(address.path)
        return documents.at(address)
      },
    },
    assets,
    version: async () => ({ content: await site.site.refresh(), votes: await knownVotes() }),
    freshForMs: 0,
    isOutage: () => false,
    personal: [],
    runtime: site.runtime,
  })
  const bytesOf = async (path: string) => Buffer.from(await (await routes.request(`http://site.test${path}`)).arrayBuffer())
  return {
    bytesOf,
    /** Reads every page, and returns which of them had to be made. */
    readAll: async () => {
      for (const path of paths) await bytesOf(path)
      return made.splice(0)
    },
    /** The page as it would be made at this moment. */
    freshBytes: async (path: string) => {
      const address = readAddress(`http://site.test${path}`)
      if (address.kind !== 'page') throw new Error(`no page: ${path}`)
      const document = await documents.at(address)
      return document.kind === 'file' ? Buffer.from(document.body) : Buffer.from('')
    },
  }
}

async function vote(tool: string, choice: string) {
  const admitted = await site.votes.admitReader(null)
  if (admitted.status !== 'admitted') throw new Error('no reader was admitted')
  const cookie = `__Host-reader=${site.votes.cookie.seal(admitted.reader)}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie }
  expect((await site.send(`/vote/${tool}`, { method: 'POST', headers, body: `choice=${choice}` })).status).toBe(303)
  return (await site.get(`/vote/${tool}`, { cookie })).text()
}

test('of all pages a vote makes those again that show its tool’s votes, and no kept page differs from a new one', async () => {
  const pages = await openPages()
  expect(await pages.readAll()).toHaveLength(paths.length)
  expect(await pages.readAll()).toEqual([])
  for (const choice of ['ship', 'skip']) {
    expect(await vote(voted, choice)).toContain('Readers so far')
    expect(await pages.readAll()).toEqual(withVotes)
  }
  await vote(other, 'ship')
  expect(await pages.readAll()).toEqual(['/', pair, `/tools/${other}`])
  for (const path of paths) expect([path, (await pages.bytesOf(path)).equals(await pages.freshBytes(path))]).toEqual([path, true])
})

test('a redirect still makes every page again', async () => {
  const pages = await openPages()
  await pages.readAll()
  expect(await site.site.addRedirect({ from: 'mistral-three', to: voted, by: 'Edda' })).toEqual({ status: 'done' })
  expect(await pages.readAll()).toHaveLength(paths.length)
})

test('a burst that takes votes from several tools, and its release, make the pages of each again', async () => {
  const pages = await openPages()
  const at = new Date()
  const { db } = site.app
  const burst = { id: 'bst_1', kind: 'block across tools', tool: null, why: 'many at once', votes: 2, foundAt: at, lastAt: at } as const
  const quarantined = (tool: string) => ({
    id: `vot_${tool}`,
    tool,
    reader: 'r',
    choice: 'ship' as const,
    at,
    changedAt: at,
    isQuarantined: true,
  })
  await db.insert(voteBursts).values(burst)
  await db.insert(votes).values([voted, other].map((tool) => ({ ...quarantined(tool), burst: burst.id })))
  await pages.readAll()
  expect(await site.votes.decideBurst({ id: burst.id, decision: 'released', actor: editor })).toBe(2)
  expect(await pages.readAll()).toEqual([...withVotes, `/tools/${other}`])
})
