import type { FieldEntry } from '../../contracts/facts-reply.js'
import type { Found, Proposed, ProposedFields, ProposedPrice } from '../../contracts/proposal.js'
import { isFreeCell, readFree } from '../../evidence/fields/free.js'
import { readMoney } from '../../evidence/fields/money.js'
import { priced } from '../../evidence/fields/offer.js'
import { licenseTerms } from '../../evidence/licenses/license-terms.js'
import { readLicenseWords } from '../../evidence/licenses/license-words.js'
import { findRider } from '../../evidence/licenses/riders.js'
import { clip } from '../../platform/text/clip.js'
import type { PassageSays } from './held-to-passage.js'
import { onOneLine, whyNotPlain } from './plain-words.js'

/** What a model filled in of a tool's profile, each value with its passage. */
export type FieldValues = {
  name?: Proposed<string>
  vendor?: Proposed<string>
  category?: Proposed<string>
  tagline?: Proposed<string>
  description?: Proposed<string>
  license?: NonNullable<ProposedFields['license']>
  entryPrice?: NonNullable<ProposedFields['entryPrice']>
  rivals?: Proposed<string>[]
}

/** The most of each, in characters. */
const longest: Record<FieldEntry['field'], number> = {
  name: 120,
  vendor: 120,
  category: 80,
  tagline: 240,
  description: 600,
  license: 200,
  entryPrice: 80,
  rivals: 120,
}
const longestSummary = 500

type Cited = { says: PassageSays; found: Found; toolName: string | null }

/**
 * One field as its entry fills it, or why it cannot. Names, licenses and rivals are in their passage word for word; whatever else has no number,
 * price, date, version or name that its passage lacks. What a license allows, and what is free, our own rules say. Pure.
 */
export function whatFieldSays({ field, value }: FieldEntry, cited: Cited): { fields: FieldValues } | { why: string } {
  const { says, found } = cited
  const words = onOneLine(value, longest[field])
  if (words.length > longest[field]) return { why: `it is longer than ${longest[field]} characters` }
  const why = whyNotPlain(words, says.text, cited.toolName) ?? (isCopied(field) ? whyNotCopied(words, says) : whyNotCarried(words, says))
  if (why !== null) return { why }
  const proposed = { value: words, how: 'model' as const, found }
  if (field === 'rivals') return isSame(words, cited.toolName) ? { why: 'it is the tool itself' } : { fields: { rivals: [proposed] } }
  if (field === 'license') return { fields: { license: { ...proposed, value: licenseOf(words, says) } } }
  if (field !== 'entryPrice') return { fields: { [field]: proposed } }
  const price = priceOf(words, says)
  return 'why' in price ? price : { fields: { entryPrice: { ...proposed, value: price } } }
}

function isCopied(field: FieldEntry['field']): boolean {
  return field === 'name' || field === 'vendor' || field === 'license' || field === 'rivals'
}

function whyNotCopied(words: string, says: PassageSays): string | null {
  return says.has(words) ? null : `"${clip(words, 80)}" is not in the sentences that it cites as it is written; copy it`
}

function whyNotCarried(words: string, says: PassageSays): string | null {
  const missing = says.missing(words)
  return missing.length === 0 ? null : `${missing.map((text) => `"${clip(text, 80)}"`).join(', ')} is not in the sentences that it cites`
}

function isSame(words: string, toolName: string | null): boolean {
  return toolName !== null && words.toLowerCase() === toolName.trim().toLowerCase()
}

/** What a license of that name allows is for our own table to say; what is added to it in the passage makes that unknown. */
function licenseOf(name: string, { text }: PassageSays): NonNullable<FieldValues['license']>['value'] {
  const terms = licenseTerms(name)
  const rider = findRider(wordsOf(text))
  if (rider === null) return terms
  const summary = `The source adds to it ("${rider}"), so what it allows is not known: read the license.`
  return { ...terms, isOpen: null, commercialUse: 'unknown', summary: clip(summary, longestSummary) }
}

function wordsOf(text: string): string {
  return readLicenseWords(text)
    .map(({ word }) => word)
    .join(' ')
}

/** A price as it was written; a model's word that something is free counts where the passage says so, and not of a trial. */
function priceOf(label: string, { text }: PassageSays): ProposedPrice | { why: string } {
  const [money] = readMoney(label)
  if (money !== undefined && money.amount > 0) {
    const { label: written, amount, currency, per, note } = priced(label, money)
    return { label: written, amount, currency, per, note }
  }
  if (money === undefined && !/\bfree\b/i.test(label)) return { why: 'it names no price and does not say that it is free' }
  if (!saysFree(text)) return { why: 'the sentences that it cites do not say that it is free' }
  return { label: 'Free', amount: 0, currency: null, per: null, note: null }
}

/** Whether a sentence or a cell says that anyone may start without paying. */
function saysFree(text: string): boolean {
  return text.split(/[\n|]/).some((part) => isFreeCell(part) || readFree(part)?.isForAll === true)
}
