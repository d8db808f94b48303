import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { replySchema } from '../../../../src/contracts/verdict.js'
import { parseReply } from '../../../../src/panels/draft/parse-reply.js'
import { sampleReply } from '../../../support/samples.js'

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
  expect(parseReply(text, replySchema)).toEqual({ status: 'parsed', reply })
})

const broken = json.replace(/\n\}$/, ',\n}')
const schema = JSON.stringify(z.toJSONSchema(replySchema), null, 2)
const { call: _, ...withoutCall } = reply
const example = JSON.stringify({ ...withoutCall, quote: 'Ferrydoc hands me one file [1].' }, null, 2)

test.each([
  ['twice', `${json}\n${json}`],
  [
    'twice, the second in other order and in one line',
    `${json}\n\nOr shorter: ${JSON.stringify(Object.fromEntries(Object.entries(reply).reverse()))}`,
  ],
  ['behind prose with braces', `The set {a, b} and the block { return 1 } do not matter.\n${json}`],
  ['before prose with braces', `${json}\nI weighed {speed} against {price}. }`],
  ['behind a lone brace', `Open it with { and go on.\n${json}`],
  ['behind a lone brace and a lone quotation mark', `A 5" screen { and more.\n${json}`],
  ['behind LaTeX', `Of $\\frac{a}{b}$ and \\text{cost} I think:\n\\[\n${json}\n\\]`],
  ['in LaTeX', `\\boxed{${json}}`],
  ['behind a template', `Dear {{name}}, {% if x %}\n${json}\n{{/each}}`],
  ['behind a fence with other JSON', `\`\`\`json\n{"thinking": {"steps": ["read", "judge"]}}\n\`\`\`\n\`\`\`json\n${json}\n\`\`\``],
  ['before a fence with other JSON', `\`\`\`json\n${json}\n\`\`\`\n\`\`\`json\n{"confidence": 0.9}\n\`\`\``],
  ['behind an echo of the schema', `${schema}\n${json}`],
  ['behind an echo of the example', `${example}\n${json}`],
  ['behind an empty object', `{} ${json}`],
  ['in a list', `[ ${json} ]`],
  ['twice in a list', `[${json}, ${json}]`],
  ['in an object', `{"verdict": ${json}}`],
  ['in a broken object', `{"verdict": ${json}, oops}`],
  ['as a string', JSON.stringify(json)],
  ['as a string in a fence', `\`\`\`\n${JSON.stringify(json)}\n\`\`\``],
  ['as a string in an object', JSON.stringify({ content: json })],
  ['as a string in a string', JSON.stringify(JSON.stringify(json))],
  ['as the inside of a string', JSON.stringify(json).slice(1, -1)],
  ['with a slip, behind prose with braces', `The set {a, b}.\n${broken}`],
  ['with a slip, before prose with braces', `${broken}\nI weighed {speed} against {price}.`],
  ['with a slip, twice', `${broken}\n${broken}`],
  ['with a slip, in a list', `[ ${broken} ]`],
  ['behind a draft that was cut off', `${json.slice(0, 200)}\n\nAgain:\n${json}`],
])('a valid reply %s is not lost', (_name, text) => {
  expect(parseReply(text, replySchema)).toEqual({ status: 'parsed', reply })
})

const other = JSON.stringify({ ...reply, call: reply.call === 'ship' ? 'skip' : 'ship' })

test.each([
  ['one after the other', `${json}\n${other}`],
  ['in a list', `[${json}, ${other}]`],
  ['in one object', `{"draft": ${json}, "final": ${other}}`],
  ['with slips', `${broken}\n${other.replace(/\}$/, ',}')}`],
])('of two different replies neither is taken: %s', (_name, text) => {
  expect(parseReply(text, replySchema)).toEqual({ status: 'malformed', problems: ['The reply holds 2 different replies; write one.'] })
})

test('the problems named are those of the object that is nearest to a reply, whatever stands around it', () => {
  const text = `${schema}\n{}\n{"a": 1}\n${JSON.stringify({ ...reply, evidence: Array(9).fill({ source: 1 }) })}\n{"b": {}}`
  const parsed = parseReply(text, replySchema)
  expect(parsed.status === 'malformed' && parsed.problems[0]).toMatch(/^evidence\[0\]\.source/)
})

test('a reply with problems by the thousand names the first of them', () => {
  const parsed = parseReply(JSON.stringify({ ...reply, evidence: Array(5_000).fill({}) }), replySchema)
  expect(parsed.status === 'malformed' && parsed.problems).toHaveLength(21)
})

