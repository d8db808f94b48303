import { getDocumentProxy, getMeta } from 'unpdf'
import type { HiddenPieces } from './text/hidden-pieces.js'

const mostPages = 200
const smallest = 2

/** A PDF's text by pages, as its lines are; null for bytes that no reader opens. `isCut`: it has more pages than are read. */
export type PdfText = { text: string; title: string | null; isCut: boolean }

/** Reads the text of a PDF. What lies outside of its pages or is too small to see is kept apart, and so is what it says about itself. */
export async function readPdf(bytes: Uint8Array, pieces: HiddenPieces): Promise<PdfText | null> {
  try {
    // The reader takes over the memory of what it is given.
    const pdf = await getDocumentProxy(bytes.slice(), { isEvalSupported: false, verbosity: 0 })
    const pages: string[] = []
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number += 1) {
      const page = await pdf.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      const content = await page.getTextContent()
      const items = content.items.flatMap((item) => ('str' in item ? [toItem(item)] : []))
      pages.push(linesOf(items, { width, height, pieces }))
      page.cleanup()
    }
    const { info } = await getMeta(pdf)
    const title = typeof info.Title === 'string' && info.Title.trim() !== '' ? pieces.clean(info.Title).trim().slice(0, 300) : null
    for (const key of ['Title', 'Subject', 'Keywords', 'Author']) if (typeof info[key] === 'string') pieces.add('metadata', info[key])
    const text = pages
      .map((page) => pieces.clean(page).trim())
      .filter((page) => page !== '')
      .join('\n\n')
    return { text, title, isCut: pdf.numPages > mostPages }
  } catch {
    return null
  }
}

type Item = { text: string; x: number; y: number; size: number; endsLine: boolean }

function toItem({ str, transform, hasEOL }: { str: string; transform: number[]; hasEOL: boolean }): Item {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform
  return { text: str, x, y, size: Math.max(Math.hypot(a, b), Math.hypot(c, d)), endsLine: hasEOL }
}

function linesOf(items: readonly Item[], { width, height, pieces }: { width: number; height: number; pieces: HiddenPieces }): string {
  let text = ''
  let far = ''
  let tiny = ''
  for (const { text: words, x, y, size, endsLine } of items) {
    const end = endsLine ? '\n' : ''
    if (words.trim() !== '' && size > 0 && size <= smallest) tiny += words + end
    else if (words.trim() !== '' && (x < -20 || y < -20 || x > width + 20 || y > height + 20)) far += words + end
    else text += words + end
  }
  pieces.add('zero-size', tiny)
  pieces.add('off-screen', far)
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
}
