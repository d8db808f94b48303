import type { MissingField, Proposed, ProposedFields, ProposedLicense, ProposedPlan, ProposedPrice } from '../../contracts/proposal.js'
import type { KnownFields } from '../registries/known-outcome.js'
import { findFacts } from './find-facts.js'
import { findIdentity, type Identity } from './find-identity.js'
import { findLicense } from './find-license.js'
import { findPrices } from './find-prices.js'
import { findRivals } from './find-rivals.js'
import { propose, type ReadSource, sentencesOf } from './read-source.js'

/** `registries`: what each registry says of the tool, the one that was given first. `toolsInCategory`: names that are in the database already. */
export type ProposalInput = { registries: readonly KnownFields[]; toolsInCategory?: (category: string | null) => readonly string[] }

const mostRivals = 20
const priceOrder = ['pricing', 'website', 'documentation', 'repository', 'registry', 'model-card', 'announcement', 'notes']
/** What a license's text or a registry's line of it shows is the tool's own license, and not the site's terms. */
const ownLicense = ['license', 'repository', 'registry', 'documentation', 'model-card']

/**
 * The fields of a dossier, each with the passage it rests on, and what no source said. A registry's value comes before a page's; the license's
 * own text before both. What costs nothing because of its license is free to start with. Pure; linear in the texts.
 */
export function proposeFields(
  sources: readonly ReadSource[],
  { registries, toolsInCategory = () => [] }: ProposalInput,
): { fields: ProposedFields; missing: MissingField[] } {
  const identity = findIdentity(sources, registries)
  const names = toolNames(identity, registries)
  const { license, conflict } = findLicense(sources, registries)
  const { plans, entryPrice } = pricesOf(sources, { names, license })
  const rivals = rivalsOf(sources, { names, toolsInCategory, identity })
  const said = conflict === null || license === null ? [] : [conflictFact(license, conflict)]
  const facts = [...said, ...licenseFact(license), ...findFacts(sources, { registries, plans })].slice(0, 40)
  const fields: ProposedFields = { ...identity, license, entryPrice, plans, rivals, facts }
  return { fields, missing: missingOf(fields, sources) }
}

function toolNames({ name, repository }: Identity, registries: readonly KnownFields[]): string[] {
  const repositoryName = repository?.value
    .split('/')
    .at(-1)
    ?.replace(/\.git$/, '')
  const all = [name?.value, repositoryName, ...registries.map((known) => known.name?.value)]
  return [...new Set(all.flatMap((one) => (one === undefined || one === '' ? [] : [one, one.split('/').at(-1) ?? one])))]
}

function pricesOf(
  sources: readonly ReadSource[],
  { names, license }: { names: readonly string[]; license: Proposed<ProposedLicense> | null },
): { plans: Proposed<ProposedPlan>[]; entryPrice: Proposed<ProposedPrice> | null } {
  const priced = [...sources]
    .filter(({ kind }) => priceOrder.includes(kind))
    .sort((a, b) => priceOrder.indexOf(a.kind) - priceOrder.indexOf(b.kind))
    .map((source) => findPrices(source, { names }))
  const plans = priced.find((one) => one.plans.length > 0)?.plans ?? []
  const stated = priced.find((one) => one.entryPrice !== null)?.entryPrice ?? null
  const free = priced.find((one) => one.entryPrice?.value.amount === 0)?.entryPrice ?? null
  const source = sources.find(({ id }) => id === license?.found.source)
  const isOwn = source !== undefined && ownLicense.includes(source.kind)
  if (license?.value.isOpen === true && isOwn) return { plans, entryPrice: freeByLicense(license) }
  return { plans, entryPrice: stated?.value.amount === 0 ? stated : (stated ?? free) }
}

function freeByLicense({ value, how, found }: Proposed<ProposedLicense>): Proposed<ProposedPrice> {
  return { value: { label: 'Free', amount: 0, currency: null, per: null, note: `Open source (${value.spdx ?? value.name})` }, how, found }
}

/** Names that the pages compare with; then tools of the category that a page names, and those the category alone speaks for. */
function rivalsOf(
  sources: readonly ReadSource[],
  {
    names,
    toolsInCategory,
    identity,
  }: { names: readonly string[]; toolsInCategory: (category: string | null) => readonly string[]; identity: Identity },
): Proposed<string>[] {
  const read = sources
    .filter(({ kind, how }) => how === 'text' && !['license', 'release-notes'].includes(kind))
    .flatMap((source) => findRivals(source, { toolNames: names }))
  const own = new Set(names.map((name) => name.toLowerCase()))
  const inDatabase = toolsInCategory(identity.category?.value ?? null)
    .filter((name) => !own.has(name.toLowerCase()))
    .flatMap((name) => mentionOf(sources, name) ?? (identity.category === null ? [] : { ...identity.category, value: name }))
  return [...new Map([...read, ...inDatabase].reverse().map((rival) => [rival.value.toLowerCase(), rival])).values()]
    .reverse()
    .slice(0, mostRivals)
}

function mentionOf(sources: readonly ReadSource[], name: string): Proposed<string> | null {
  if (name.length < 3) return null
  for (const source of sources) {
    const sentence = source.text.includes(name) ? sentencesOf(source).find(({ words }) => hasWord(words, name)) : undefined
    if (sentence !== undefined) return propose(source, { value: name, at: sentence })
  }
  return null
}

function hasWord(words: string, name: string): boolean {
  const at = words.indexOf(name)
  return at >= 0 && !/[\p{L}\p{N}]/u.test(words.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(words.charAt(at + name.length))
}

const licenseFact = (license: Proposed<ProposedLicense> | null): Proposed<string>[] =>
  license === null
    ? []
    : [
        {
          value: `Its license is ${license.value.name}${license.value.isOpen === false ? ', which is not an open-source license' : ''}.`,
          how: license.how,
          found: license.found,
        },
      ]

function conflictFact(license: Proposed<ProposedLicense>, conflict: { value: string }): Proposed<string> {
  return {
    value: `The license's own text is ${license.value.name}, while the registry says ${conflict.value}.`,
    how: license.how,
    found: license.found,
  }
}

/** What no source said, and where one would look. */
function missingOf(fields: ProposedFields, sources: readonly ReadSource[]): MissingField[] {
  const has = (...kinds: string[]) => sources.some(({ kind }) => kinds.includes(kind))
  const page = has('pricing')
    ? 'The pricing page was read and states none that can be told; ask the vendor.'
    : 'The pricing page: none was among the pages that were read.'
  const where: [keyof ProposedFields, string][] = [
    ['name', 'The home page or the repository.'],
    ['vendor', 'The home page: its footer, its imprint, or "About".'],
    ['category', 'No page states one: choose it by what the tool does.'],
    ['tagline', 'The home page: its first heading.'],
    ['description', 'The home page or the README.'],
    [
      'license',
      has('license')
        ? 'The license page was read and names no license that is known; read it.'
        : 'The repository: a file LICENSE; of a service, its terms.',
    ],
    ['entryPrice', page],
    ['rivals', 'A page that compares tools ("alternatives", "vs"): none was read.'],
    ['repository', 'The home page: a link to GitHub or another host, where the source is open.'],
    ['website', 'The repository: its home page is not stated.'],
  ]
  return where.flatMap(([field, look]) => {
    const value = fields[field]
    return value === null || (Array.isArray(value) && value.length === 0) ? [{ field, where: look }] : []
  })
}
