import { readJsonText } from '../../platform/input/bounded-json.js'
import { decodeBytes } from './decode.js'
import {
  type ExtractedPage,
  type ExtractFailure,
  type Extraction,
  extractionVersion,
  noStructuredData,
  type PageBytes,
} from './extracted.js'
import { readHtml } from './html/read-html.js'
import { readMarkdown } from './markdown.js'
import { formOf, kindOfBytes } from './sniff.js'
import { gatherHidden } from './text/hidden-pieces.js'

/** More text than this is not a page; the rest is left out. UTF-16 units. */
const longestText = 5_000_000

/**
 * Reads a page from its bytes: the same bytes give the same text on every machine. It may take long on some pages, so that others call it in a
 * thread of its own (`openExtractor`). `withReadability: false` leaves out the step that can. Never throws for any bytes.
 */
export async function readPage(page: PageBytes, { withReadability }: { withReadability: boolean }): Promise<Extraction> {
  const { url, bytes, mediaType, charset } = page
  if (bytes.length === 0) return { failure: emptyFailure(url) }
  const kind = kindOfBytes(bytes)
  if (kind === 'pdf') return readPdfPage(page)
  if (kind !== null) return { failure: notText(url, kind) }
  const decoded = decodeBytes(bytes, { charset, isHtml: mediaType === null || /html|xml/.test(mediaType) })
  if (decoded === null) return { failure: mediaType?.startsWith('text/') ? damaged(url) : notText(url, 'not text') }
  const notes = decoded.note === null ? [] : [decoded.note]
  if (decoded.text.length > longestText) notes.push('The page is longer than is read: its end was left out.')
  const text = decoded.text.slice(0, longestText)
  const form = formOf(text, { url, mediaType })
  if (form === 'feed') return { failure: feedFailure(url) }
  if (form === 'html') return readHtml(text, { url, notes, withReadability })
  return readPlain(text, { url, form, notes })
}

function readPlain(
  written: string,
  { url, form, notes }: { url: string; form: 'markdown' | 'text' | 'json'; notes: string[] },
): Extraction {
  const pieces = gatherHidden()
  const read =
    form === 'markdown'
      ? readMarkdown(written, { url, pieces })
      : { text: plainText(written, { form, notes, clean: pieces.clean }), title: null, links: [] }
  if (!/[\p{L}\p{N}]/u.test(read.text)) return { failure: emptyFailure(url) }
  const { hidden, notes: more } = pieces.finish()
  return { page: pageOf({ form, url, ...read, hidden, notes: [...notes, ...more] }) }
}

function plainText(
  written: string,
  { form, notes, clean }: { form: 'text' | 'json'; notes: string[]; clean: (text: string) => string },
): string {
  if (form === 'json') {
    const reading = readJsonText(written)
    if ('value' in reading) return clean(JSON.stringify(reading.value, null, 2))
    notes.push(`The page calls itself JSON and is ${reading.why.slice(0, 200)}; it was read as plain text.`)
  }
  const lines = written.replaceAll(/\r\n?/g, '\n').split('\n')
  const tidied = lines.map((line) => line.trimEnd()).join('\n')
  return clean(tidied.replaceAll(/\n{3,}/g, '\n\n')).trim()
}

async function readPdfPage({ url, bytes }: PageBytes): Promise<Extraction> {
  const pieces = gatherHidden()
  // Most pages are none, and the reader of PDF is as large as everything else together.
  const { readPdf } = await import('./pdf.js')
  const read = await readPdf(bytes, pieces)
  if (read === null) return { failure: damaged(url) }
  if (!/[\p{L}\p{N}]/u.test(read.text))
    return { failure: { ...emptyFailure(url), message: `The PDF ${url} has pictures of text at most, and no text.` } }
  const { hidden, notes } = pieces.finish()
  const cut = read.isCut ? ['The PDF has more than 200 pages: the rest was left out.'] : []
  return { page: pageOf({ form: 'pdf', url, title: read.title, text: read.text, links: [], hidden, notes: [...cut, ...notes] }) }
}

type Read = Pick<ExtractedPage, 'form' | 'url' | 'title' | 'text' | 'links' | 'hidden' | 'notes'>

function pageOf(read: Read): ExtractedPage {
  return { version: extractionVersion, language: null, structured: noStructuredData, ...read }
}

function emptyFailure(url: string): ExtractFailure {
  return {
    kind: 'empty',
    message: `The page ${url} has no text.`,
    fix: 'Open the address in a browser and check that it is the right one; or give another page of the tool.',
  }
}

function notText(url: string, what: string): ExtractFailure {
  return {
    kind: 'not-text',
    message: `The address ${url} gives no text: it is ${what}.`,
    fix: 'Give the address of a page in HTML, Markdown, plain text or PDF.',
  }
}

function feedFailure(url: string): ExtractFailure {
  return {
    kind: 'not-text',
    message: `The address ${url} gives XML for programs, such as a feed.`,
    fix: 'Give the address of the page that people read.',
  }
}

function damaged(url: string): ExtractFailure {
  return {
    kind: 'damaged',
    message: `The bytes of ${url} are damaged: they cannot be read as what they say they are.`,
    fix: 'Open the address in a browser; if it can be read there, paste the text as a source of its own.',
  }
}
