import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Particular } from '../../../../../src/contracts/particular.js'
import { draftSchema } from '../../../../../src/contracts/verdict.js'
import { examineReply } from '../../../../../src/panels/draft/check-reply.js'
import { findParticulars, particularFlags } from '../../../../../src/panels/draft/particulars/check-particulars.js'
import { inventedFacts, nearlyTrue, passages, richDossier } from '../../../../support/panels/draft/particulars/corpus.js'
import { sampleContent, samplePersona } from '../../../../support/samples.js'

const dossier = richDossier()
const persona = samplePersona()

function marksOf(quote: string, answer = 'A search index.'): Particular[] {
  const answers = [
    { ask: 'primitive', answer },
    { ask: 'moat', answer: 'thin' },
  ]
  return findParticulars(sampleContent({ evidence: [...passages], answers, quote }), { dossier, persona })
}

const only = (marks: readonly Particular[]): Particular => {
  const [mark, ...others] = marks
  if (mark === undefined || others.length > 0) throw new Error(`one mark expected, ${marks.length} found`)
  return mark
}

test('a mark says where the particular is, in which sentence, what it cites, and what the nearest source says', () => {
  const quote = 'I read it. It indexes 2.5 times as many pages a second as Quaylog [6]. Ship.'
  const mark = only(marksOf(quote))
  expect(quote.slice(mark.start, mark.end)).toBe('2.5 times')
  expect(quote.slice(mark.sentence.start, mark.sentence.end)).toBe('It indexes 2.5 times as many pages a second as Quaylog [6].')
  const says = 'It indexes 1.8 times as many pages a second as Quaylog.'
  const start = dossier.sources[1]?.text.indexOf(says) ?? -1
  expect(mark).toEqual({
    part: 'quote',
    start: quote.indexOf('2.5'),
    end: quote.indexOf('2.5') + '2.5 times'.length,
    text: '2.5 times',
    sentence: { start: 11, end: quote.indexOf(' Ship.') },
    cites: [6],
    missingIn: 'no source',
    flag: 'quote: "2.5 times" is nowhere in the dossier, in “It indexes 2.5 times as many pages a second as Quaylog [6].”; the source "benchmarks" says “It indexes 1.8 times as many pages a second as Quaylog.”; take it out, or cite what says it.',
    nearest: { source: 'benchmarks', says, start, end: start + says.length },
  })
})

test('a mark of what another passage says points at that passage', () => {
  const mark = only(marksOf('It answers in 38 ms, for $29 a month [1].'))
  expect(mark).toMatchObject({ text: '38 ms', missingIn: 'another passage', cites: [1], nearest: { source: 'benchmarks' } })
  const { start = 0, end = 0 } = mark.nearest ?? {}
  expect(dossier.sources[1]?.text.slice(start, end)).toContain('38 ms at the median')
})

test('a price is compared with a price, a version with a version and a license with a license', () => {
  const near: [claim: string, says: string][] = [
    ['The Team plan is 49 USD a month.', 'The Team plan costs 29 USD a month for five seats.'],
    ['Each further seat is 9 USD.', 'Each further seat is 4.50 USD.'],
    ['Recall is 98.7 % on the BEIR collection.', 'Recall is 94.2 % on the BEIR collection.'],
    ['A trial lasts 60 days.', 'A trial lasts 30 days.'],
    ['The free plan ended on 1 July 2025.', 'The free plan ended on 1 March 2026.'],
    ['The index of 90 million pages fits.', 'The index of 70 million pages takes 140 GB on disk.'],
    [
      'Production use is free, and each version becomes available under GPL after years.',
      'Four years after its release each version becomes available under Apache 2.0.',
    ],
    ['The run used PostgreSQL 17.4.', 'The run used PostgreSQL 16.2 and Debian 12.'],
    ['It has 85 employees in Rotterdam.', 'Ferry Works has 12 employees in Rotterdam.'],
  ]
  for (const [claim, says] of near) expect(only(marksOf(`${claim} Ship.`)).nearest?.says, claim).toBe(says)
})

test('what no sentence of the sources speaks of has no hint, rather than a wrong one', () => {
  for (const claim of [
    'Netflix pays for it.',
    'It has 23,000 stars.',
    'It needs CUDA.',
    'Its uptime was 99.95 %.',
    'It earned $40M.',
    'It ships on 14 May 2029.',
  ])
    expect(only(marksOf(claim)).nearest, claim).toBeNull()
})

test('each sentence has one flag, which its marks carry to the letter, and the flags are those of the check', () => {
  const reply = sampleContent({
    evidence: [...passages],
    answers: [],
    quote: 'Netflix pays $40M [1]. Siemens pays 50 USD [1]. It costs 29 USD.',
  })
  const marks = findParticulars(reply, { dossier, persona })
  expect(marks.map(({ text }) => text)).toEqual(['Netflix', '$40M', 'Siemens', '50 USD'])
  expect(particularFlags(marks)).toHaveLength(2)
  const { warnings, particulars } = examineReply(reply, persona, dossier)
  expect(particulars).toEqual(marks)
  expect(warnings).toEqual(expect.arrayContaining(particularFlags(marks)))
})

test('marks are at their words in any spelling: markers inside, full width, invisible signs, emoji, ligatures, Arabic digits', () => {
  const texts: [quote: string, marked: string][] = [
    ['🙂 It costs ＄４９ a month [1].', '＄４９'],
    ['Used by Net\u200bflix [1].', 'Net\u200bflix'],
    ['It has 23\u202f000 stars, says 🙂 Netﬂix [1].', '23\u202f000'],
    ['“Quoted” – it costs 4 [1] 900 USD.', '900 USD'],
    ['It has ٢٣٬٠٠٠ stars.', '٢٣٬٠٠٠'],
    ['e\u0301tude: it takes 900 ms [1].', '900 ms'],
    ['It takes 7½ hours [1].', '7½ hours'],
    ['Licensed under AGPLv3 since. [1]', 'AGPLv3'],
  ]
  for (const [quote, marked] of texts)
    expect(
      marksOf(quote).map(({ start, end }) => quote.slice(start, end)),
      quote,
    ).toContain(marked)
})

test('whatever the text, marks lie in their sentence in order, and the draft that holds them can be stored', () => {
  const claims = [...inventedFacts, ...nearlyTrue].map(([claim]) => claim)
  const piece = fc.oneof(
    fc.constantFrom(...claims),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.constantFrom(' ', '\n\n', '. ', '[1]', '🙂', '\u00ad', '２', '½'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const quote = pieces.join(' ')
      const marks = marksOf(quote)
      for (const { start, end, sentence } of marks) {
        expect(start).toBeGreaterThanOrEqual(sentence.start)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(sentence.end)
      }
      expect(draftSchema.shape.particulars.safeParse(marks).success).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('what is marked is bounded, whatever is written', () => {
  const quote = Array.from({ length: 300 }, (_each, index) => `Netflix pays ${index + 100}.75 USD and ${index + 101}.5 GB [1].`).join(' ')
  expect(marksOf(quote).length).toBeLessThanOrEqual(24 * 12)
  expect(marksOf(Array.from({ length: 5_000 }, (_each, index) => `${index + 1}.75 USD,`).join(' ')).length).toBeLessThanOrEqual(12)
})
