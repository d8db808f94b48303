import { expect, test } from 'vitest'
import { isPublicAddress, webhookUrlProblem } from '../../../src/webhooks/public-address.js'

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '93.184.215.14',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

test.each([
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1'],
  ...['192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', 'fc00::1', 'fd12::1'],
  ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
  // Anycast services of the network itself, to which no receiver belongs; and the edges of networks.
  ...[
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '192.88.99.1',
    '2620:4f:8000::1',
    '2001:1ff:ffff::1',
    '1fff:ffff::1',
    '4000::1',
    '5f00::1',
  ],
  ...[
    '0.255.255.255',
    '100.127.255.255',
    '169.254.0.0',
    '192.0.0.255',
    '198.19.255.255',
    '239.255.255.255',
    '2002:ffff:ffff::1',
    '3fff:fff::1',
  ],
  ...['', 'localhost', '1.2.3', '1.2.3.4.5', 'example.com'],
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

test.each(['https://example.com/hooks?a=b', 'http://example.com:8080/', 'https://93.184.215.14/', 'https://[2606:4700:4700::1111]/'])(
  '%s may be notified',
  (url) => {
    expect(webhookUrlProblem(url, { allowsPrivate: false })).toBeNull()
  },
)

test.each([
  ...[
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
  ],
  ...[
    'http://localhost/',
    'http://LOCALHOST:9/',
    'http://a.localhost/',
    'http://localhost./',
    'http://printer.local/',
    'http://db.internal/',
    'http://redis/',
  ],
  ...['http://169.254.169.254/latest/meta-data', 'http://192.168.0.1/', 'http://0/'],
])('%s may not, unless private addresses are allowed', (url) => {
  expect(webhookUrlProblem(url, { allowsPrivate: false })).toMatch(/public internet/)
  expect(webhookUrlProblem(url, { allowsPrivate: true })).toBeNull()
})

test.each([
  ['ftp://example.com/', /http or https/],
  ['javascript:alert(1)', /http or https/],
  ['file:///etc/passwd', /http or https/],
  ['/hooks', /absolute/],
  ['', /absolute/],
  ['https://user:secret@example.com/', /password/],
  ['https://example.com/#part', /#/],
])('%s is no address for webhooks at all', (url, why) => {
  expect(webhookUrlProblem(url, { allowsPrivate: true })).toMatch(why)
})
