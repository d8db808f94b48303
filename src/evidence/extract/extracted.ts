import type { HiddenText } from '../../contracts/steering.js'

/** Raised whenever the same bytes would give another text, so that stored bytes can be read again. */
export const extractionVersion = 1

/** A link of the page: an absolute http(s) address without a fragment of its own page, and what it is called. */
export type PageLink = { url: string; text: string; rel: string | null; inNavigation: boolean }

/** A price as structured data states it, each value as written. */
export type Offer = { name: string | null; price: string | null; currency: string | null; unit: string | null }

/** JSON-LD, OpenGraph and meta, reduced to what is used, each value at most 500 UTF-16 units. Dates as written. */
export type StructuredData = {
  name: string | null
  siteName: string | null
  description: string | null
  author: string | null
  publisher: string | null
  publishedOn: string | null
  modifiedOn: string | null
  license: string | null
  applicationCategory: string | null
  offers: Offer[]
  codeRepository: string | null
}

export const noStructuredData: StructuredData = {
  name: null,
  siteName: null,
  description: null,
  author: null,
  publisher: null,
  publishedOn: null,
  modifiedOn: null,
  license: null,
  applicationCategory: null,
  offers: [],
  codeRepository: null,
}

/** A page as it is read: what one sees of it as `text`, and everything else apart. */
export type ExtractedPage = {
  version: number
  form: 'html' | 'markdown' | 'text' | 'pdf' | 'json'
  /** The address the page was read from. */
  url: string
  title: string | null
  /** As the page states it, e.g. `en-GB`. */
  language: string | null
  /** Headings as `# `, items as `- ` or `1. `, tables as pipe rows, what is struck out as `~~…~~`; lines end in `\n`. */
  text: string
  /** Pieces that never go to a model, each at most 2,000 UTF-16 units, without invisible characters. */
  hidden: HiddenText[]
  links: PageLink[]
  structured: StructuredData
  /** Things worth knowing, one sentence each: "The end of the page is missing." */
  notes: string[]
}

export type ExtractFailureKind = 'needs-script' | 'login-wall' | 'empty' | 'not-text' | 'damaged' | 'too-slow'

/** Why a page gives no text: what happened, naming the address, and what to do. */
export type ExtractFailure = { kind: ExtractFailureKind; message: string; fix: string }

/** A page's bytes as they were fetched, without a content encoding. */
export type PageBytes = {
  url: string
  bytes: Uint8Array
  /** As the header says, lower case, without parameters. */
  mediaType: string | null
  charset: string | null
}

export type Extraction = { page: ExtractedPage } | { failure: ExtractFailure }
