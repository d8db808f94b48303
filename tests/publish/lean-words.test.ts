import { expect, test } from 'vitest'
import { leanText, splitText } from '../../src/publish/lean-words.js'
import { draftedVerdict, fourVerdicts, sampleRecord, sampleTool, unscoredVerdict } from './sample-record.js'

const { personas } = sampleRecord()
const tool = (slug: string, ...[calls, name = slug]: [calls: Parameters<typeof fourVerdicts>[0], name?: string]) =>
  sampleTool(slug, fourVerdicts(calls), { name })
const two = tool('alpha', ['ship', 'skip', 'ship', 'skip'], 'Alpha')
const three = tool('beta', ['ship', 'ship', 'ship', 'skip'], 'Beta')
const none = tool('gamma', ['skip', 'skip', 'skip', 'skip'], 'Gamma')
const oneOfTwo = tool('delta', ['ship', 'skip', 'abstain', 'abstain'], 'Delta')
const silent = sampleTool('mute', [unscoredVerdict('dx')], { name: 'Mute' })

test.each([
  ['with as many calls, in words', [two, three], 'beta', 'The panel leans to Beta, three ships to two.'],
  ['against no ship at all', [none, three], 'beta', 'The panel leans to Beta, three ships to none.'],
  [
    'with unequal numbers of calls, with both counts',
    [three, oneOfTwo],
    'beta',
    'The panel leans to Beta: 3 of 4 calls are ships, against 1 of 2 for Delta.',
  ],
  [
    'among three',
    [two, three, none],
    'beta',
    'The panel leans to Beta: 3 of 4 calls are ships, against 2 of 4 for Alpha and 0 of 4 for Gamma.',
  ],
])('a lean %s', (_name, tools, slug, sentence) => {
  expect(leanText({ lean: { kind: 'leans', tool: slug }, tools })).toBe(sentence)
})

test.each([
  ['of two with the same calls', [three, { ...three, slug: 'b2', name: 'Beta 2' }], 'The panel is level, three ships each.'],
  [
    'of two with the same share of unequal calls',
    [two, oneOfTwo],
    'The panel is level between Alpha and Delta: 2 of 4 for Alpha and 1 of 2 for Delta.',
  ],
  [
    'of the best two of three',
    [two, { ...two, slug: 'a2', name: 'Alpha 2' }, none],
    'The panel is level between Alpha and Alpha 2, 2 of 4 each, against 0 of 4 for Gamma.',
  ],
])('level %s', (_name, tools, sentence) => {
  expect(leanText({ lean: { kind: 'level' }, tools })).toBe(sentence)
})

test.each([
  ['of one tool', [three], 'Three of four calls ship it.'],
  ['without any call', [silent, silent], 'No seat of this panel has a call, so there is nothing to lean on.'],
  ['with calls on one tool alone', [silent, three], 'The panel has no lean: only Beta has calls that count.'],
])('no lean %s', (_name, tools, sentence) => {
  expect(leanText({ lean: { kind: 'none' }, tools })).toBe(sentence)
})

test('the split says who ships both, who skips both and who is split', () => {
  expect(splitText({ personas, tools: [two, three] })).toBe(
    'The Builder and the Futurist ship both; the Founder skips both; the Skeptic is split.',
  )
  expect(splitText({ personas, tools: [three, three, none] })).toBe(
    'The Founder skips all three; the Builder, the Skeptic and the Futurist are split.',
  )
})

test('of a reviewer with an abstention or without a call the split says nothing', () => {
  expect(splitText({ personas, tools: [three, oneOfTwo] })).toBe('The Builder ships both; the Skeptic is split.')
  expect(splitText({ personas, tools: [silent, silent] })).toBeNull()
  expect(splitText({ personas, tools: [three] })).toBeNull()
})

test('jurors that part on one tool make their persona split', () => {
  const parted = sampleTool('two', [draftedVerdict('dx'), draftedVerdict('dx', { model: 'ollama:b', call: 'skip' })])
  expect(splitText({ personas: personas.slice(0, 1), tools: [parted, three] })).toBe('The Builder is split.')
})
