import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replySchema } from '../../src/contracts/verdict.js'
import { parseReply } from '../../src/verdict/parse-reply.js'
import { sampleReply } from '../helpers/samples.js'

const reply = sampleReply()
const json = JSON.stringify(reply, null, 2)

test.each([
  ['bare', json],
  ['in a fence', `\`\`\`json\n${json}\n\`\`\``],
  ['with prose around it', `Here is my verdict:\n\n${json}\n\nLet me know if you need anything else.`],
  ['with a trailing comma', json.replace(/\n\}$/, ',\n}')],
  ['in single quotes for keys', json.replaceAll('"call"', "'call'")],
  ['with a byte order mark', `\uFEFF${json}`],
])('a reply %s is read as it was meant', (_name, text) => {
  expect(parseReply(text)).toEqual({ status: 'parsed', reply })
})

test('a reply cut off before its call is never given one', () => {
  const text = json.slice(0, json.indexOf('"call"'))
  expect(parseReply(text)).toMatchObject({ status: 'malformed', problems: [expect.stringContaining('call')] })
})

test('a call that is not ship, skip or abstain is a problem that names it', () => {
  const parsed = parseReply(JSON.stringify({ ...reply, call: 'maybe' }))
  expect(parsed).toMatchObject({ status: 'malformed', problems: [expect.stringMatching(/^call: .*ship.*skip.*abstain/)] })
})

test('every problem is named at once, with its path', () => {
  const { quote: _omitted, ...rest } = { ...reply, evidence: [{ source: 'readme' }] }
  const parsed = parseReply(JSON.stringify(rest))
  expect(parsed.status === 'malformed' && parsed.problems.map((problem) => problem.split(':')[0])).toEqual([
    'evidence[0].quote',
    'evidence[0].shows',
    'quote',
  ])
})

test.each([
  ['the call, with another one', json.replace('"call": "ship"', '"call": "skip",\n  "call": "ship"'), 'call'],
  ['the call, with the same one', json.replace('"call": "ship"', '"call": "ship",\n  "call": "ship"'), 'call'],
  ['the call, spelled with an escape', json.replace('"call": "ship"', '"call": "skip",\n  "c\\u0061ll": "ship"'), 'call'],
  ['the quote of an evidence item', json.replace('"shows"', '"quote": "runs on one machine",\n      "shows"'), 'evidence[0].quote'],
  ['the call, in a text that needs mending', json.replace('"call": "ship"', "'call': 'skip',\n  'call': 'ship',"), 'call'],
  ['the call, in a fence', `\`\`\`json\n${json.replace('"call": "ship"', '"call": "skip", "call": "ship"')}\n\`\`\``, 'call'],
])('%s twice is a problem that names the key: neither value is taken', (_name, text, key) => {
  const problems = [`${key}: this key occurs more than once in its object; write it once.`]
  expect(parseReply(text)).toEqual({ status: 'malformed', problems })
})

test.each(['', 'I would ship it.', '[]', '"ship"', 'null', '{'])('%j is no reply', (text) => {
  expect(parseReply(text).status).toBe('malformed')
})

test('whatever a model writes, the result is a valid reply or a list of problems', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.nat(json.length).map((end) => json.slice(0, end)),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseReply(text)
      if (parsed.status === 'parsed') expect(replySchema.safeParse(parsed.reply).success).toBe(true)
      else expect(parsed.problems.length).toBeGreaterThan(0)
    }),
  )
})
