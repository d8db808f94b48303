import type { Dossier } from '../contracts/dossier.js'

const structuralNames = ['dossier', 'brief', 'tool', 'license', 'entry-price', 'facts', 'fact', 'sources', 'source']
const longestInline = 200
/** What a reader does not see and a tokenizer may drop. */
const unseen = '[\\s\\p{Default_Ignorable_Code_Point}]*'

/** The tags that give the prompt its structure; text from outside may not open or close one, invisible characters in it or not. */
const structuralTag = new RegExp(
  `<(?=${unseen}/?${unseen}(?:${structuralNames.map((name) => [...name].join(unseen)).join('|')})\\b)`,
  'giu',
)

/**
 * Text from outside, made harmless as data: a `<` that would open or close one of the prompt's own tags becomes `‹`.
 * `findPassage` takes the two for the same character, so a quote of such a passage is still found.
 */
export function neutralise(text: string): string {
  return text.replace(structuralTag, '‹')
}

/** A value that stands in a sentence of ours: neutralised, on one line, and no longer than a name needs. */
export function inline(value: string): string {
  return neutralise(value).replace(/\s+/g, ' ').slice(0, longestInline)
}

/** An attribute's value: neutralised, on one line, and unable to close its quotes. */
function attribute(value: string): string {
  return neutralise(value).replace(/\s+/g, ' ').replaceAll('"', "'")
}

/**
 * The dossier as the jurors read it: the same bytes for every persona, so that they share a cached prefix.
 * Holds no panel id and no clock.
 */
export function renderDossier(dossier: Dossier): string {
  const { tool, license, entryPrice } = dossier
  return [
    `<dossier tool="${attribute(tool.slug)}" as-of="${dossier.asOf}">`,
    '<tool>',
    `Name: ${neutralise(tool.name)}`,
    `Vendor: ${neutralise(tool.vendor)}`,
    `Category: ${neutralise(tool.category)}`,
    `Tagline: ${neutralise(tool.tagline)}`,
    `Description: ${neutralise(tool.description).trim()}`,
    `Named rivals: ${neutralise(dossier.rivals.join(', '))}`,
    '</tool>',
    `<license source="${license.source}">`,
    `${neutralise(license.name)}${license.spdx === null ? '' : ` (SPDX ${neutralise(license.spdx)})`}. Commercial use: ${license.commercialUse}.`,
    neutralise(license.summary).trim(),
    '</license>',
    `<entry-price source="${entryPrice.source}" as-of="${entryPrice.asOf}">`,
    `${neutralise(entryPrice.label)}${amount(entryPrice)}${entryPrice.note === null ? '' : `: ${neutralise(entryPrice.note)}`}`,
    '</entry-price>',
    '<facts>',
    ...dossier.facts.map((fact) => `- ${neutralise(fact.statement).trim()} (source: ${fact.source})`),
    '</facts>',
    ...dossier.sources.flatMap((source) => [
      `<source id="${source.id}" kind="${source.kind}" title="${attribute(source.title)}" publisher="${attribute(source.publisher)}" published="${source.publishedOn}">`,
      neutralise(source.text).trim(),
      '</source>',
    ]),
    '</dossier>',
  ].join('\n')
}

function amount({ amountUsd, per }: Dossier['entryPrice']): string {
  if (amountUsd === null) return ''
  return ` (${amountUsd} US dollars${per === null ? '' : ` per ${neutralise(per)}`})`
}