const megabyte = 1_000_000
const fill = (unit: string) => unit.repeat(Math.ceil(megabyte / unit.length))
const hostileTexts: [string, string][] = [
  ['{', '{'],
  ['[', '['],
  ['{{', '{{ '],
  ['empty objects', '{}'],
  ['objects', '{"call":1}'],
  ['objects with keys of a reply', '{"call":"ship","quote":"x"},'],
  ['nested objects', '{"a":'],
  ['nested keys of a reply', '{"evidence":'],
  ['nested lists in objects', '{"a":['],
  ['keys', '{"'],
  ['keys and colons', '{":'],
  ['quotation marks', '"'],
  ['opening strings', '"{'],
  ['escaped quotation marks', '\\"'],
  ['escaped objects', '{\\"evidence\\":'],
  ['backslashes', '\\'],
  ['inverted strings', '{"x{":":{",'],
  ['white space', ' '],
  ['braces and white space', '{                '],
  ['quotation marks and white space', '"\\n\\n\\n  '],
  ['numbers', '1'],
  ['commas', '{,'],
  ['closing braces', '}'],
  ['slips', "{'call': ship,"],
]

test.each(hostileTexts)('a megabyte of %s is judged in linear time', (_name, unit) => {
  expect(parseReply(fill(unit), replySchema).status).toBe('malformed')
  // In front of the reply it may hide it, and must not take longer. One string that never ends: the reply is a part of it.
  expect(['parsed', 'malformed']).toContain(parseReply(`${fill(unit)}${json}`, replySchema).status)
})

test('a reply is found behind a hundred kilobytes of open brackets', () => {
  expect(parseReply(`${'['.repeat(100_000)}\n${json}`, replySchema)).toEqual({ status: 'parsed', reply })
  expect(parseReply(`${'{'.repeat(100_000)}\n${json}`, replySchema)).toEqual({ status: 'parsed', reply })
})

test('a reply cut off before its call is never given one', () => {
  const text = json.slice(0, json.indexOf('"call"'))
  expect(parseReply(text, replySchema)).toMatchObject({ status: 'malformed', problems: [expect.stringContaining('call')] })
})

test('a call that is not ship, skip or abstain is a problem that names it', () => {
  const parsed = parseReply(JSON.stringify({ ...reply, call: 'maybe' }), replySchema)
  expect(parsed).toMatchObject({ status: 'malformed', problems: [expect.stringMatching(/^call: .*ship.*skip.*abstain/)] })
})

test('every problem is named at once, with its path', () => {
  const { quote: _omitted, ...rest } = { ...reply, evidence: [{ source: 'readme' }] }
  const parsed = parseReply(JSON.stringify(rest), replySchema)
  expect(parsed.status === 'malformed' && parsed.problems.map((problem) => problem.split(':')[0])).toEqual([
    'evidence[0].from',
    'evidence[0].to',
    'evidence[0].shows',
    'quote',
  ])
})

test.each([
  ['the call, with another one', json.replace('"call": "ship"', '"call": "skip",\n  "call": "ship"'), 'call'],
  ['the call, with the same one', json.replace('"call": "ship"', '"call": "ship",\n  "call": "ship"'), 'call'],
  ['the call, spelled with an escape', json.replace('"call": "ship"', '"call": "skip",\n  "c\\u0061ll": "ship"'), 'call'],
  ['a number of an evidence item', json.replace('"shows"', '"from": 1,\n      "shows"'), 'evidence[0].from'],
  ['the call, in a text that needs fixing', json.replace('"call": "ship"', "'call': 'skip',\n  'call': 'ship',"), 'call'],
  ['the call, in a fence', `\`\`\`json\n${json.replace('"call": "ship"', '"call": "skip", "call": "ship"')}\n\`\`\``, 'call'],
])('%s twice is a problem that names the key: neither value is taken', (_name, text, key) => {
  const problems = [`${key}: this key occurs more than once in its object; write it once.`]
  expect(parseReply(text, replySchema)).toEqual({ status: 'malformed', problems })
})

test.each(['', 'I would ship it.', '[]', '"ship"', 'null', '{'])('%j is no reply', (text) => {
  expect(parseReply(text, replySchema).status).toBe('malformed')
})

test('whatever a model writes, the result is a valid reply or a list of problems', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.nat(json.length).map((end) => json.slice(0, end)),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseReply(text, replySchema)
      if (parsed.status === 'parsed') expect(replySchema.safeParse(parsed.reply).success).toBe(true)
      else expect(parsed.problems.length).toBeGreaterThan(0)
    }),
  )
})
