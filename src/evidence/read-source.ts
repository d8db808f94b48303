import type { SourceKind } from '../contracts/dossier.js'
import type { ExtractedPage } from './extract/extracted.js'

/** A source as fields are read from it. `Page`: as much of what its text was extracted from as its reader needs. */
export type ReadSource<Page = ExtractedPage> = {
  id: string
  kind: SourceKind
  /** Where people read it. */
  url: string
  title: string
  publisher: string
  /** YYYY-MM-DD; null where neither page nor registry says. */
  publishedOn: string | null
  text: string
  /** Whether its text was made of a registry's data, or is a page's own, or one that a registry holds. */
  how: 'registry' | 'text'
  /** What the text was extracted from; of a registry's data only where something in them cannot be seen. */
  page: Page | null
}
