import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Dossier } from '../../../../../src/contracts/dossier.js'
import type { Particular } from '../../../../../src/contracts/particular.js'
import { findParticulars } from '../../../../../src/panels/draft/particulars/check-particulars.js'
import { packageFiles } from '../../../../../src/platform/files/package-files.js'
import { sha256 } from '../../../../../src/platform/hash.js'
import { corpusSource } from '../../../evidence/quote-corpus.js'
import { sampleContent, sampleDossier, samplePersona } from '../../../samples.js'

const words = z.record(z.string(), z.string()).optional()
const verdictSchema = z.strictObject({
  id: z.string(),
  sources: z.array(z.string()),
  text: z.string(),
  true: z.array(z.string()),
  invented: z.array(z.string()),
  /** What the nearest source says of an invented one. */
  nearest: words,
  note: words,
})
type Verdict = z.infer<typeof verdictSchema>

/** The texts of a file of `fixtures/evidence/verdicts`. */
export function verdictTexts(file: string): Verdict[] {
  const text = readFileSync(join(packageFiles.root, 'fixtures', 'evidence', 'verdicts', file), 'utf8')
  return z.strictObject({ verdicts: z.array(verdictSchema) }).parse(parse(text)).verdicts
}

/** What the check finds in a text: which of its particulars are marked, what else is, and whose hints are the expected ones. */
export type Found = {
  invented: { words: string; marks: Particular[]; isExpected: boolean }[]
  true: { words: string; marks: Particular[] }[]
  others: Particular[]
}

/** The marks of a text whose dossier holds its sources and nothing else. */
export function findIn({ text, sources, true: held, invented, nearest }: Verdict): Found {
  const dossier = dossierOf(sources)
  // None of its passages is given, so nothing is said to be in another one.
  const evidence = sources.map((source) => ({ source, quote: 'No such words.', shows: 'It is so.' }))
  const marks = findParticulars(sampleContent({ evidence, answers: [], quote: text }), { dossier, persona: samplePersona() })
  const marksOf = (particular: string) => {
    const start = text.indexOf(particular)
    if (start === -1) throw new Error(`"${particular}" is not in its text`)
    return marks.filter((mark) => mark.start < start + particular.length && mark.end > start)
  }
  const listed = [...held, ...invented].flatMap(marksOf)
  return {
    invented: invented.map((particular) => {
      const own = marksOf(particular)
      const expected = nearest?.[particular]
      return { words: particular, marks: own, isExpected: expected !== undefined && own.some((mark) => saysIt(mark, expected)) }
    }),
    true: held.map((particular) => ({ words: particular, marks: marksOf(particular) })),
    others: marks.filter((mark) => !listed.includes(mark)),
  }
}

/** A hint is cut to what fits, and an expected one may be a part of its sentence: a stretch of both must be the same. */
function saysIt({ nearest }: Particular, expected: string): boolean {
  if (nearest === null) return false
  const [says, wanted] = [letters(nearest.says), letters(expected)]
  const stretch = Math.min(20, wanted.length, says.length)
  return Array.from({ length: wanted.length - stretch + 1 }, (_each, at) => wanted.slice(at, at + stretch)).some((part) =>
    says.includes(part),
  )
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

function dossierOf(ids: readonly string[]): Dossier {
  const [first = ''] = ids
  return sampleDossier({
    license: { name: 'See the source', spdx: null, commercialUse: 'unknown', summary: 'See the source.', source: first },
    entryPrice: { label: 'See the source', amountUsd: null, per: null, note: null, asOf: '2026-11-20', source: first },
    facts: [],
    rivals: [],
    sources: ids.map((id) => {
      const text = corpusSource(id)
      const published = { publishedOn: '2026-11-01', retrievedOn: '2026-11-19', origin: 'authored' as const }
      return {
        id,
        kind: 'documentation',
        title: id,
        publisher: 'Someone',
        url: `https://example.com/${id}`,
        ...published,
        text,
        sha256: sha256(text),
      }
    }),
  })
}
