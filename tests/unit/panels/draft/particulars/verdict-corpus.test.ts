import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../../../src/platform/files/package-files.js'
import { corpusSource } from '../../../../support/evidence/quote-corpus.js'
import { type Found, findIn, verdictTexts } from '../../../../support/panels/draft/particulars/verdict-corpus.js'

const texts = verdictTexts('verdicts.yaml').map((text) => ({ ...text, found: findIn(text) }))
const voices = verdictTexts('voices.yaml').map((text) => ({ ...text, found: findIn(text) }))

const figures = verdictTexts('figures.yaml').map((text) => ({ ...text, found: findIn(text) }))

const named = (all: readonly { id: string; found: Found }[], of: (found: Found) => readonly { words: string }[]) =>
  all.flatMap(({ id, found }) => of(found).map(({ words }) => `${id}: ${words}`))
const missed = (found: Found) => found.invented.filter(({ marks }) => marks.length === 0)
const accused = (found: Found) => found.true.filter(({ marks }) => marks.length > 0)

test('of 120 particulars in 60 texts, every true one passes and 59 of the 60 invented ones are marked', () => {
  expect(texts).toHaveLength(60)
  expect(texts.flatMap(({ invented }) => invented)).toHaveLength(60)
  expect(named(texts, accused)).toEqual([])
  // The source has dates in two springs.
  expect(named(texts, missed)).toEqual(['v057: last spring'])
  expect(texts.flatMap(({ found }) => found.others.map(({ text }) => text))).toEqual([])
})

test('in 24 texts of other voices, every true particular passes and 31 of the 33 invented ones are marked', () => {
  expect(voices).toHaveLength(24)
  expect(voices.flatMap(({ invented }) => invented)).toHaveLength(33)
  expect(named(voices, accused)).toEqual([])
  // A plain forty is in the source, and "confluent" begins its sentence and is a word.
  expect(named(voices, missed)).toEqual(['w05: forty off', 'w13: Confluent'])
})

test('in 15 texts about sources full of figures, 1 of 56 true particulars is marked and 24 of the 25 invented ones are', () => {
  expect(figures).toHaveLength(15)
  // The source writes 2^31-1.
  expect(named(figures, accused)).toEqual(['x12: two billion documents'])
  // It begins its sentence, and a stripe is a word.
  expect(named(figures, missed)).toEqual(['x13: Stripe'])
  expect(figures.flatMap(({ invented }) => invented)).toHaveLength(25)
})

test('what is shown as the nearest is in the source at its place, and the expected sentence for 30 of 57 at the least', () => {
  const nearest = [...texts, ...voices, ...figures].flatMap(({ found }) =>
    found.invented.flatMap(({ marks }) => marks.flatMap((mark) => mark.nearest ?? [])),
  )
  expect(nearest.length).toBeGreaterThanOrEqual(45)
  for (const { source, says, start, end } of nearest) expect(corpusSource(source).slice(start, end).replace(/\s+/g, ' ').trim()).toBe(says)
  expect(texts.flatMap(({ found }) => found.invented.filter(({ isExpected }) => isExpected)).length).toBeGreaterThanOrEqual(30)
})

test('the table in docs/evidence.md is what these texts come to', () => {
  const docs = readFileSync(join(packageFiles.root, 'docs', 'evidence.md'), 'utf8')
  expect(docs).toContain(table())
})

function table(): string {
  const head = ['| texts | invented | marked | true | marked | other marks | hints shown | as expected |', `|${' --- |'.repeat(8)}`]
  return [...head, rowOf('60 verdicts', texts), rowOf('24 in other voices', voices), rowOf('15 about figures', figures)].join('\n')
}

function rowOf(name: string, all: readonly { found: Found; nearest?: Record<string, string> | undefined }[]): string {
  const invented = all.flatMap(({ found }) => found.invented)
  const held = all.flatMap(({ found }) => found.true)
  const isMarked = ({ marks }: { marks: readonly unknown[] }) => marks.length > 0
  const shown = invented.filter(({ marks }) => marks.some(({ nearest }) => nearest !== null)).length
  const expected = all.flatMap(({ nearest }) => Object.keys(nearest ?? {})).length
  const asExpected = expected === 0 ? '–' : `${invented.filter(({ isExpected }) => isExpected).length} of ${expected}`
  const cells = [name, invented.length, invented.filter(isMarked).length, held.length, held.filter(isMarked).length]
  return `| ${[...cells, all.flatMap(({ found }) => found.others).length, shown, asExpected].join(' | ')} |`
}
