import type { Found } from '../../contracts/proposal.js'
import type { Runtime } from '../../platform/runtime.js'
import type { Extractor } from '../extract/extractor.js'
import type { PageFetcher } from '../fetch/outcome.js'
import type { ReadSource } from '../read-source.js'
import type { RegistryBases } from './hosts.js'
import type { KnownAddress } from './recognise-address.js'
import type { RegistryLimits } from './registry-limits.js'

/** A value of a registry's data, and the line of the registry's text that says it. */
export type Stated<T> = { value: T; found: Found }

/** What a registry says of a tool. Null, or empty, where it says nothing. */
export type KnownFields = {
  name: Stated<string> | null
  description: Stated<string> | null
  /** Owner, organization, author or publisher. */
  vendor: Stated<string> | null
  homepage: Stated<string> | null
  repository: Stated<string> | null
  documentation: Stated<string> | null
  changelog: Stated<string> | null
  /** As the registry writes it: an SPDX expression, a name, a registry's own word. */
  license: Stated<string> | null
  /** The same as an SPDX expression whose every id is in the SPDX list; null where it is none. */
  spdx: Stated<string> | null
  version: Stated<string> | null
  /** When that version was released, YYYY-MM-DD. */
  releasedOn: Stated<string> | null
  /** The last change: YYYY-MM-DD, and of a repository, which changes daily, YYYY-MM. */
  updatedOn: Stated<string> | null
  isArchived: Stated<boolean> | null
  /** The registry's own words about a package that should not be used any more. */
  deprecated: Stated<string> | null
  /** To two significant digits. */
  stars: Stated<number> | null
  /** To two significant digits; `period` such as `the last month`. */
  downloads: Stated<{ count: number; period: string }> | null
  /** Whether one has to ask for access. */
  isGated: Stated<boolean> | null
  topics: Stated<string[]> | null
  category: Stated<string> | null
  /** What it needs, such as `Python >=3.10`. */
  requires: Stated<string> | null
}

/** A source of a registry; `requests` are the addresses in `KnownOutcome.requests` that it was made of, the most important first. */
export type KnownSource = ReadSource & { requests: string[] }

export type KnownLinkKind = 'homepage' | 'repository' | 'documentation' | 'changelog' | 'license' | 'package' | 'funding'
export type KnownLink = { kind: KnownLinkKind; url: string; known: KnownAddress | null }

/** `httpStatus`: what was answered; left out where nothing was. */
export type RegistryProblem = { url: string; message: string; fix: string; httpStatus?: number | undefined }

/** An answer, to be asked about again: with `bytes`, a 304 is enough the next time. `sha256` is of the bytes. */
export type RegistryRequest = {
  url: string
  finalUrl: string
  /** 304 where the answer is the one that was known. */
  status: number
  mediaType: string | null
  etag: string | null
  lastModified: string | null
  bytes: Uint8Array
  sha256: string
  fetchedAt: Date
}

/** An answer of before. */
export type KnownAnswer = Pick<RegistryRequest, 'etag' | 'lastModified' | 'bytes' | 'mediaType'>

export type KnownOutcome = {
  /** As the registry names it now: a repository may have been renamed. */
  address: KnownAddress
  /** Empty where nothing could be read; then `problems` says why. The registry's own text comes first. */
  sources: KnownSource[]
  fields: KnownFields
  links: KnownLink[]
  problems: RegistryProblem[]
  requests: RegistryRequest[]
}

export type RegistryTokens = { github?: string | undefined; huggingFace?: string | undefined; npm?: string | undefined }

export type RegistryDeps = {
  fetcher: Pick<PageFetcher, 'fetchPage'>
  extractPage: Extractor['extractPage']
  bases: RegistryBases
  tokens: RegistryTokens
  /** One for the whole process: what is used up for one tool is used up for the next. */
  limits: RegistryLimits
  runtime: Pick<Runtime, 'now'>
  /** What was answered before at this address; null where nothing is kept. */
  known?: (url: string) => Promise<KnownAnswer | null> | KnownAnswer | null
  signal?: AbortSignal | undefined
}

/** Fields of which nothing is said. */
export const nothingSaid: KnownFields = {
  name: null,
  description: null,
  vendor: null,
  homepage: null,
  repository: null,
  documentation: null,
  changelog: null,
  license: null,
  spdx: null,
  version: null,
  releasedOn: null,
  updatedOn: null,
  isArchived: null,
  deprecated: null,
  stars: null,
  downloads: null,
  isGated: null,
  topics: null,
  category: null,
  requires: null,
}
