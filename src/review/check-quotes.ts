import type { Dossier } from '../contracts/dossier.js'
import type { VerdictContent } from '../contracts/revision.js'
import { checkQuote, citedUnits, type QuoteCheck, type Quoted } from '../evidence/check-quote.js'
import { isOrdinaryWord } from '../panels/draft/particulars/known-words.js'
import type { CheckQuoteInput } from './action-inputs.js'
import { noSuchRecord, noSuchVerdict, type ReviewDependencies } from './change-record.js'
import { parseInput } from './inputs.js'
import type { Done } from './refusals.js'
import type { EvidenceItem } from './rules/verdict-lists.js'

export type { QuoteCheck } from '../evidence/check-quote.js'

/** What a person's quote comes to: `verified`, `repaired` or `not found`. The same at a save, in the editor and while someone types (ADR 39). */
export function checkPersonsQuote(quote: Quoted, dossier: Dossier): QuoteCheck {
  return checkQuote(quote, dossier, isOrdinaryWord)
}

/** Content with the source's words for quotes that were nearly theirs, and the numbers of those pieces of evidence, from 1. */
export type Repaired = { content: VerdictContent; repaired: number[] }

/**
 * What a save makes of the quotes in what a person sent. A repaired one gets the source's words, and keeps what was written as `written`; one
 * that is as it was in `kept`, the versions that the person started from, keeps what it had. What was not found stays as it is.
 */
export function repairQuotes(content: VerdictContent, { dossier, kept }: { dossier: Dossier; kept: readonly VerdictContent[] }): Repaired {
  const repaired: number[] = []
  const evidence = content.evidence.map((item, index): EvidenceItem => {
    const { source, quote, shows, written } = item
    const isSame = (other: EvidenceItem) => other.source === source && other.quote === quote
    // The same words may be in a source twice, and cited twice: each piece goes on from its own.
    const nth = content.evidence.slice(0, index).filter(isSame).length
    const was = kept.flatMap((version) => version.evidence.filter(isSame).at(nth) ?? version.evidence.filter(isSame).slice(0, 1))
    const units = [item, ...was].map((candidate) => citedUnits(candidate, dossier)).find((cited) => cited !== undefined)
    const check = checkPersonsQuote({ source, quote, units }, dossier)
    if (check.status === 'repaired') {
      repaired.push(index + 1)
      return { source, quote: check.words, shows, written: quote }
    }
    const sent = written !== undefined && comesTo(quote, { source, quote: written }, dossier) ? written : undefined
    const keeps = check.status === 'not found' ? undefined : (was.find((candidate) => candidate.written !== undefined)?.written ?? sent)
    return { source, quote, shows, ...(units === undefined ? {} : { units }), ...(keeps === undefined ? {} : { written: keeps }) }
  })
  return { content: { ...content, evidence }, repaired }
}

/** Whether these words would have been repaired to that quote: what is sent back is not a claim about what was written. */
function comesTo(quote: string, written: Quoted, dossier: Dossier): boolean {
  const check = checkPersonsQuote(written, dossier)
  return check.status === 'repaired' && check.words === quote
}

/** Looks up a quote that is being written. Reads the frozen sources alone, which everyone at the desk may see, and writes nothing. */
export function createQuoteCheck({ reviews }: Pick<ReviewDependencies, 'reviews'>) {
  return {
    checkQuote: async ({ recordId, verdictId, source, quote }: CheckQuoteInput): Promise<Done<{ check: QuoteCheck }>> => {
      const parsed = parseInput({ passage: { source, quote } })
      if (parsed.status === 'invalid')
        return { ...parsed, problems: parsed.problems.map(({ path, message }) => ({ path: path.replace(/^passage\./, ''), message })) }
      const documents = await reviews.documentsOf(recordId)
      if (documents === null) return noSuchRecord
      const seat = documents.plan.seats.find(({ id }) => id === verdictId)
      const dossier = documents.dossiers.find(({ tool }) => tool.slug === seat?.tool)
      if (dossier === undefined) return noSuchVerdict
      return { status: 'done', check: checkPersonsQuote(parsed.value.passage, dossier) }
    },
  }
}
