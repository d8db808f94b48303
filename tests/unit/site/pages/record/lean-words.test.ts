import { expect, test } from 'vitest'
import { leanText, splitText } from '../../../../../src/site/pages/record/lean-words.js'
import {
  draftedVerdict,
  fourVerdicts,
  sampleRecord,
  sampleTool,
  unscoredVerdict,
} from '../../../../support/site/pages/record/sample-record.js'

const { personas } = sampleRecord()
const tool = (slug: string, ...[calls, name = slug]: [calls: Parameters<typeof fourVerdicts>[0], name?: string]) =>
  sampleTool(slug, fourVerdicts(calls), { name })
const two = tool('alpha', ['ship', 'skip', 'ship', 'skip'], 'Alpha')
const three = tool('beta', ['ship', 'ship', 'ship', 'skip'], 'Beta')
const none = tool('gamma', ['skip', 'skip', 'skip', 'skip'], 'Gamma')
const oneOfTwo = tool('delta', ['ship', 'skip', 'abstain', 'abstain'], 'Delta')
const silent = sampleTool('mute', [unscoredVerdict('dx')], { name: 'Mute' })

test.each([
  ['with as many calls, in words', [two, three], 'beta', 'The panel leans to Beta, 3 ships to 2.'],
  ['against no ship at all', [none, three], 'beta', 'The panel leans to Beta, 3 ships to none.'],
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
  ['of two with the same calls', [three, { ...three, slug: 'b2', name: 'Beta 2' }], 'The panel is level, 3 ships each.'],
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
  ['of one tool', [three], '3 of 4 calls ship it.'],
  ['without any call', [silent, silent], 'No seat of this panel has a call, so there is nothing to lean on.'],
  ['with calls on one tool alone', [silent, three], 'The panel has no lean: only Beta has calls that count.'],
])('no lean %s', (_name, tools, sentence) => {
  expect(leanText({ lean: { kind: 'none' }, tools })).toBe(sentence)
})

test('the split says who ships both, who skips both and who ships which alone', () => {
  expect(splitText({ personas, tools: [two, three] })).toBe(
    'The Builder and the Futurist ship both; the Founder skips both; the Skeptic ships Beta alone.',
  )
  expect(splitText({ personas, tools: [three, tool('eta', ['skip', 'ship', 'skip', 'skip'], 'Eta')] })).toBe(
    'The Skeptic ships both; the Founder skips both; the Builder and the Futurist ship Beta alone.',
  )
  expect(splitText({ personas, tools: [three, three, none] })).toBe(
    'The Founder skips all 3; the Builder, the Skeptic and the Futurist call them differently.',
  )
})

test('of a reviewer with an abstention or without a call the split says nothing', () => {
  expect(splitText({ personas, tools: [three, oneOfTwo] })).toBe('The Builder ships both; the Skeptic ships Beta alone.')
  expect(splitText({ personas, tools: [silent, silent] })).toBeNull()
  expect(splitText({ personas, tools: [three] })).toBeNull()
})

test('only a persona whose own jurors part over a tool is called split', () => {
  const parted = sampleTool('two', [draftedVerdict('dx'), draftedVerdict('dx', { model: 'ollama:b', call: 'skip' })])
  expect(splitText({ personas: personas.slice(0, 1), tools: [parted, three] })).toBe('The Builder is split.')
})

/** A tool of so many seats, of which the rest is unscored. */
const called = (name: string, ...[ships, calls, seats, abstained = 0]: [number, number, number, number?]) => ({
  slug: name.toLowerCase(),
  name,
  shortName: null,
  panelShip: {
    ships,
    calls,
    abstained,
    unscored: seats - calls - abstained,
    percent: calls === 0 ? null : Math.round((100 * ships) / calls),
  },
})
const level = { kind: 'level' as const }
const leansTo = (slug: string) => ({ kind: 'leans' as const, tool: slug })
const alone = { kind: 'none' as const }

test.each([
  [
    level,
    [called('A', 2, 2, 4), called('B', 3, 3, 4)],
    'The panel is level between A and B: 2 of 2 for A and 3 of 3 for B. 3 of 8 seats have no call.',
  ],
  [level, [called('A', 2, 2, 4), called('B', 2, 2, 4)], 'The panel is level between A and B, 2 of 2 each. 4 of 8 seats have no call.'],
  [level, [called('A', 1, 2, 4, 2), called('B', 1, 2, 4, 2)], 'The panel is level between A and B, 1 of 2 each.'],
  [level, [called('A', 1, 1, 1), called('B', 1, 1, 1)], 'The panel is level, 1 ship each.'],
  [level, [called('A', 0, 4, 4), called('B', 0, 4, 4)], 'The panel is level: it ships neither.'],
  [level, [called('A', 0, 4, 4), called('B', 0, 4, 4), called('C', 0, 4, 4)], 'The panel is level: it ships none of the 3.'],
  [
    level,
    [called('A', 3, 4, 4), called('B', 3, 4, 4), called('C', 0, 0, 4)],
    'The panel is level between A and B, 3 of 4 each. 4 of 12 seats have no call.',
  ],
  [
    leansTo('b'),
    [called('A', 0, 1, 4), called('B', 1, 1, 4)],
    'The panel leans to B: its only call is a ship, against 0 of 1 for A. 6 of 8 seats have no call.',
  ],
  [leansTo('b'), [called('A', 0, 4, 4), called('B', 1, 4, 4)], 'The panel leans to B, 1 ship to none.'],
  [
    leansTo('b'),
    [called('A', 0, 3, 4), called('B', 1, 4, 4)],
    'The panel leans to B: 1 of 4 calls is a ship, against 0 of 3 for A. 1 of 8 seats has no call.',
  ],
  [
    leansTo('b'),
    [called('Acme Inc.', 0, 3, 4, 1), called('B', 8, 8, 8)],
    'The panel leans to B: 8 of 8 calls are ships, against 0 of 3 for Acme Inc.',
  ],
  [
    leansTo('b'),
    [called('Yahoo!', 0, 3, 4, 1), called('B', 8, 8, 8)],
    'The panel leans to B: 8 of 8 calls are ships, against 0 of 3 for Yahoo!',
  ],
  [alone, [called('A', 1, 4, 4)], '1 of 4 calls ships it.'],
  [alone, [called('A', 0, 4, 4)], 'None of 4 calls ship it.'],
  [alone, [called('A', 1, 1, 4)], 'The only call ships it. 3 of 4 seats have no call.'],
  [alone, [called('A', 0, 1, 1)], 'The only call skips it.'],
  [alone, [called('A', 0, 0, 4, 4)], 'Every seat of this panel abstains, so there is nothing to lean on.'],
  [alone, [called('A', 0, 0, 4, 2)], 'No seat of this panel has a call that counts, so there is nothing to lean on.'],
])('%j of %j', (lean, tools, sentence) => {
  expect(leanText({ lean, tools })).toBe(sentence)
})
