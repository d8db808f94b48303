import { findPrices } from '../fields/find-prices.js'
import { findLicenseStatement } from '../licenses/license-statement.js'
import { matchLicense } from '../licenses/match-license.js'
import { type ReadFacts, releaseKey, type SourceFacts } from './compare-source.js'

const version = 'v?\\d{1,6}\\.\\d{1,6}(?:\\.\\d{1,6}){0,2}(?:-[a-z0-9.]{1,20})?'
/** A line of a registry's data, as src/evidence/registries writes them. */
const stated = /^(?:Latest release|Latest version|Package version): ([^ \n]{1,80})/m
const headed = new RegExp(`^#{1,6} (?:[^\\n\\d]{0,80}[ [(])?\\[?(${version})(?![\\w.])`, 'm')
const licensed = /^License: ([^\n]{1,200})$/m
/** As much of a text as a release or a line of data is looked for in. */
const mostText = 200_000

/** What rules find in a source that readers would want to hear of when it changes: prices, the license, the newest release. Pure; linear. */
export const readFacts: ReadFacts = (source) => {
  const text = source.text.slice(0, mostText)
  const kind = source.kind === 'notes' ? 'website' : source.kind
  const { entryPrice, plans } = findPrices({ ...source, kind, text, publisher: '', publishedOn: null, how: 'text', page: null })
  const prices = plans.map(({ value: { name, label } }) => [`the price of ${name}`, label] as const)
  const facts: SourceFacts = new Map(prices)
  if (entryPrice !== null) facts.set('the entry price', entryPrice.value.label)
  const license = licenseOf(source.kind, text)
  if (license !== null) facts.set('the license', license)
  const release = stated.exec(text)?.[1] ?? (source.kind === 'release-notes' ? headed.exec(text)?.[1] : undefined)
  if (release !== undefined) facts.set(releaseKey, release)
  return facts
}

function licenseOf(kind: string, text: string): string | null {
  const line = licensed.exec(text)?.[1]
  if (line !== undefined) return line
  const match = kind === 'license' ? matchLicense(text) : null
  const statement = match ?? findLicenseStatement(text)
  return statement === null ? null : (statement.spdx ?? statement.name)
}
