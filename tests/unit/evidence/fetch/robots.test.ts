import { expect, test } from 'vitest'
import { allowsPage, parseRobots } from '../../../../src/evidence/fetch/robots.js'

const allows = (robots: string, path: string) => allowsPage(parseRobots(robots, 'ShipPanel'), new URL(path, 'https://a.example'))
const all = (lines: string) => `User-agent: *\n${lines}`

// RFC 9309, section 5.2.1: the longest match, in its own example.
test.each([
  ['/example/page/', true],
  ['/example/page/disallowed.gif', false],
  ['/example/', false],
  ['/other', true],
])('the longest pattern decides: %s', (path, may) => {
  expect(allows(all('Allow: /example/page/\nDisallow: /example/page/disallowed.gif\nDisallow: /example/'), path)).toBe(may)
})

test.each([
  ['Disallow: /*.php$', '/a/b.php', false],
  ['Disallow: /*.php$', '/a/b.php?x', true],
  ['Disallow: /fish*', '/fishing', false],
  ['Disallow: /fish$', '/fish', false],
  ['Disallow: /fish$', '/fishing', true],
  ['Disallow: /a*b*c', '/a-b-b-c-d', false],
  ['Disallow: /a*b*c', '/a-c-b', true],
  ['Disallow: /a*a$', '/a', true],
  ['Disallow: *', '/x', false],
  ['Disallow: /*?', '/x?y', false],
  ['Disallow:', '/x', true],
  ['Disallow: /$', '/', false],
  ['Disallow: /$', '/x', true],
  ['Disallow: /Docs', '/docs', true],
  ['Disallow: /%7ejoe/', '/~joe/x', false],
  ['Disallow: /~joe/', '/%7Ejoe/x', false],
  ['Disallow: /caf\u00e9', '/caf%c3%a9', false],
  ['Disallow: /a%2fb', '/a%2Fb', false],
  ['Disallow: /a%2fb', '/a/b', true],
  ['Disallow: /x # because', '/x', false],
  ['Disallow /x', '/x', true],
  ['Disallow: /page\nAllow: /page', '/page', true],
  ['Disallow: /', '/robots.txt', true],
])('%s and %s', (rule, path, may) => expect(allows(all(rule), path)).toBe(may))

test.each([
  ['a group for us is taken instead of that for all', 'User-agent: *\nDisallow: /\n\nUser-agent: shippanel\nDisallow: /a', '/b', true],
  ['case and version do not matter', 'user-AGENT : SHIPPANEL/2.0\nDISALLOW:/a', '/a', false],
  ['two groups for us are one', 'User-agent: ShipPanel\nDisallow: /a\n\nUser-agent: ShipPanel\nDisallow: /b', '/b', false],
  ['several names may stand above one group', 'User-agent: Googlebot\nUser-agent: ShipPanel\nDisallow: /a', '/a', false],
  ['another name is not ours', 'User-agent: ShipPanelBot\nDisallow: /', '/a', true],
  ['our group may be empty', 'User-agent: *\nDisallow: /\nUser-agent: ShipPanel\n', '/a', true],
  ['rules above all names are for no one', 'Disallow: /\nUser-agent: *\nAllow: /', '/a', true],
  [
    'a sitemap between names splits no group',
    'User-agent: ShipPanel\nSitemap: https://a.example/s.xml\nUser-agent: x\nDisallow: /a',
    '/a',
    false,
  ],
  ['a byte order mark and old line ends', '\uFEFFUser-agent: *\rDisallow: /a\r', '/a', false],
])('%s', (_, robots, path, may) => expect(allows(robots, path)).toBe(may))

test('Crawl-delay is read in seconds', () => {
  expect(parseRobots(all('Crawl-delay: 2.5'), 'ShipPanel').delaySeconds).toBe(2.5)
  expect(parseRobots(all('Crawl-delay: -1'), 'ShipPanel').delaySeconds).toBeNull()
  expect(parseRobots('User-agent: other\nCrawl-delay: 9', 'ShipPanel').delaySeconds).toBeNull()
})

test('thousands of names above thousands of rules are kept as those that are for us', () => {
  const names = Array.from({ length: 15_000 }, (_, index) => `User-agent: bot${'x'.repeat(index % 9)}`).join('\n')
  const rules = Array.from({ length: 15_000 }, () => 'Allow: /a').join('\n')
  expect(parseRobots(`${names}\n${rules}`, 'ShipPanel').rules).toEqual([])
  expect(parseRobots(`${names}\nUser-agent: *\n${rules}`, 'ShipPanel').rules).toHaveLength(15_000)
})
