import { expect, test } from 'vitest'
import { webhookUrlProblem } from '../../../src/webhooks/webhook-url.js'

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
