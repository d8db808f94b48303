import { expect, test } from 'vitest'
import { webAddress } from '../../../../src/evidence/registries/answer-schema.js'
import { registryBases } from '../../../../src/evidence/registries/hosts.js'
import { plainLine, roundCount, writeCount } from '../../../../src/evidence/registries/plain-line.js'
import { withoutFrontMatter } from '../../../../src/evidence/registries/read-hugging-face.js'
import { usedUpUntil } from '../../../../src/evidence/registries/registry-limits.js'

test.each([
  ['---\na: b\n---\n# Card', '# Card'],
  ['---\r\na: b\r\n---\r\n# Card', '# Card'],
  ['---\n---\n# Card', '# Card'],
  ['---\na: b\n---', ''],
  ['---\nno end', '---\nno end'],
  ['# Card\n---\na: b\n---\n', '# Card\n---\na: b\n---\n'],
  ['---a\nb\n---\n', '---a\nb\n---\n'],
])('of the card %j the text is %j', (card, text) => {
  expect(withoutFrontMatter(card)).toBe(text)
})

test.each([
  [0, '0'],
  [7, '7'],
  [99, '99'],
  [101, '100'],
  [12_345, '12,000'],
  [12_500, '13,000'],
  [999_999, '1,000,000'],
  [Number.MAX_SAFE_INTEGER, '9,000,000,000,000,000'],
])('%d is written %s', (count, written) => {
  expect(writeCount(roundCount(count))).toBe(written)
})

test('a line is cut between characters', () => {
  expect(plainLine('a\n\n b\t c', 10)).toBe('a b c')
  expect(plainLine(' \u200b\n', 10)).toBeNull()
  expect(plainLine('aaa😀😀😀', 5)).toBe('aaa…')
})

test.each([
  ['kiln.example', 'https://kiln.example'],
  ['http://kiln.example/a', 'http://kiln.example/a'],
  ['localhost', null],
  ['mailto:a@kiln.example', null],
  ['//kiln.example', 'https://kiln.example'],
  ['', null],
])('the address %j is read as %j', (written, address) => {
  expect(webAddress(written)).toBe(address)
})

test('a mirror stands in for both servers of its registry', () => {
  const bases = registryBases({ github: 'https://mirror.example/gh/', npm: 'https://mirror.example/npm' })
  expect(bases).toMatchObject({ github: 'https://mirror.example/gh', githubRaw: null, npmDownloads: 'https://mirror.example/npm' })
  expect(registryBases({ npm: undefined })).toEqual(registryBases())
})

test.each([
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795694400' }, '2026-11-26T12:00:00.000Z'],
  [{ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1795694400' }, null],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, null],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9'.repeat(30) }, null],
  [{ ratelimit: '"api";r=0;t=60' }, '1970-01-01T00:01:00.000Z'],
  [{ ratelimit: '"api";r=12;t=60' }, null],
])('of the headers %j the end of the limit is %s', (headers, until) => {
  expect(usedUpUntil(new Map(Object.entries(headers)), new Date(0))?.toISOString() ?? null).toBe(until)
})
