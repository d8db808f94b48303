import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ExtractedPage, ExtractFailure, Extraction, PageBytes } from '../../../../src/evidence/extract/extracted.js'
import { readPage } from '../../../../src/evidence/extract/read-page.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'

/** A page of ours, as a server would send it. */
export function pageFile(name: string): PageBytes {
  const bytes = readFileSync(join(packageFiles.root, 'fixtures', 'evidence', 'pages', name))
  return { url: `https://tool.example/${name}`, bytes, mediaType: name.endsWith('.html') ? 'text/html' : null, charset: null }
}

/** A page from its text, in UTF-8. */
export function pageOf(text: string, changes: Partial<PageBytes> = {}): PageBytes {
  return { url: 'https://tool.example/page', bytes: new TextEncoder().encode(text), mediaType: 'text/html', charset: 'utf-8', ...changes }
}

export function pageIn(extraction: Extraction): ExtractedPage {
  if ('failure' in extraction) expect.fail(extraction.failure.message)
  return extraction.page
}

export function failureIn(extraction: Extraction): ExtractFailure {
  if ('page' in extraction) expect.fail(`read as: ${extraction.page.text.slice(0, 500)}`)
  return extraction.failure
}

export async function read(page: PageBytes): Promise<ExtractedPage> {
  return pageIn(await readPage(page, { withReadability: true }))
}

export async function fail(page: PageBytes): Promise<ExtractFailure> {
  return failureIn(await readPage(page, { withReadability: true }))
}

/** What is hidden at a place, in one text. */
export function hiddenAt(page: ExtractedPage, place: ExtractedPage['hidden'][number]['place']): string {
  return page.hidden
    .filter((piece) => piece.place === place)
    .map(({ text }) => text)
    .join('\n')
}
