import type { ReadPage, ReadSource } from '../../../src/evidence/fields/read-source.js'

/** A source to read fields from, with what a test does not care about. */
export function source(text: string, over: Partial<ReadSource> = {}): ReadSource {
  return {
    id: 'pricing',
    kind: 'pricing',
    url: 'https://tool.example/pricing',
    title: 'Pricing',
    publisher: 'Example',
    publishedOn: null,
    text,
    how: 'text',
    page: null,
    ...over,
  }
}

const structured: ReadPage['structured'] = {
  name: null,
  siteName: null,
  description: null,
  author: null,
  publisher: null,
  license: null,
  applicationCategory: null,
  offers: [],
  codeRepository: null,
  publishedOn: null,
  modifiedOn: null,
}

/** What was extracted from a page besides its text. */
export const page = (over: Partial<ReadPage['structured']>, title: string | null = null): ReadPage => ({
  title,
  structured: { ...structured, ...over },
})
