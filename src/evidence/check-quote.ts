import type { Dossier, Source } from '../contracts/dossier.js'
import type { VerdictContent } from '../contracts/verdict.js'
import { onceFor } from '../platform/once-for.js'
import { checkEvidence } from './check-evidence.js'
import { cutPassage } from './cut-passages.js'
import { type IsWord, openNearText } from './near-match.js'

/**
 * What a quote that a person selected, pasted or typed comes to, with its place in the source in UTF-16 code units, end exclusive: `verified`
 * is verbatim but for typesetting, with a `warning` where it leaves out what may change what it says; `repaired` is the one passage that it is but for slips, and `words` are the source's own; else `not found`.
 */
export type QuoteCheck =
  | { status: 'verified'; start: number; end: number; warning?: string }
  | { status: 'repaired'; start: number; end: number; words: string }
  | { status: 'not found'; why: string }

const opened = onceFor((source: Source) => openNearText(source.text))

/** A quote, with the numbers that it was cited by where a juror did. */
export type Quoted = Pick<VerdictContent['evidence'][number], 'source' | 'quote' | 'units'>

/** Holds a quote against the source that it names. `isWord` says which words are English. Linear in the length of the sources. */
export function checkQuote({ source: id, quote, units }: Quoted, dossier: Dossier, isWord: IsWord): QuoteCheck {
  const [checked] = checkEvidence([{ source: id, quote, shows: '', ...(units === undefined ? {} : { units }) }], dossier)
  if (checked?.status === 'found') {
    const { start, end, warning } = checked
    return { status: 'verified', start, end, ...(warning === undefined ? {} : { warning }) }
  }
  const source = dossier.sources.find((candidate) => candidate.id === id)
  const near = source === undefined ? null : opened(source).findNearPassage(quote, isWord)
  if (source === undefined || near === null) return { status: 'not found', why: checked?.why ?? 'nothing was quoted' }
  return { status: 'repaired', ...near, words: source.text.slice(near.start, near.end) }
}

/** The numbers that a quote was cited by, as long as it is what they cut. */
export function citedUnits({ source: id, quote, units }: Quoted, dossier: Dossier): Quoted['units'] {
  const source = dossier.sources.find((candidate) => candidate.id === id)
  if (units === undefined || source === undefined) return undefined
  const cut = cutPassage(source, units)
  return 'quote' in cut && cut.quote === quote ? units : undefined
}
