import { expect, test } from 'vitest'
import { parseOpinion } from '../../../../src/panels/opinion/parse-opinion.js'
import { opinionReply } from '../../../support/panels/opinion/sample.js'

const entry = (pair: unknown, support: unknown = 'supported', reason: unknown = 'So it says.') => ({ pair, reason, support })
const reply = (...pairs: unknown[]) => JSON.stringify({ pairs })
const numbersOf = (text: string, count: number) => [...parseOpinion(text, count).opinions.keys()]

test('a good reply says what it thinks of each pair', () => {
  const { opinions, problems } = parseOpinion(opinionReply(2, { 2: 'partly' }), 2)
  expect([...opinions]).toEqual([
    [1, { support: 'supported', reason: 'Reason 1.' }],
    [2, { support: 'partly', reason: 'Reason 2.' }],
  ])
  expect(problems).toEqual([])
})

test.each([
  ['a fence and prose', `Here: \n\`\`\`json\n${opinionReply(2)}\n\`\`\`\nDone.`],
  ['another object around it', JSON.stringify({ reply: JSON.parse(opinionReply(2)) })],
  ['a bare list', reply(entry(1), entry(2)).replace('{"pairs":', '').slice(0, -1)],
])('%s is no error', (_, text) => {
  expect(parseOpinion(text, 2).problems).toEqual([])
  expect(numbersOf(text, 2)).toEqual([1, 2])
})

test.each([
  ['a number that does not exist', reply(entry(1), entry(2), entry(3)), [1, 2], ['pair 3: there is no such pair; there are 2.']],
  [
    'a number that is there twice',
    reply(entry(1), entry(2), entry(1, 'not supported')),
    [2],
    ['pair 1: it is there 2 times; write it once.'],
  ],
  ['a number that is missing', reply(entry(2)), [2], ['No usable entry for pair 1.']],
  ['a number in words', reply(entry('1'), entry(2)), [2], [expect.stringContaining('an entry: pair: '), 'No usable entry for pair 1.']],
  [
    'an answer of its own',
    reply(entry(1, 'yes'), entry(2)),
    [2],
    [expect.stringContaining('an entry: support: '), 'No usable entry for pair 1.'],
  ],
  ['no reason', reply(entry(1, 'partly', ' '), entry(2)), [2], ['an entry: reason: write something here.', 'No usable entry for pair 1.']],
  ['an empty list', '{"pairs":[]}', [], ['The reply holds no JSON object with an entry for a pair.']],
  ['prose', 'All of them are supported.', [], ['The reply holds no JSON object with an entry for a pair.']],
  ['nothing', '', [], ['The reply holds no JSON object with an entry for a pair.']],
  [
    'a key that is there twice',
    '{"pairs":[{"pair":1,"reason":"a","support":"supported","support":"not supported"},{"pair":2,"reason":"b","support":"partly"}]}',
    [],
    ['pairs[0].support: this key is in its object twice; write it once.'],
  ],
])('%s is a problem of its own, and what is good besides is taken', (_, text, numbers, problems) => {
  expect(numbersOf(text, 2)).toEqual(numbers)
  expect(parseOpinion(text, 2).problems).toEqual(problems)
})

test('of a reply that broke off, the entries that are whole are taken', () => {
  const text = opinionReply(3)
  expect(numbersOf(text.slice(0, text.indexOf('"pair":3')), 3)).toEqual([1, 2])
})

test('a reason is one line of at most 300 characters', () => {
  const { opinions } = parseOpinion(reply(entry(1, 'partly', `a\n\tb ${'c'.repeat(5_000)}`)), 1)
  expect(opinions.get(1)?.reason).toMatch(/^a b c{295}…$/)
})

test('a reason holds no control character and no half of one', () => {
  const { opinions } = parseOpinion(reply(entry(1, 'partly', 'a\u001b[31m\u0000b \ud800')), 1)
  expect(opinions.get(1)?.reason).toBe('a [31m b \ufffd')
})

test('a reason of nothing that can be read is none', () => {
  const { opinions, problems } = parseOpinion(reply(entry(1, 'partly', '\u0001'), entry(2)), 2)
  expect([...opinions.keys()]).toEqual([2])
  expect(problems).toEqual(['pair 1: its reason says nothing; write why in one line.'])
})

test('a reply of very many entries is no more than one with a problem', () => {
  const { opinions, problems } = parseOpinion(reply(...Array.from({ length: 5_000 }, (_, index) => entry(index + 1))), 2)
  expect([...opinions.keys()]).toEqual([1, 2])
  expect(problems[0]).toMatch(/^The reply holds \d+ entries; there are 2 pairs\.$/)
})
