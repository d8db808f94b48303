import type { Dossier, Source } from '../../contracts/dossier.js'
import { findPassage } from '../../evidence/passages.js'
import { freezeUnits, unitsOf } from '../../evidence/units.js'
import { hashJson, sha256 } from '../../platform/hash.js'
import { findNames } from './find-names.js'
import { type MaskedText, maskText } from './mask-text.js'
import type { Names } from './names.js'

/**
 * A dossier as a blind run shows it: the same sources and facts in the same order, every name of `names` (`namesOf`) replaced in every text, title and
 * address. A source has as many units (`unitsOf`) as before, each the same one with its names replaced, and the same ones are left out for steering: a
 * reply's numbers point into the real dossier. Ids stay, but for those that hold a name: `realSourceIds` leads back from them.
 *
 * A fact's quote is the same stretch of the masked text; where that stretch reads as an earlier one does now, its unit is quoted whole, and where
 * units read the same too, the numbers behind the fact are those of the first. Texts may grow, by a name's length to that of "the vendor of Tool A".
 * Call `findLeaks` on what is made of it before it is sent. Throws nothing of its own. Pure; linear in the dossier's length.
 */
export function maskDossier(dossier: Dossier, names: Names): Dossier {
  const sourceIds = maskedIds(dossier.sources, 'source', names)
  const factIds = maskedIds(dossier.facts, 'fact', names)
  const masked = new Map(dossier.sources.map((source) => [source.id, openSource(source, names)]))
  const cite: Cite = (id, quote) => ({
    source: sourceIds.get(id) ?? id,
    quote: masked.get(id)?.quoteOf(quote) ?? maskText(quote, names).text,
  })
  const { sha256: _real, tool, rivals, facts, sources, ...terms } = dossier
  const content = {
    ...maskTerms(terms, names, cite),
    tool: maskTool(tool, names),
    rivals: rivals.map((rival) => maskName(rival, names)),
    facts: facts.map(({ id, statement, source, quote }) => ({
      ...{ id: factIds.get(id) ?? id, statement: maskText(statement, names).text },
      ...cite(source, quote),
    })),
    sources: sources.map((source) => ({ ...(masked.get(source.id)?.source ?? source), id: sourceIds.get(source.id) ?? source.id })),
  }
  return { ...content, sha256: hashJson(content) }
}

/** A source's masked id, and a quote as it is in that source's masked text. */
type Cite = (source: string, quote: string) => { source: string; quote: string }
type Terms = Omit<Dossier, 'sha256' | 'tool' | 'rivals' | 'facts' | 'sources'>

/** What a tool's license and prices say; what is no text stays. */
function maskTerms(terms: Terms, names: Names, cite: Cite): Terms {
  const mask = (text: string) => maskText(text, names).text
  const orNull = (text: string | null) => (text === null ? null : mask(text))
  const { license, entryPrice, plans, ...rest } = terms
  const priced = ({ label, per, note }: Pick<Terms['entryPrice'], 'label' | 'per' | 'note'>) => ({
    ...{ label: maskTitle(label, names), per: orNull(per), note: orNull(note) },
  })
  const named = { name: maskTitle(license.name, names), spdx: orNull(license.spdx), summary: mask(license.summary) }
  return {
    ...rest,
    license: { ...license, ...named, source: cite(license.source, '').source },
    entryPrice: { ...entryPrice, ...priced(entryPrice), source: cite(entryPrice.source, '').source },
    ...(plans === undefined
      ? {}
      : {
          plans: plans.map((plan) => ({ ...plan, ...priced(plan), name: maskTitle(plan.name, names), ...cite(plan.source, plan.quote) })),
        }),
  }
}

/** The real id of each of a masked dossier's sources. A source whose id holds a name is `source-` and its number in a masked dossier. Pure. */
export function realSourceIds(dossier: Pick<Dossier, 'sources'>, names: Names): ReadonlyMap<string, string> {
  return new Map([...maskedIds(dossier.sources, 'source', names)].map(([real, masked]) => [masked, real]))
}

function maskedIds(entries: readonly { id: string }[], word: string, names: Names): Map<string, string> {
  const taken = new Set(entries.map(({ id }) => id))
  return new Map(
    entries.map(({ id }, index) => {
      // As in an address, where words of English are names too.
      if (findNames(`/${id}/`, names).length === 0) return [id, id]
      let masked = `${word}-${index + 1}`
      while (taken.has(masked)) masked += '-x'
      taken.add(masked)
      return [id, masked]
    }),
  )
}

/** The whole of a name field is a name, whatever its words are. */
function maskName(name: string, names: Names): string {
  return names.parties.find((party) => party.name === name)?.label ?? maskText(name, names).text
}

