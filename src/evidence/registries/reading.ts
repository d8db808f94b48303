import type { SourceKind } from '../../contracts/dossier.js'
import { type Asker, createAsker } from './ask-registry.js'
import { createFactSheet, type FactSheet } from './fact-sheet.js'
import type { KnownFields, KnownLink, KnownLinkKind, KnownOutcome, KnownSource, RegistryDeps, RegistryRequest } from './known-outcome.js'
import { nothingSaid } from './known-outcome.js'
import { isSameKnown, type KnownAddress, nameInRegistry, recogniseRepository } from './recognise-address.js'
import { unseenPage } from './unseen-page.js'

/** One reading of one tool's data in a registry. */
export type Reading = {
  asker: Asker
  sheet: FactSheet
  /** The id of the registry's text; the other sources' ids begin with it. */
  id: string
  deps: RegistryDeps
}

/** Opens a reading; `base` is the registry's base address. */
export function openReading(address: KnownAddress, base: string, deps: RegistryDeps): Reading {
  const id = sourceId(address)
  return { asker: createAsker(address.registry, base, deps), sheet: createFactSheet(id), id, deps }
}

/** Longest part of a source's id that a name gives: ids have 80 characters at most, and `-release` may follow. */
const longestName = 50

/** The id of a registry's text, such as `github-honojs-hono`: a slug. Two names may give the same one. */
export function sourceId(address: KnownAddress): string {
  const words = nameInRegistry(address)
    .toLowerCase()
    .slice(0, 200)
    .split(/[^a-z0-9]+/)
  const name = words
    .filter((word) => word !== '')
    .join('-')
    .slice(0, longestName)
  return [address.registry, ...(name === '' ? [] : [name.endsWith('-') ? name.slice(0, -1) : name])].join('-')
}

/** A text that a registry holds: a README, a licence, the notes of a release. */
export type HeldText = {
  part: 'readme' | 'license' | 'release'
  kind: SourceKind
  /** Where people read it. */
  url: string
  title: string
  publisher: string
  publishedOn?: string | null
  bytes: Uint8Array
  mediaType: string
  request: RegistryRequest
}

/** A held text as a source; null where it cannot be read, which is a problem, or where it is empty. */
export async function toSource(reading: Reading, held: HeldText): Promise<KnownSource | null> {
  const { bytes, mediaType, url, kind, title, publisher, publishedOn = null } = held
  const { signal } = reading.deps
  const read = await reading.deps.extractPage({ url, bytes, mediaType, charset: 'utf-8' }, signal === undefined ? {} : { signal })
  if ('failure' in read) {
    const { kind: why, message, fix } = read.failure
    if (why !== 'empty') reading.asker.addProblem({ url, message, fix })
    return null
  }
  const { page } = read
  if (page.text.trim() === '') return null
  const id = `${reading.id}-${held.part}`
  return { id, kind, url, title, publisher, publishedOn, text: page.text, how: 'text', page, requests: [held.request.url] }
}

/** The registry's own text as a source, made of these answers. */
export function registrySource(
  { id, sheet }: Reading,
  about: { url: string; title: string; publisher: string; kind: SourceKind; requests: (RegistryRequest | undefined)[] },
): KnownSource {
  const { requests, ...rest } = about
  const asked = requests.filter((request) => request !== undefined)
  const text = sheet.text()
  const page = unseenPage(asked, { url: about.url, title: about.title, text })
  return { id, ...rest, publishedOn: null, text, how: 'registry', page, requests: asked.map(({ url }) => url) }
}

/** What a reading came to, without the sources that could not be read and without links to what was read. */
export function toOutcome(
  { asker: { problems, requests } }: Reading,
  {
    address,
    sources = [],
    fields = {},
    links = [],
  }: {
    address: KnownAddress
    sources?: (KnownSource | null)[]
    fields?: Partial<KnownFields>
    links?: (KnownLink | null)[]
  },
): KnownOutcome {
  const kept = links.filter((link) => link !== null)
  const firsts = kept.filter(({ url }, index) => kept.findIndex((other) => other.url === url) === index)
  const others = firsts.filter(({ known }) => known === null || !isSameKnown(known, address))
  return {
    address,
    sources: sources.filter((source) => source !== null),
    fields: { ...nothingSaid, ...fields },
    links: others,
    problems,
    requests,
  }
}

/** A link worth reading; null where there is none. */
export function toLink(kind: KnownLinkKind, url: string | null | undefined): KnownLink | null {
  return url === null || url === undefined ? null : { kind, url, known: recogniseRepository(url) }
}
