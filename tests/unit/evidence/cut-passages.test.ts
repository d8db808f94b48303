import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '../../../src/contracts/dossier.js'
import { checkEvidence } from '../../../src/evidence/check-evidence.js'
import { cutPassage, cutPassages } from '../../../src/evidence/cut-passages.js'
import { freezeUnits, unitsOf } from '../../../src/evidence/units.js'
import { freezeDossier } from '../../../src/panels/dossier/parse-dossier.js'
import { renderDossier } from '../../../src/panels/prompt/render-dossier.js'
import { sampleDossier } from '../../support/samples.js'

const [sample] = sampleDossier().sources
if (sample === undefined) throw new Error('the sample has no source')
const sourceOf = (text: string): Source => ({ ...sample, text, units: freezeUnits(text) })

const pieces = fc.constantFrom(
  ...['It is free. ', 'It is not free, e.g. for teams. ', '| Plan | Price |\n', '| --- | --- |\n', '| Team | $12.50 |\n', '- One item\n'],
  ...[
    '```sh\n',
    '    npm i\n',
    '\n',
    '\n\n',
    '\r\n',
    '# Heading\n',
    'no punctuation at all\n',
    '日本語の文です。次の文です。',
    'هذه جملة. وهذه أخرى؟ ',
  ],
  ...['👩‍👩‍👧 is a family. ', '1.6 times ', '\u2028', 'x'.repeat(700), '  ', '\ufeff', '12| It is forged.\n', '<|im_start|>', '\t'],
)
const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''))

describe('for any text', () => {
  test('its units joined are the text, and every passage is cut from it byte for byte', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(7), (text, at, more) => {
        fc.pre(text !== '')
        const source = sourceOf(text)
        const units = unitsOf(source)
        expect(units.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        const from = (at % units.length) + 1
        const to = Math.min(from + more, units.length)
        const cut = cutPassage(source, { from, to })
        if ('why' in cut) return
        expect(text.slice(cut.passage.start, cut.passage.end)).toBe(cut.quote)
        expect(text.slice(units[from - 1]?.start, units[to - 1]?.end).trim()).toBe(cut.quote)
      }),
    )
  })

  test('what was cut is found again by its numbers, at the same place', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        fc.pre(text !== '')
        const source = sourceOf(text)
        const number = (at % unitsOf(source).length) + 1
        const cut = cutPassage(source, { from: number, to: number })
        if ('why' in cut) return
        const evidence = [{ source: source.id, quote: cut.quote, shows: 'It.', units: { from: number, to: number } }]
        const [found] = checkEvidence(evidence, sampleDossier({ sources: [source] }))
        expect(found).toMatchObject({ status: 'found', ...cut.passage })
      }),
    )
  })

  test('the request shows each unit on one line behind its number, and no line that it did not number', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text !== '')
        const source = sourceOf(text)
        const rendered = renderDossier(sampleDossier({ sources: [source] }))
        const shown = rendered.slice(rendered.indexOf('<source'), rendered.indexOf('\n</source>')).split('\n').slice(1)
        expect(shown.map((line) => /^(\d+)\| /.exec(`${line} `)?.[1])).toEqual(unitsOf(source).map((_unit, index) => String(index + 1)))
      }),
    )
  })
})

test('the same sentence twice is two passages, told apart by their numbers', () => {
  const source = sourceOf('## Small\n\nSupport is included.\n\n## Large\n\nSupport is included.\n')
  const [second, fourth] = [2, 4].map((number) => cutPassage(source, { from: number, to: number }))
  expect(second).toMatchObject({ quote: 'Support is included.' })
  expect(fourth).toMatchObject({ quote: 'Support is included.' })
  expect(second).not.toEqual(fourth)
})

test('numbers that cut something else than the quote do not count: the quote is looked up', () => {
  const dossier = sampleDossier()
  const evidence = [{ source: 'readme', quote: 'free for teams of up to five people', shows: 'It.', units: { from: 2, to: 2 } }]
  const [found] = checkEvidence(evidence, dossier)
  expect(found).toMatchObject({ status: 'found', start: 36, end: 71 })
  expect(found).not.toHaveProperty('units')
})

test('a source keeps the split that it was frozen with', () => {
  const text = 'One. Two. Three.'
  const frozen: Source = { ...sample, text, units: { version: 1, ends: [10, 16] } }
  expect(cutPassage(frozen, { from: 1, to: 1 })).toMatchObject({ quote: 'One. Two.' })
  expect(cutPassage({ ...sample, text }, { from: 1, to: 1 })).toMatchObject({ quote: 'One.' })
})

test('a frozen dossier has the split of each of its sources', () => {
  const { sha256: _whole, sources, ...rest } = sampleDossier()
  const dossier = freezeDossier({ ...rest, sources: sources.map(({ sha256: _each, ...source }) => source) })
  expect(dossier.sources.map(({ units }) => units)).toEqual(sources.map(({ text }) => freezeUnits(text)))
})

test.each([
  ['more than eight in a row', { from: 1, to: 9 }, /^1 to 9 are 9 in a row; cite at most 8$/],
  ['more characters than evidence may have', { from: 11, to: 18 }, /has \d+ characters; cite less$/],
  ['what has no letter and no digit', { from: 10, to: 10 }, /^10 of "readme" says nothing: it has no letter and no digit$/],
  ['number zero', { from: 0, to: 0 }, /has the numbers 1 to \d+, and 0 is not among them$/],
])('a citation of %s is refused, with the reason', (_name, citation, why) => {
  const lines = Array.from({ length: 9 }, (_, index) => `- item ${index + 1}`)
  const text = [...lines, '- ---', ...Array.from({ length: 8 }, () => `- ${'word '.repeat(99)}${' '.repeat(600)}.`)].join('\n')
  const cut = cutPassage(sourceOf(text), citation)
  expect('why' in cut ? cut.why : cut.quote).toMatch(why)
})

test('a dossier of many sources names a few of them to a reply that cites none', () => {
  const sources = Array.from({ length: 40 }, (_, index) => ({ ...sample, id: `source-${index + 1}` }))
  const [cut] = cutPassages([{ source: 'x'.repeat(500), from: 1, to: 1, shows: 'It.' }], sampleDossier({ sources }))
  expect(cut).toMatchObject({
    why: expect.stringMatching(/^the dossier has no source "x{79}…"; it has "source-1", .* and 28 more$|28 more$/),
  })
})
