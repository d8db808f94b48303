import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { VerdictContent } from '../../../../src/contracts/revision.js'
import { mergeVerdicts } from '../../../../src/review/rules/merge.js'
import { mergeText, type TextPart } from '../../../../src/review/rules/merge-text.js'
import { wordsOf } from '../../../../src/review/rules/tokens.js'
import { content } from '../../../support/review/rules/sample-review.js'

const merged = (parts: readonly TextPart[]) =>
  parts.map((part) => (part.kind === 'agreed' ? part.text : `{${part.base}|${part.theirs}|${part.yours}}`)).join('')

test.each([
  [
    'different words both stand',
    'The cat sat on the mat.',
    'The dog sat on the mat.',
    'The cat sat on the rug.',
    'The dog sat on the rug.',
  ],
  ['neighbouring words are different words', 'one two three', 'ONE two three', 'one TWO three', 'ONE TWO three'],
  ['the same change is no conflict', 'a b c', 'a x c', 'a x c', 'a x c'],
  ['the same words in two ways are a conflict', 'the cat sat', 'the dog sat', 'the cow sat', 'the {cat|dog|cow} sat'],
  ['a deletion against a change is a conflict', 'a big cat sat', 'a cat sat', 'a huge cat sat', 'a {big ||huge }cat sat'],
  ['two insertions at one place are a conflict', 'a b', 'a x b', 'a y b', 'a {|x |y }b'],
  ['an insertion beside a change stands', 'a b.', 'a c.', 'a b. New.', 'a c. New.'],
  ['an insertion that touches a change stands', 'a b', 'a c', 'a b.', 'a c.'],
  ['an empty base', '', 'x', 'y', '{|x|y}'],
])('%s', (_name, base, theirs, yours, expected) => {
  expect(merged(mergeText({ base, theirs, yours }))).toBe(expected)
})

test('two changes that would run two words into one count as one conflict', () => {
  const parts = mergeText({ base: 'a (b)', theirs: 'a(b)', yours: 'a b)' })
  expect(parts.some(({ kind }) => kind === 'conflict')).toBe(true)
})

test('a conflict beside a change that would run into it takes it in', () => {
  const parts = mergeText({ base: ',license 3.5', theirs: 'ship ', yours: 'shipship, ' })
  for (const side of ['theirs', 'yours'] as const) {
    const text = parts.map((part) => (part.kind === 'conflict' ? part[side] : part.text)).join('')
    expect(wordsOf(text)).toContain(side === 'theirs' ? 'ship' : 'shipship')
  }
})

const word = fc.constantFrom('ship', 'skip', 'small', 'team', 'pays', 'license', "don't", '3.5', '日本', '(', '.', ',', '[1]', "'")
const text = fc.array(fc.tuple(word, fc.constantFrom(' ', ' ', '', '\n')), { maxLength: 14 }).map((pairs) => pairs.flat().join(''))

/** A text with a few of its pieces replaced, removed or added to: what a person makes of it. */
const editOf = (base: string) =>
  fc.array(fc.record({ at: fc.nat(), removed: fc.nat(3), added: fc.array(word, { maxLength: 3 }) }), { maxLength: 3 }).map((edits) => {
    const pieces = base.split(/(\s+)/)
    for (const { at, removed, added } of edits) pieces.splice(at % (pieces.length + 1), removed, ...added.flatMap((piece) => [piece, ' ']))
    return pieces.join('')
  })
const threeTexts = text.chain((base) =>
  fc.record({ base: fc.constant(base), theirs: fc.oneof(editOf(base), text), yours: fc.oneof(editOf(base), text) }),
)

test('an edit merged with no edit is the edit, on either side', () => {
  fc.assert(
    fc.property(threeTexts, ({ base, theirs }) => {
      for (const three of [
        { base, theirs, yours: base },
        { base, theirs: base, yours: theirs },
        { base, theirs, yours: theirs },
      ]) {
        expect(merged(mergeText(three))).toBe(theirs)
      }
    }),
  )
})

test('it does not matter who saved first: conflicts have their sides swapped and nothing else differs', () => {
  fc.assert(
    fc.property(threeTexts, ({ base, theirs, yours }) => {
      const swapped = mergeText({ base, theirs: yours, yours: theirs }).map((part): unknown =>
        part.kind === 'conflict' ? { ...part, theirs: part.yours, yours: part.theirs } : { kind: part.kind, text: part.text },
      )
      const parts = mergeText({ base, theirs, yours }).map((part): unknown =>
        part.kind === 'conflict' ? part : { kind: part.kind, text: part.text },
      )
      expect(parts).toEqual(swapped)
    }),
    { numRuns: 500 },
  )
})

