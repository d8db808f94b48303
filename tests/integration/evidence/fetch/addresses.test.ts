import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { LookUpName } from '../../../../src/platform/net/guarded-client.js'
import { testFetcher, textOf } from '../../../support/evidence/page-fetcher.js'
import { type ServedPages, servePages } from '../../../support/evidence/serve-pages.js'

let four: ServedPages
let six: ServedPages
let port = 0
const routes = { '/': 'secret', '/robots.txt': 'User-agent: *\nAllow: /' }
beforeAll(async () => {
  four = await servePages(routes)
  port = four.port
  six = await servePages(routes, { address: '::1', port })
})
afterAll(async () => {
  await Promise.all([four.stop(), six.stop()])
})
const connections = () => four.connections() + six.connections()
let before = 0
beforeEach(() => {
  before = connections()
})

/** Names that resolve to the listeners, in all the ways an address can be given. */
const names: Readonly<Record<string, string[]>> = {
  'loopback.test': ['127.0.0.1'],
  'six.test': ['::1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'both.test': ['93.184.215.14', '127.0.0.1'],
  'compatible.test': ['::127.0.0.1'],
  'nat64.test': ['64:ff9b::127.0.0.1'],
  'sixtofour.test': ['2002:7f00:1::'],
  'private.test': ['10.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'zero.test': ['0.0.0.0'],
  'linklocal.test': ['fe80::1%lo'],
}
const lookup: LookUpName = async (name) => (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const get = testFetcher({ lookup })

const literals = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '2130706433',
    '0x7f000001',
    '0X7F.1',
    '0177.0.0.1',
    '017700000001',
    '0x7f.0.0.0x1',
  ],
  ...['0', '0.0.0.0', '000.000.000.000', '127.0.0.1.', '[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...[
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001::7f00:1]',
    '[fe80::1]',
  ],
  ...['[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]', '[2001:db8::1]', '169.254.169.254', '0xa9fea9fe', '2852039166', '10.0.0.1'],
  ...[
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...[
    'localhost',
    'localhost.',
    'LOCALHOST',
    'a.localhost',
    'ⓛocalhost',
    '①②⑦.0.0.1',
    '127。0。0。1',
    'redis',
    'db.internal',
    'printer.local.',
  ],
]

test.each([...literals, ...Object.keys(names)])('http://%s is refused and no connection is made', async (host) => {
  for (const scheme of ['http', 'https']) {
    const outcome = await get(`${scheme}://${host}:${port}/`)
    expect(outcome).toMatchObject({ status: 'failed', kind: 'refused-address', httpStatus: null })
    expect(outcome.status === 'failed' && outcome.message).toMatch(/is refused: it leads to a private, local or reserved address\.$/)
  }
  expect(connections()).toBe(before)
})

test('the API is guarded as pages are', async () => {
  expect(await get({ url: `http://127.0.0.1:${port}/`, isApi: true })).toMatchObject({ kind: 'refused-address' })
  expect(connections()).toBe(before)
})

test.each([
  ...[
    '',
    'example',
    'example.com/pricing',
    '//example.com/',
    'http://',
    'https://a b/',
    'http://[::1',
    'http://1.2.3.4.5/',
    'http://[fe80::1%25eth0]/',
  ],
  ...[`http://example.com/${'a'.repeat(3_000)}`, 'http://256.1.1.1/', 'http://exa%00mple.com/'],
])('%j is no address', async (url) => {
  const outcome = await get(url)
  expect(outcome).toMatchObject({ status: 'failed', kind: 'not-a-url', finalUrl: null })
  expect(outcome.status === 'failed' && outcome.fix).toMatch(/^Write a whole address/)
})

test.each([
  'ftp://127.0.0.1/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'gopher://127.0.0.1:70/',
  'ws://127.0.0.1/',
  'blob:http://a/',
])('%s is refused: only http and https are read', async (url) =>
  expect(await get(url)).toMatchObject({ status: 'failed', kind: 'refused-address', message: expect.stringContaining('only http') }),
)

test.each([
  'http://user:hunter2@example.com/',
  'http://hunter2@example.com/',
  'http://:hunter2@example.com/',
  'ftp://u:hunter2@example.com',
  'u:hunter2@example.com',
])('%s is refused, and its credentials are not repeated', async (url) => {
  const outcome = await get(url)
  expect(outcome).toMatchObject({ status: 'failed', kind: 'refused-address' })
  expect(JSON.stringify(outcome)).not.toContain('hunter2')
  expect(JSON.stringify(outcome)).toContain('example.com')
})

test('a name that is elsewhere at the second look-up gets nowhere: it is checked for each connection', async () => {
  const answers = ['127.0.0.1', '169.254.169.254', '93.184.215.14']
  const turning = vi.fn<LookUpName>(async () => [answers.shift() ?? '127.0.0.1', '127.0.0.1'].map((address) => ({ address, family: 4 })))
  const fetch = testFetcher({ lookup: turning, allowedHosts: [`turning.test:${port}`] })
  four.set('/once', { headers: { connection: 'close' }, body: 'secret' })
  expect(textOf(await fetch({ url: `http://turning.test:${port}/once`, isApi: true }))).toBe('secret')
  const asked = connections()
  expect(await fetch({ url: `http://turning.test:${port}/once`, isApi: true })).toMatchObject({ kind: 'refused-address' })
  // Without permission, private beside public is enough.
  expect(await fetch({ url: `http://turning.test:${port + 1}/`, isApi: true })).toMatchObject({ kind: 'refused-address' })
  expect(turning).toHaveBeenCalledTimes(3)
  expect(connections()).toBe(asked)
})

test('the address that was checked is the address that is connected to: a name is looked up once for a connection', async () => {
  const answers = ['127.0.0.1']
  const turning = vi.fn<LookUpName>(async () => [{ address: answers.shift() ?? '10.0.0.1', family: 4 }])
  const fetch = testFetcher({ lookup: turning, allowedHosts: ['intranet.test'] })
  expect(textOf(await fetch({ url: `http://intranet.test:${port}/`, isApi: true }))).toBe('secret')
  expect(turning).toHaveBeenCalledTimes(1)
})

test('a host that is allowed by name is read; its address and another name for it are not', async () => {
  const fetch = testFetcher({ lookup, allowedHosts: [`loopback.test:${port}`] })
  expect(textOf(await fetch(`http://loopback.test:${port}/`))).toBe('secret')
  const asked = connections()
  for (const host of ['127.0.0.1', 'localhost', 'both.test', 'loopback.test.', 'a.loopback.test'])
    expect((await fetch(`http://${host}:${port}/`)).status).toBe('failed')
  expect(await fetch(`http://loopback.test:${port + 1}/`)).toMatchObject({ kind: 'refused-address' })
  expect(connections()).toBe(asked)
})

test('a name that is allowed does not open the metadata service or what is reserved', async () => {
  const fetch = testFetcher({ lookup, allowedHosts: ['metadata.test', '169.254.169.254', 'zero.test', 'mapped.test', '0.0.0.0'] })
  for (const host of ['metadata.test', '169.254.169.254', 'zero.test', 'mapped.test', '0.0.0.0'])
    expect(await fetch(`http://${host}:${port}/`)).toMatchObject({ kind: 'refused-address' })
  expect(connections()).toBe(before)
})

test('a proxy of the environment is not used', async () => {
  const proxy = await servePages({})
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) vi.stubEnv(name, proxy.url)
  vi.stubEnv('NODE_USE_ENV_PROXY', '1')
  const fetch = testFetcher({ lookup, allowedHosts: ['loopback.test'] })
  expect(textOf(await fetch(`http://loopback.test:${port}/`))).toBe('secret')
  expect(proxy.connections()).toBe(0)
  vi.unstubAllEnvs()
  await proxy.stop()
})