function maskTool(tool: Dossier['tool'], names: Names): Dossier['tool'] {
  const mask = (text: string) => maskText(text, names).text
  const { label = mask(tool.name), id = 'tool-a' } = names.parties.find(({ slug }) => slug === tool.slug) ?? {}
  // The vendor of both tools has one name in their texts.
  const vendor = names.names.find(({ text, kind }) => kind === 'vendor' && text === tool.vendor.trim())
  const vendorLabel = (vendor === undefined ? undefined : names.parties[vendor.party]?.label) ?? label
  return {
    ...tool,
    ...{ slug: id, name: label, shortName: tool.shortName === null ? null : label, vendor: `the vendor of ${vendorLabel}` },
    ...{ category: mask(tool.category), tagline: maskTitle(tool.tagline, names), description: mask(tool.description) },
    ...(tool.website === undefined ? {} : { website: maskUrl(tool.website, names) }),
    ...(tool.repository === undefined ? {} : { repository: maskUrl(tool.repository, names) }),
  }
}

const maskTitle = (text: string, names: Names) => maskText(text, names, { isTitle: true }).text

const longestUrl = 2_000

function maskUrl(url: string, names: Names): string {
  const { text } = maskText(url, names)
  return URL.canParse(text) && /^https?:/i.test(text) && text.length <= longestUrl ? text : 'https://masked.example/'
}

type MaskedSource = { source: Source; quoteOf: (quote: string) => string | null }

function openSource(source: Source, names: Names): MaskedSource {
  const mask = (text: string) => maskText(text, names).text
  const split = source.units ?? freezeUnits(source.text)
  const masked = maskText(source.text, names, { cuts: split.ends })
  const { capture, hidden, cleared, steering } = source
  const hiddenTexts = (hidden ?? []).map(({ text }) => maskText(text, names))
  const real = { ...source, units: split }
  const shown: Source = {
    ...source,
    ...{ title: maskTitle(source.title, names), publisher: maskTitle(source.publisher, names), url: maskUrl(source.url, names) },
    ...{ text: masked.text, sha256: sha256(masked.text) },
    units: { version: split.version, ends: split.ends.map((end) => masked.placeOf(end, 'end')) },
    ...(capture === undefined ? {} : { capture: { ...capture, finalUrl: maskUrl(capture.finalUrl, names) } }),
    ...(hidden === undefined ? {} : { hidden: hidden.map((piece, index) => ({ ...piece, text: hiddenTexts[index]?.text ?? '' })) }),
    ...(cleared === undefined ? {} : { cleared: cleared.map((passage) => ({ words: mask(passage.words), reason: mask(passage.reason) })) }),
    ...(steering === undefined
      ? {}
      : { steering: { ...steering, passages: steering.passages.map((passage) => maskPassage(passage, { names, masked, hiddenTexts })) } }),
  }
  return { source: shown, quoteOf: (quote) => maskQuote(quote, { real, shown, masked }) }
}

type Passage = NonNullable<Source['steering']>['passages'][number]

function maskPassage(
  passage: Passage,
  { names, masked, hiddenTexts }: { names: Names; masked: MaskedText; hiddenTexts: readonly MaskedText[] },
): Passage {
  const { placeOf } = (passage.piece === null ? masked : hiddenTexts[passage.piece]) ?? masked
  const { words, cleared } = passage
  return {
    ...passage,
    ...{ start: placeOf(passage.start, 'start'), end: placeOf(passage.end, 'end') },
    ...{ words: maskText(words, names).text.slice(0, 500), reason: maskText(passage.reason, names).text.slice(0, 500) },
    ...(cleared === undefined ? {} : { cleared: maskText(cleared, names).text.slice(0, 500) }),
  }
}

/** A quote as its stretch of the masked text; its units whole where that stretch is found elsewhere first. Null where the source does not hold it. */
function maskQuote(quote: string, { real, shown, masked }: { real: Source; shown: Source; masked: MaskedText }): string | null {
  const passage = findPassage(real.text, quote)
  if (passage === null) return null
  const [start, end] = [masked.placeOf(passage.start, 'start'), masked.placeOf(passage.end, 'end')]
  const stretch = shown.text.slice(start, end)
  const found = findPassage(shown.text, stretch)
  const units = unitsOf(shown)
  const unitAt = (offset: number) => units.findIndex((unit) => unit.end > offset)
  if (found !== null && unitAt(found.start) === unitAt(start) && unitAt(found.end - 1) === unitAt(end - 1)) return stretch
  return shown.text.slice(units[unitAt(start)]?.start, units[unitAt(end - 1)]?.end).trim()
}