const counts = (words: readonly string[]) => {
  const map = new Map<string, number>()
  for (const each of words) map.set(each, (map.get(each) ?? 0) + 1)
  return map
}
/** Words a version has more often than the base has. */
const addedWords = (base: string, version: string) => {
  const known = counts(wordsOf(base))
  return [...counts(wordsOf(version))].flatMap(([each, count]): [string, number][] =>
    count > (known.get(each) ?? 0) ? [[each, count]] : [],
  )
}

test('no word that either wrote is lost', () => {
  fc.assert(
    fc.property(threeTexts, ({ base, theirs, yours }) => {
      const parts = mergeText({ base, theirs, yours })
      const all = new Set(wordsOf(parts.map((part) => (part.kind === 'agreed' ? part.text : ` ${part.theirs} ${part.yours} `)).join('')))
      for (const [each] of [...addedWords(base, theirs), ...addedWords(base, yours)]) expect([...all]).toContain(each)
    }),
    { numRuns: 1000 },
  )
})

test('each side reads in the merge as it was written: choosing it everywhere gives a text with all its words in their order', () => {
  fc.assert(
    fc.property(threeTexts, ({ base, theirs, yours }) => {
      const parts = mergeText({ base, theirs, yours })
      for (const [side, version, other] of [
        ['theirs', theirs, yours],
        ['yours', yours, theirs],
      ] as const) {
        const own = parts.map((part) => (part.kind === 'conflict' ? part[side] : part.text)).join('')
        const otherAdded = new Set(addedWords(base, other).map(([each]) => each))
        const expected = new Set(addedWords(base, version).map(([each]) => each))
        for (const each of expected) if (!otherAdded.has(each)) expect(wordsOf(own)).toContain(each)
      }
    }),
  )
})

const prediction = { statement: 'It ships a hosted index.', deadline: '2027-01-31', probability: 0.4, resolution: 'Look for a price list.' }
const passage = (quote: string, shows = `It shows ${quote}.`) => ({ source: 'readme', quote, shows })
const base = content({
  evidence: [passage('alpha beta'), passage('gamma delta')],
  quote: 'One claim [1]. Another claim [2].',
  predictions: [prediction],
})

test('edits of different fields both stand', () => {
  const theirs = { ...base, call: 'skip' as const, predictions: [{ ...prediction, probability: 0.5 }] }
  const yours = {
    ...base,
    quote: 'One claim [1]. A better claim [2].',
    answers: [
      { ask: 'primitive', answer: 'An index.' },
      { ask: 'moat', answer: 'thin' },
    ],
  }
  expect(mergeVerdicts({ base, theirs, yours })).toEqual({
    status: 'clean',
    content: { ...base, call: 'skip', predictions: theirs.predictions, quote: yours.quote, answers: yours.answers },
  })
})

test('evidence that both added gets a number each, and each marker follows its own', () => {
  const theirs = {
    ...base,
    evidence: [...base.evidence, passage('epsilon zeta')],
    quote: 'One claim [1]. Their claim [3]. Another claim [2].',
  }
  const yours = { ...base, evidence: [...base.evidence, passage('eta theta')], quote: 'One claim [1]. Another claim [2]. Your claim [3].' }
  const { status, content: result } = mergeVerdicts({ base, theirs, yours })
  expect(status).toBe('clean')
  expect(result.evidence.map(({ quote }) => quote)).toEqual(['alpha beta', 'gamma delta', 'epsilon zeta', 'eta theta'])
  expect(result.quote).toBe('One claim [1]. Their claim [3]. Another claim [2]. Your claim [4].')
})

test('a removed passage takes the numbers behind it along', () => {
  const theirs = { ...base, evidence: [passage('gamma delta')], quote: 'Another claim [1].' }
  const yours = { ...base, quote: 'One claim [1]. Another claim [2]. A third claim [2].' }
  expect(mergeVerdicts({ base, theirs, yours })).toMatchObject({
    status: 'clean',
    content: { evidence: [{ quote: 'gamma delta' }], quote: 'Another claim [1]. A third claim [1].' },
  })
})

