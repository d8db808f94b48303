import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkQuote, type QuoteCheck } from '../../../src/evidence/check-quote.js'
import { isOrdinaryWord } from '../../../src/panels/draft/particulars/known-words.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { alteredQuotes, corpusSource, trueQuotes } from '../../support/evidence/quote-corpus.js'
import { sampleDossier } from '../../support/samples.js'

const names = [...new Set([...trueQuotes, ...alteredQuotes].map(({ source }) => source))]
const [sample] = sampleDossier().sources
if (sample === undefined) throw new Error('the sample has no source')
const dossier = sampleDossier({ sources: names.map((id) => ({ ...sample, id, text: corpusSource(id) })) })

const check = ({ source, pasted }: { source: string; pasted: string }) => checkQuote({ source, quote: pasted }, dossier, isOrdinaryWord)
const trueOnes = trueQuotes.map((quote) => ({ ...quote, checked: check(quote) }))
const alteredOnes = alteredQuotes.map((quote) => ({ ...quote, checked: check(quote) }))

test('none of 100 altered quotes is verified or repaired', () => {
  expect(alteredOnes).toHaveLength(100)
  expect(alteredOnes.filter(({ checked }) => checked.status !== 'not found')).toEqual([])
})

test('none of 100 true quotes is refused', () => {
  expect(trueOnes).toHaveLength(100)
  expect(trueOnes.filter(({ checked }) => checked.status === 'not found')).toEqual([])
})

test('a slip is repaired and never passes for verbatim', () => {
  expect(trueOnes.filter(({ expect: expected, checked }) => expected === 'repaired' && checked.status !== 'repaired')).toEqual([])
})

test('what is found for a true quote is the passage that was meant', () => {
  const letters = (text: string) => text.normalize('NFC').replace(/\[\^\w+\]|[^\p{L}\p{N}]/gu, '')
  const elsewhere = trueOnes.filter(({ source, passage, checked }) => {
    if (checked.status === 'not found') return true
    const found = letters(corpusSource(source).slice(checked.start, checked.end))
    // The mark of a note or of a list is left out of one or the other.
    return !letters(passage).includes(found) || letters(passage).length - found.length > 3
  })
  expect(elsewhere).toEqual([])
})

test('the table in docs/evidence.md is what these quotes come to', () => {
  const docs = readFileSync(join(packageFiles.root, 'docs', 'evidence.md'), 'utf8')
  expect(docs).toContain(table())
})

function table(): string {
  const rows = [
    ...rowsOf(trueOnes, (how) => kindOfTrue(how)),
    ...rowsOf(alteredOnes, (how) => `altered: ${how}`),
    totalOf('100 true', trueOnes),
    totalOf('100 altered', alteredOnes),
  ]
  return ['| kind of change | verified | repaired | not found |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function kindOfTrue(how: string): string {
  if (how.startsWith('typo')) return 'true: a word mistyped'
  if (how === 'the left out' || how === 'article left out') return 'true: an article left out'
  return how === 'the added' ? 'true: an article put in' : 'true: typesetting and copying'
}

type Looked = { how: string; checked: QuoteCheck }

function rowsOf(quotes: readonly Looked[], kindOf: (how: string) => string): string[] {
  const kinds = [...new Set(quotes.map(({ how }) => kindOf(how)))]
  return kinds.map((kind) =>
    totalOf(
      kind,
      quotes.filter(({ how }) => kindOf(how) === kind),
    ),
  )
}

function totalOf(name: string, quotes: readonly Looked[]): string {
  const count = (status: QuoteCheck['status']) => quotes.filter(({ checked }) => checked.status === status).length
  return `| ${name} | ${count('verified')} | ${count('repaired')} | ${count('not found')} |`
}
