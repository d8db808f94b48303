import { expect, test } from 'vitest'
import { createRuntime } from '../../../../src/platform/runtime.js'
import type { SiteDocument } from '../../../../src/site/documents/create-site-documents.js'
import { createPageCache } from '../../../../src/web/site/page-cache.js'
import type { ReadyPage } from '../../../../src/web/site/ready-page.js'

const outage = new Error('connection refused')

/** A cache over a site that tests change; time stands still unless they move it. */
function openCache({ freshForMs = 0, maxBytes = 1_000_000 } = {}) {
  const scene = { version: 'one', votes: { version: 0, of: new Map<string, number>() }, nowMs: 0, isDown: false, reads: 0 }
  const cache = createPageCache({
    version: async () => {
      scene.reads += 1
      if (scene.isDown) throw outage
      const { version, of } = scene.votes
      return { content: scene.version, votes: { version, changedAt: (tool: string) => of.get(tool) ?? 0 } }
    },
    freshForMs,
    maxBytes,
    isOutage: (error) => error === outage,
    runtime: { ...createRuntime({ logLevel: 'silent' }), monotonicMs: () => scene.nowMs },
  })
  return { scene, cache }
}

const page = (body: string, status = 200, votesOn: string[] = []): SiteDocument => ({
  kind: 'file',
  status,
  type: 'text/html; charset=utf-8',
  body,
  votesOn,
})
const textOf = async (ready: ReadyPage) => new TextDecoder().decode((await ready.variant('identity')).body)

test('a page is made once for each version, however many ask at once', async () => {
  const { scene, cache } = openCache()
  let made = 0
  const make = async () => page(`made ${++made}`)
  const get = async () => textOf(await cache.get({ key: '/', isOneOfMany: false, make }))
  expect(await Promise.all([get(), get(), get()])).toEqual(['made 1', 'made 1', 'made 1'])
  expect(await get()).toBe('made 1')
  scene.version = 'two'
  expect(await Promise.all([get(), get()])).toEqual(['made 2', 'made 2'])
})

test('a vote makes again the pages that show the tool’s votes, and keeps the others', async () => {
  const { scene, cache } = openCache()
  const made: string[] = []
  const get = (key: string, votesOn: string[]) =>
    cache.get({ key, isOneOfMany: false, make: async () => page(`${made.push(key)}`, 200, votesOn) })
  const visitAll = async () => {
    await get('/', ['a', 'b'])
    await get('/tools/a', ['a'])
    await get('/tools/b', ['b'])
    await get('/personas', [])
    return made.splice(0)
  }
  expect(await visitAll()).toEqual(['/', '/tools/a', '/tools/b', '/personas'])
  scene.votes = { version: 1, of: new Map([['a', 1]]) }
  expect(await visitAll()).toEqual(['/', '/tools/a'])
  expect(await visitAll()).toEqual([])
  scene.votes = { version: 2, of: new Map([...scene.votes.of, ['b', 2]]) }
  expect(await visitAll()).toEqual(['/', '/tools/b'])
  scene.votes = { version: 3, of: new Map([...scene.votes.of, ['c', 3]]) }
  expect(await visitAll()).toEqual([])
})

test('the version is asked for once in so many milliseconds, and by those at once together', async () => {
  const { scene, cache } = openCache({ freshForMs: 1_000 })
  const get = async () => textOf(await cache.get({ key: '/', isOneOfMany: false, make: async () => page(scene.version) }))
  await Promise.all([get(), get(), get()])
  scene.version = 'two'
  scene.nowMs = 999
  expect([await get(), scene.reads]).toEqual(['one', 1])
  scene.nowMs = 1_000
  expect([await get(), scene.reads]).toEqual(['two', 2])
})

test('a page that comes out the same keeps its tag and what was compressed', async () => {
  const { scene, cache } = openCache()
  const get = async () => cache.get({ key: '/', isOneOfMany: false, make: async () => page('the same '.repeat(200)) })
  const first = await (await get()).variant('br')
  scene.version = 'two'
  expect(await (await get()).variant('br')).toBe(first)
})

test('with the database away, what was shown is shown on; what never was fails; afterwards all is new', async () => {
  const { scene, cache } = openCache()
  const get = async (key = '/') =>
    textOf(
      await cache.get({
        key,
        isOneOfMany: false,
        make: async () => {
          if (scene.isDown) throw outage
          return page(`${key} ${scene.version}`)
        },
      }),
    )
  expect(await get()).toBe('/ one')
  scene.isDown = true
  scene.version = 'two'
  expect(await get()).toBe('/ one')
  await expect(get('/tools/a')).rejects.toBe(outage)
  scene.isDown = false
  scene.nowMs = 1_000
  expect(await get()).toBe('/ two')
})

test('a page that cannot be made for another reason is an error, even where an older one is ready', async () => {
  const { scene, cache } = openCache()
  const get = (make: () => Promise<SiteDocument>) => cache.get({ key: '/', isOneOfMany: false, make })
  await get(async () => page('first'))
  scene.version = 'two'
  await expect(get(async () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
})

test('the cache holds no more than it may, and searches push out no page', async () => {
  const { cache } = openCache({ maxBytes: 100_000 })
  let made = 0
  const get = (key: string, isOneOfMany: boolean) =>
    cache.get({
      key,
      isOneOfMany,
      make: async () => {
        made += 1
        return page('x'.repeat(4_000))
      },
    })
  await get('/', false)
  for (let n = 0; n < 50; n += 1) await get(`/?q=${n}`, true)
  expect(made).toBe(51)
  await get('/', false)
  expect(made).toBe(51)
  await get('/?q=0', true)
  expect(made).toBe(52)
})

test('a page that is not there pushes out none that is', async () => {
  const { cache } = openCache({ maxBytes: 100_000 })
  let made = 0
  const get = (key: string, status: number) =>
    cache.get({
      key,
      isOneOfMany: false,
      make: async () => {
        made += 1
        return page('x'.repeat(4_000), status)
      },
    })
  await get('/', 200)
  for (let n = 0; n < 50; n += 1) await get(`/tools/none-${n}`, 404)
  await get('/', 200)
  expect(made).toBe(51)
})

test('what a page says of the time is made again after five minutes', async () => {
  const { scene, cache } = openCache()
  const get = async () => textOf(await cache.get({ key: '/', isOneOfMany: false, make: async () => page(`at ${scene.nowMs}`) }))
  await get()
  scene.nowMs = 299_000
  expect(await get()).toBe('at 0')
  scene.nowMs = 300_000
  expect(await get()).toBe('at 300000')
})