test('a passage that one removed and the other newly leans on is a conflict', () => {
  const theirs = { ...base, evidence: [passage('alpha beta')], quote: 'One claim [1].' }
  const yours = { ...base, quote: 'One claim [1]. Another claim [2]. A third claim [2].' }
  const merge = mergeVerdicts({ base, theirs, yours })
  expect(merge.status === 'conflict' && merge.conflicts.map(({ id }) => id)).toContain('evidence 2')
  expect(merge.content.evidence).toHaveLength(2)
})

test('a marker that named no passage does not come to name one that the other added', () => {
  const theirs = {
    ...base,
    evidence: [...base.evidence, passage('epsilon zeta')],
    quote: 'Their claim [3]. One claim [1]. Another claim [2].',
  }
  const yours = { ...base, quote: 'One claim [1]. Another claim [2]. A loose claim [3].' }
  expect(mergeVerdicts({ base, theirs, yours }).content.quote).toBe('Their claim [3]. One claim [1]. Another claim [2]. A loose claim [6].')
})

test('a passage that one removed and the other rewrote is a conflict, and stays until someone chooses', () => {
  const theirs = { ...base, evidence: [passage('alpha beta')], quote: 'One claim [1].' }
  const yours = { ...base, evidence: [passage('alpha beta'), passage('gamma delta', 'It shows much.')] }
  const merge = mergeVerdicts({ base, theirs, yours })
  expect(merge).toMatchObject({
    status: 'conflict',
    conflicts: [
      { id: 'evidence 2', theirs: null, yours: JSON.stringify({ quote: 'gamma delta', shows: 'It shows much.', source: 'readme' }) },
    ],
  })
  expect(merge.content.evidence).toHaveLength(2)
  const chosen = mergeVerdicts({ base, theirs, yours, choices: { 'evidence 2': 'theirs' } })
  expect(chosen).toMatchObject({ status: 'clean', content: { evidence: [{ quote: 'alpha beta' }], quote: 'One claim [1].' } })
})

test('a conflict within a text comes with the rest of its sentence, as it was where that is in conflict too', () => {
  const quoteOf = (a: string, b: string) => `It is new. The ${a} model runs on ${b} cards [1]. It ends.`
  const [from, theirs, yours] = [quoteOf('small', 'two'), quoteOf('large', 'four'), quoteOf('tiny', 'many')].map((quote) => ({
    ...base,
    quote,
  })) as [VerdictContent, VerdictContent, VerdictContent]
  const merge = mergeVerdicts({ base: from, theirs, yours })
  expect(merge.status === 'conflict' && merge.conflicts.map(({ id, around }) => [id, around])).toEqual([
    ['quote', { before: 'The ', after: ' model runs on two cards [1]. ' }],
    ['quote 2', { before: 'The small model runs on ', after: ' cards [1]. ' }],
  ])
})

test('calls, deadlines and probabilities are settled whole, and every conflict has its own name', () => {
  const theirs = { ...base, call: 'skip' as const, quote: 'X claim [1]. Y claim [2].', predictions: [{ ...prediction, probability: 0.5 }] }
  const yours = {
    ...base,
    call: 'abstain' as const,
    quote: 'P claim [1]. Q claim [2].',
    predictions: [{ ...prediction, probability: 0.6 }],
  }
  const merge = mergeVerdicts({ base, theirs, yours })
  expect(merge.status === 'conflict' && merge.conflicts).toEqual([
    { id: 'prediction 1 probability', base: '0.4', theirs: '0.5', yours: '0.6' },
    { id: 'quote', base: 'One', theirs: 'X', yours: 'P', around: { before: '', after: ' claim [1]. ' } },
    { id: 'quote 2', base: 'Another', theirs: 'Y', yours: 'Q', around: { before: '', after: ' claim [2].' } },
    { id: 'call', base: 'ship', theirs: 'skip', yours: 'abstain' },
  ])
  expect(merge.content.quote).toBe('X P claim [1]. Y Q claim [2].')
  const choices = { 'prediction 1 probability': 'yours', quote: 'theirs', 'quote 2': 'yours', call: 'yours' } as const
  expect(mergeVerdicts({ base, theirs, yours, choices })).toMatchObject({
    status: 'clean',
    content: { call: 'abstain', quote: 'X claim [1]. Q claim [2].', predictions: [{ probability: 0.6 }] },
  })
})