const redirectTargets = (): string[] => [
  ...[
    `http://127.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    `http://2130706433:${port}/`,
    `http://localhost.:${port}/`,
    `//0x7f.1:${port}/`,
  ],
  ...[`http://private.test/`, 'http://169.254.169.254/latest/meta-data/', `http://both.test:${port}/`, 'file:///etc/passwd'],
  ...[`http://user:hunter2@open.test:${port}/`, 'gopher://open.test/', `http://mapped.test:${port}/`, `https://loopback.test:${port}/`],
]

test.each(redirectTargets().map((_, index) => index))('redirect %i into private space is not followed', async (index) => {
  const target = redirectTargets()[index] ?? ''
  for (const status of [301, 302, 303, 307, 308]) {
    const site = await servePages({ '/go': { status, headers: { location: target } } }, { address: '127.0.0.2' })
    const fetch = testFetcher({
      lookup: async (name) => (name === 'open.test' ? [{ address: '127.0.0.2', family: 4 }] : lookup(name)),
      allowedHosts: [`open.test:${site.port}`],
    })
    const outcome = await fetch(`http://open.test:${site.port}/go`)
    expect(outcome).toMatchObject({ status: 'failed', kind: 'refused-address', url: `http://open.test:${site.port}/go` })
    expect(JSON.stringify(outcome)).not.toContain('hunter2')
    await site.stop()
  }
  expect(connections()).toBe(before)
})
