import { expect, test } from 'vitest'
import { parseFacts } from '../../../../src/panels/facts/parse-facts.js'
import { factsReply } from '../../../support/panels/facts/sample.js'

const fact = { source: 'home', from: 1, to: 2, statement: 'It runs on Linux.' }
const field = { source: 'home', from: 1, to: 1, field: 'vendor' as const, value: 'Tideworks' }

test('entries are read wherever they are: plain, fenced, in prose, in a list of their own, in a reply that broke off', () => {
  const whole = factsReply([fact], [field])
  for (const text of [whole, `Here:\n\`\`\`json\n${whole}\n\`\`\``, `{"reply": ${whole}}`, `[${whole}]`])
    expect(parseFacts(text)).toEqual({ facts: [fact], fields: [field], problems: [] })
  const broken = `${factsReply([fact, fact]).slice(0, -30)}`
  expect(parseFacts(broken).facts).toEqual([fact])
})

test('an empty list is an answer, and no object is none', () => {
  expect(parseFacts('{"facts": [], "fields": []}')).toEqual({ facts: [], fields: [], problems: [] })
  expect(parseFacts('There are no facts.').problems).toEqual(['The reply holds no JSON object with facts or fields.'])
  expect(parseFacts('').problems).toHaveLength(1)
})

test.each<[string, unknown]>([
  ['a number as words', { ...fact, from: 'two' }],
  ['a number below one', { ...fact, from: 0 }],
  ['a fraction', { ...fact, to: 1.5 }],
  ['a number beyond all numbers', { ...fact, to: Number.MAX_VALUE }],
  ['a statement that is no text', { ...fact, statement: { text: 'x' } }],
  ['a statement of nothing', { ...fact, statement: '   ' }],
  ['more than was asked for', { ...fact, rating: 5 }],
  ['a list of sources', { ...fact, source: ['home'] }],
  ['a field that does not exist', { ...field, field: 'verdict' }],
])('an entry with %s is passed over and said', (_, entry) => {
  const { facts, fields, problems } = parseFacts(JSON.stringify({ facts: [entry], fields: [field] }))
  expect([facts, fields]).toEqual([[], [field]])
  expect(problems).toEqual([expect.stringMatching(/^an entry: |Unrecognized/)])
})

test('ten thousand entries, and entries ten thousand deep, are a bounded number of entries and of problems', () => {
  const many = parseFacts(factsReply(Array.from({ length: 10_000 }, () => fact)))
  expect(many.facts.length).toBeLessThanOrEqual(400)
  expect(many.problems).toEqual(['The reply holds more than 400 entries.'])
  const wrong = parseFacts(factsReply(Array.from({ length: 10_000 }, (_, n) => ({ ...fact, [`x${n}`]: n }))))
  expect(wrong.problems.length).toBeLessThanOrEqual(11)
  expect(parseFacts(`${'{"facts":['.repeat(10_000)}${factsReply([fact])}`).problems.length).toBeLessThanOrEqual(1)
})

test('of an object that says a key twice neither value is taken', () => {
  const text = '{"facts": [{"source": "home", "from": 1, "from": 2, "to": 2, "statement": "It runs."}], "fields": []}'
  expect(parseFacts(text)).toMatchObject({ facts: [], problems: [expect.stringContaining('this key is in its object twice')] })
})
