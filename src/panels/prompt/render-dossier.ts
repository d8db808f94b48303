import type { Dossier, Source } from '../../contracts/dossier.js'
import { isDated } from '../../contracts/source-capture.js'
import { findPassage } from '../../evidence/passages.js'
import { steeredUnits } from '../../evidence/steering/steered-units.js'
import { unitsOf } from '../../evidence/units.js'
import { onceFor } from '../../platform/once-for.js'
import { defuse, defuseAttribute, defuseLine } from './defuse.js'

/** What the request shows of a dossier's short texts, in characters; files that say more are refused, but older dossiers may. */
const longest = { name: 200, line: 500, statement: 2000 }

/**
 * The dossier as the jurors read it: the same bytes for every persona, so that they share a cached prefix. Every text in it comes from outside and is
 * defused. Passages that want to steer who reads them are left out. Holds no panel id and no clock.
 */
export const renderDossier = onceFor((dossier: Dossier): string => render(dossier, steeredUnits))

/** The same with those passages: what a model is asked besides, to see whether they change its call. */
export const renderWithSteering = onceFor((dossier: Dossier): string => render(dossier, () => noUnits))

type LeftOut = (source: Source) => ReadonlySet<number>
const noUnits: ReadonlySet<number> = new Set()

function render(dossier: Dossier, leftOutOf: LeftOut): string {
  const { tool, license, entryPrice } = dossier
  return [
    `<dossier tool="${name(tool.slug)}" as-of="${name(dossier.asOf)}">`,
    '<tool>',
    `Name: ${defuseLine(tool.name, longest.name)}`,
    `Vendor: ${defuseLine(tool.vendor, longest.name)}`,
    `Category: ${defuseLine(tool.category, longest.name)}`,
    `Tagline: ${defuseLine(tool.tagline, longest.line)}`,
    `Description: ${defuse(tool.description).trim()}`,
    `Named rivals: ${dossier.rivals.map((rival) => defuseLine(rival, longest.name)).join(', ')}`,
    '</tool>',
    `<license source="${name(license.source)}">`,
    `${defuseLine(license.name, longest.name)}${license.spdx === null ? '' : ` (SPDX ${defuseLine(license.spdx, longest.name)})`}. Commercial use: ${license.commercialUse}.`,
    block(license.summary),
    '</license>',
    `<entry-price source="${name(entryPrice.source)}" as-of="${name(entryPrice.asOf)}">`,
    `${defuseLine(entryPrice.label, longest.name)}${amount(entryPrice)}${entryPrice.note === null ? '' : `: ${defuseLine(entryPrice.note, longest.line)}`}`,
    '</entry-price>',
    '<facts>',
    ...dossier.facts.map((fact) => `- ${defuseLine(fact.statement, longest.statement)} (${name(fact.source)}${numbersOf(fact, dossier)})`),
    '</facts>',
    ...dossier.sources.flatMap((source) => [
      `<source id="${name(source.id)}" kind="${name(source.kind)}" title="${defuseAttribute(source.title, longest.line)}" publisher="${name(source.publisher)}"${publishedOf(source)}>`,
      numberedUnits(source, leftOutOf(source)),
      '</source>',
    ]),
    '</dossier>',
  ].join('\n')
}

/** A page that states no day was not published on the one on which it was read. */
function publishedOf(source: Source): string {
  return isDated(source) ? ` published="${name(source.publishedOn)}"` : ''
}

function name(value: string): string {
  return defuseAttribute(value, longest.name)
}

/** A text of several lines without the blank ones around it; its first line keeps what `defuse` put before it. */
function block(text: string): string {
  return defuse(text.trim())
}

const lineEnd = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g

/** What is in the place of a unit that is left out, so that the others keep their numbers. */
const leftOutNotice = '(left out)'

/** A source's units, each on a line of its own behind its number: no text of a source begins a line, so that it cannot pass for a unit. */
function numberedUnits(source: Source, leftOut: ReadonlySet<number>): string {
  const lines = unitsOf(source).map(({ start, end }, index) => {
    const unit = leftOut.has(index) ? leftOutNotice : source.text.slice(start, end).trimEnd()
    return `${index + 1}| ${unit.replaceAll(lineEnd, ' ')}`
  })
  return defuse(lines.join('\n'))
}

/** Where in its source a fact is, by the numbers that a reply can cite. */
function numbersOf(fact: Dossier['facts'][number], { sources }: Dossier): string {
  const source = sources.find(({ id }) => id === fact.source)
  const passage = source === undefined ? null : findPassage(source.text, fact.quote)
  if (source === undefined || passage === null) return ''
  const units = unitsOf(source)
  const first = units.findIndex(({ end }) => end > passage.start) + 1
  const last = units.findIndex(({ end }) => end >= passage.end) + 1
  return first === last ? `: ${first}` : `: ${first} to ${last}`
}

function amount({ amountUsd, per }: Dossier['entryPrice']): string {
  if (amountUsd === null) return ''
  return ` (${amountUsd} US dollars${per === null ? '' : ` per ${defuseLine(per, longest.name)}`})`
}