const evidenceOf = fc.array(fc.record({ source: fc.constantFrom('readme', 'pricing'), quote: text, shows: text }), { maxLength: 4 })
const verdict: fc.Arbitrary<VerdictContent> = fc.record({
  evidence: evidenceOf,
  answers: fc.uniqueArray(fc.record({ ask: fc.constantFrom('primitive', 'moat', 'risk'), answer: text }), { selector: ({ ask }) => ask }),
  predictions: fc.array(
    fc.record({
      statement: text,
      deadline: fc.constantFrom('2027-01-31', '2027-06-30'),
      probability: fc.constantFrom(0.2, 0.5),
      resolution: text,
    }),
    { maxLength: 3 },
  ),
  quote: fc.array(fc.oneof(word, fc.constantFrom('[1]', '[2]', '[1, 3]', '[7]')), { maxLength: 12 }).map((words) => words.join(' ')),
  call: fc.constantFrom('ship', 'skip', 'abstain'),
})
/** A verdict made from another: each field kept, or taken from a stranger. */
const versionOf = (from: VerdictContent) =>
  fc.tuple(verdict, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())).map(([other, [a, b, c, d, e]]) => ({
    evidence: a ? [...from.evidence.slice(0, -1), ...other.evidence.slice(0, 1)] : from.evidence,
    answers: b ? other.answers : from.answers,
    predictions: c ? [...other.predictions.slice(0, 1), ...from.predictions] : from.predictions,
    quote: d ? other.quote : from.quote,
    call: e ? other.call : from.call,
  }))
const threeVerdicts = verdict.chain((from) => fc.record({ base: fc.constant(from), theirs: versionOf(from), yours: versionOf(from) }))

test('a verdict edited by one alone is that edit, list by list', () => {
  fc.assert(
    fc.property(threeVerdicts, ({ base: from, theirs }) => {
      for (const three of [
        { base: from, theirs, yours: from },
        { base: from, theirs: from, yours: theirs },
        { base: from, theirs, yours: theirs },
      ]) {
        expect(mergeVerdicts(three)).toEqual({ status: 'clean', content: theirs })
      }
    }),
    { numRuns: 300 },
  )
})

test('a choice for each conflict settles the merge, whatever is chosen', () => {
  fc.assert(
    fc.property(threeVerdicts, fc.constantFrom('theirs', 'yours', 'both'), (three, choice) => {
      const merge = mergeVerdicts(three)
      const conflicts = merge.status === 'conflict' ? merge.conflicts : []
      const choices = Object.fromEntries(conflicts.map(({ id }) => [id, choice] as const))
      expect(Object.keys(choices)).toHaveLength(conflicts.length)
      expect(mergeVerdicts({ ...three, choices }).status).toBe('clean')
    }),
    { numRuns: 300 },
  )
})

test('no word of either verdict is lost, and conflicts are the same in either order', () => {
  fc.assert(
    fc.property(threeVerdicts, ({ base: from, theirs, yours }) => {
      const merge = mergeVerdicts({ base: from, theirs, yours })
      const swapped = mergeVerdicts({ base: from, theirs: yours, yours: theirs })
      const conflicts = merge.status === 'conflict' ? merge.conflicts : []
      const swappedBack = (swapped.status === 'conflict' ? swapped.conflicts : []).map((each) => ({
        ...each,
        theirs: each.yours,
        yours: each.theirs,
      }))
      expect(conflicts).toEqual(swappedBack)
      if (conflicts.length === 0) expect(merge.content).toEqual(swapped.content)
      // Items are in conflicts as JSON, where a new line is written with a letter.
      const versions = conflicts.flatMap((each) => [each.theirs, each.yours]).map((each) => (each ?? '').replaceAll('\\n', ' '))
      const kept = new Set(wordsOf([allText(merge.content), ...versions].join(' ')))
      for (const version of [theirs, yours]) {
        const before = new Set(wordsOf(allText(from)))
        for (const each of wordsOf(allText(version))) if (!before.has(each) && !/^\d+$/.test(each)) expect([...kept]).toContain(each)
      }
    }),
    { numRuns: 300 },
  )
})

function allText({ quote, answers, evidence, predictions }: VerdictContent): string {
  const parts = [quote, ...answers.map(({ answer }) => answer), ...evidence.flatMap((item) => [item.quote, item.shows])]
  return [...parts, ...predictions.flatMap((item) => [item.statement, item.resolution])].join(' ')
}
