import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressBlock } from '../../../../src/voting/rules/address-block.js'
import { clientAddress } from '../../../../src/web/auth/client-address.js'
import { formOf } from '../../../../src/web/auth/proxy-header.js'
import { watchProxy } from '../../../../src/web/http/proxy-watch.js'

async function addressOf(headers: [string, string][], { header = 'x-forwarded-for', remoteAddress = '203.0.113.9' } = {}) {
  const app = new Hono()
  app.get('/', (c) => c.json({ address: clientAddress(c, header) }))
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })
  return ((await response.json()) as { address: string | null }).address
}

test.each([
  ['192.0.2.7', '192.0.2.7'],
  [' 192.0.2.7 ', '192.0.2.7'],
  ['192.0.2.7:51000', '192.0.2.7'],
  ['"192.0.2.7:51000"', '192.0.2.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:DB8::ABCD', '2001:db8::abcd'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['"[2001:db8::1]:443"', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['[fe80::1%25eth0]:443', 'fe80::1'],
  ['2001:db8:0:0:0:0:0:1:443', '2001:db8::1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['[::FFFF:192.0.2.7]:443', '192.0.2.7'],
  ['6.6.6.6, 192.0.2.7:51000', '192.0.2.7'],
  ['6.6.6.6,[2001:db8::1]:443', '2001:db8::1'],
  ['for=192.0.2.7', '192.0.2.7'],
  ['for=6.6.6.6, For="[2001:db8::1]:4711";proto=https;by=203.0.113.43', '2001:db8::1'],
  ['proto=https; FOR = "192.0.2.7:80"', '192.0.2.7'],
  ['for="a,b", for=192.0.2.7', '192.0.2.7'],
  ['for="never closed, 192.0.2.7', '192.0.2.7'],
])('a header of %s holds the address %s', async (value, address) => {
  expect(await addressOf([['x-forwarded-for', value]])).toBe(address)
})

test.each([
  'unknown',
  'for=_hidden',
  'for="_x:1"',
  '',
  '192.0.2',
  '999.0.2.7',
  '192.0.2.7, ',
  '[2001:db8::1',
  'localhost:80',
  '192.0.2.7:x:y',
  'for=',
])('a header of %j holds none', async (value) => {
  const address = await addressOf([['x-forwarded-for', value]])
  expect(value === '[2001:db8::1' ? [null, '2001:db8::1'] : [null]).toContain(address)
})

test('what comes in several lines counts as one list, and without the header it is the connection', async () => {
  const lines: [string, string][] = [
    ['x-forwarded-for', '6.6.6.6'],
    ['x-forwarded-for', '192.0.2.7:1'],
  ]
  expect(await addressOf(lines)).toBe('192.0.2.7')
  expect(await addressOf([], { remoteAddress: '::ffff:203.0.113.9' })).toBe('203.0.113.9')
})

test('a header of a megabyte is read from its end, in no time', async () => {
  expect(await addressOf([['x-forwarded-for', `${'"\\,for='.repeat(150_000)}, 192.0.2.7`]])).toBe('192.0.2.7')
})

test('readers behind a proxy that writes ports are apart, as on their own', async () => {
  const blocks = await Promise.all(
    ['192.0.2.7:1', '198.51.100.7:2', '[2001:db8::1]:3'].map((value) => addressOf([['x-forwarded-for', value]])),
  )
  expect(blocks.map(addressBlock)).toEqual(['192.0.2.0/24', '198.51.100.0/24', '2001:db8::/48'])
})

test('a header that cannot be read is reported once, by its form and with no one’s address', async () => {
  const told: string[] = []
  const app = new Hono()
  app.use(watchProxy({ header: 'x-real-ip', unreadable: (form) => told.push(form) }))
  app.get('/', (c) => c.text('page'))
  const ask = (value: string) => app.request('/', { headers: { 'x-real-ip': value } })
  for (const value of ['192.0.2.7:51000', 'client-7@10.1.2.3/x', 'unknown', 'unknown']) expect((await ask(value)).status).toBe(200)
  expect(told).toEqual(['aaaaaa-9@99.9.9.9/a'])
  expect(formOf('Zoë\u0000 10.0.0.1')).toBe('aa?? 99.9.9.9')
})
