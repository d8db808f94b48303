import { getDocumentProxy, getMeta } from 'unpdf'
import { type Drawing, readDrawing } from './pdf-drawing.js'
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
      pages.push(linesOf(items, { width, height, pieces, drawing: await readDrawing(page) }))
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

type Sheet = { width: number; height: number; pieces: HiddenPieces; drawing: Drawing | null }

function linesOf(items: readonly Item[], { width, height, pieces, drawing }: Sheet): string {
  const hidden = { 'zero-size': '', 'off-screen': '', css: '', 'same-colour': '' }
  let text = ''
  for (const { text: words, x, y, size, endsLine } of items) {
    const end = endsLine ? '\n' : ''
    if (words.trim() === '') text += words + end
    else if (size > 0 && size <= smallest) hidden['zero-size'] += words + end
    else if (x < -20 || y < -20 || x > width + 20 || y > height + 20) hidden['off-screen'] += words + end
    else {
      const inked = withoutDrawn(words, drawing?.inkless ?? [])
      const seen = withoutDrawn(inked.text, drawing?.white ?? [])
      hidden.css += inked.drawn + (inked.drawn === '' ? '' : end)
      hidden['same-colour'] += seen.drawn + (seen.drawn === '' ? '' : end)
      text += seen.text + end
    }
  }
  for (const place of ['zero-size', 'off-screen', 'css', 'same-colour'] as const) pieces.add(place, hidden[place])
  for (const drawn of leftOut(items, drawing)) pieces.add('off-screen', drawn)
  const lines = text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim())
  return lines.join('\n').replaceAll(/\n{3,}/g, '\n\n')
}

/** Shorter texts are taken for one that is drawn unseen only where they are all of it: every page has `a` somewhere. */
const shortestPart = 8

/** A line's words without what is drawn unseen of them, and that. The reader of PDF joins what is drawn side by side, and cuts what is wide. */
function withoutDrawn(words: string, unseen: readonly string[]): { text: string; drawn: string } {
  const dense = (text: string) => text.replaceAll(/\s+/g, '')
  for (const drawn of unseen) {
    const isPart = dense(words).length >= shortestPart && dense(drawn).includes(dense(words))
    if (isPart || words.trim() === drawn.trim()) return { text: '', drawn: words }
    if (drawn.length >= shortestPart && words.includes(drawn)) return { text: words.replace(drawn, ' '), drawn }
  }
  return { text: words, drawn: '' }
}

/** What is drawn outside of the page, which the reader of PDF leaves out by itself. */
function leftOut(items: readonly Item[], drawing: Drawing | null): string[] {
  const read = items.map(({ text }) => text.replaceAll(/\s+/g, '')).join('')
  return drawing?.all.filter((drawn) => !read.includes(drawn.replaceAll(/\s+/g, ''))) ?? []
}
