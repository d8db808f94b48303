import type { Dossier, Source } from '../../../contracts/dossier.js'
import type { Persona } from '../../../contracts/persona.js'
import { onceFor } from '../../../platform/once-for.js'
import { joinGrounds, readGrounds } from './grounds.js'

/*
 * What is read of dossiers, sources and personas, for as long as they are in use: all seats of a tool ask the same dossier, and all of a persona the
 * same persona.
 */
export const dossierGrounds = onceFor((dossier: Dossier) => readGrounds(dossierTexts(dossier)))
const nameGrounds = onceFor((dossier: Dossier) => readGrounds(nameTexts(dossier)))
const personaGrounds = onceFor((persona: Persona) => readGrounds(personaTexts(persona)))
/** What needs no source in a persona's verdict on a dossier: a reply and its repair ask for the same. */
export const knownGrounds = onceFor((dossier: Dossier) =>
  onceFor((persona: Persona) => joinGrounds(nameGrounds(dossier), personaGrounds(persona))),
)

function dossierTexts(dossier: Dossier): string[] {
  const { tool, license, entryPrice, rivals, facts, sources, asOf } = dossier
  return [
    ...[tool.name, tool.shortName ?? '', tool.vendor, tool.category, tool.tagline, tool.description, asOf, ...rivals],
    ...[...licenseTexts(license), ...priceTexts(entryPrice)],
    ...facts.flatMap(({ statement, quote }) => [statement, quote]),
    ...sources.flatMap((source) => [...imprint(source), source.retrievedOn, source.url, source.text]),
  ]
}

export function licenseTexts({ name, spdx, summary }: Dossier['license']): string[] {
  return [name, spdx ?? '', summary]
}

export function priceTexts({ label, amountUsd, per, note, asOf }: Dossier['entryPrice']): string[] {
  return [label, amountUsd === null ? '' : `${amountUsd} USD per ${per ?? 'use'}`, note ?? '', asOf]
}

export function imprint({ title, publisher, publishedOn }: Source): string[] {
  return [title, publisher, publishedOn]
}

function nameTexts({ tool, rivals, asOf }: Dossier): string[] {
  return [tool.name, tool.shortName ?? '', tool.vendor, tool.category, ...rivals, asOf]
}

function personaTexts({ seat, question, asks }: Persona): string[] {
  return [seat, question, ...asks.flatMap((ask) => [ask.question, ...(ask.choices ?? [])])]
}
