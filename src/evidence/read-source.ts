import type { SourceKind } from '../contracts/dossier.js'
import type { ExtractedPage } from './extract/extracted.js'

/** A source as fields are read from it. */
export type ReadSource = {
  id: string
  kind: SourceKind
  url: string
  title: string
  publisher: string
  /** YYYY-MM-DD; null where the page does not say. */
  publishedOn: string | null
  text: string
  /** Whether its text was made of a registry's data, or is a page's own. */
  how: 'registry' | 'text'
  /** What the text was extracted from; null for a registry's data. */
  page: ExtractedPage | null
}
