import { getResolvedPDFJS } from 'unpdf'

/** What is read of a page of pdf.js: its drawing, step by step. */
type DrawnPage = { getOperatorList: () => Promise<{ fnArray: number[]; argsArray: unknown[] }> }
type Pen = { isWhite: boolean; mode: number }

/** The texts of a page that are drawn without ink, in white on nothing, or at all. */
export type Drawing = { inkless: string[]; white: string[]; all: string[] }

/**
 * Follows how a PDF's page draws its texts (ISO 32000, 8.4 and 9.3.6). Text without ink over a picture is what a scanner read in it, and text in
 * white over a picture or a filled area may well be seen: neither is counted. Null where the drawing cannot be read.
 */
export async function readDrawing(page: DrawnPage): Promise<Drawing | null> {
  addTransfer()
  const { OPS } = await getResolvedPDFJS()
  const names = new Map(Object.entries(OPS).map(([name, number]) => [number, name]))
  const list = await page.getOperatorList().catch(() => null)
  if (list === null) return null
  const drawing: Drawing = { inkless: [], white: [], all: [] }
  const saved: Pen[] = []
  let pen: Pen = { isWhite: false, mode: 0 }
  let hasGround = false
  for (const [index, step] of list.fnArray.entries()) {
    const name = names.get(step) ?? ''
    const values = list.argsArray[index]
    if (name === 'save') saved.push(pen)
    else if (name === 'restore') pen = saved.pop() ?? pen
    else if (name === 'setTextRenderingMode') pen = { ...pen, mode: Number(valueAt(values, 0)) }
    else if (name === 'setFillRGBColor') pen = { ...pen, isWhite: isWhite(values) }
    else if (/^setFill(?:Color|Gray|CMYK|Pattern)/.test(name)) pen = { ...pen, isWhite: false }
    else if (name.startsWith('paint') || name.startsWith('shading') || (isFilling(name, values, OPS) && !pen.isWhite)) hasGround = true
    else if (/^show|^next.*ShowText$/i.test(name)) {
      const text = glyphsOf(values)
      drawing.all.push(text)
      if (pen.mode === 3 && !hasGround) drawing.inkless.push(text)
      else if (pen.isWhite && !hasGround) drawing.white.push(text)
    }
  }
  return drawing
}

/** The reader of PDF hands over its fonts by `ArrayBuffer.prototype.transferToFixedLength` (ECMAScript 2024), which Node has from version 21 on. */
function addTransfer(): void {
  if ('transferToFixedLength' in ArrayBuffer.prototype) return
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    configurable: true,
    writable: true,
    value(this: ArrayBuffer, length = this.byteLength) {
      const moved = new Uint8Array(length)
      moved.set(new Uint8Array(this, 0, Math.min(length, this.byteLength)))
      return moved.buffer
    },
  })
}

function valueAt(values: unknown, at: number): unknown {
  return Array.isArray(values) || values instanceof Uint8ClampedArray ? values[at] : null
}

/** A colour as `#rrggbb`, or as three numbers up to 255. */
function isWhite(values: unknown): boolean {
  const first = valueAt(values, 0)
  if (typeof first === 'string') return /^#f[a-f0-9]f[a-f0-9]f[a-f0-9]$/i.test(first)
  return [0, 1, 2].every((at) => Number(valueAt(values, at)) >= 240)
}

/** A path says what is done with it in its first value, or a step of its own does. */
function isFilling(name: string, values: unknown, steps: Readonly<Record<string, number>>): boolean {
  const done = name === 'constructPath' ? valueAt(values, 0) : steps[name]
  return [steps.fill, steps.eoFill, steps.fillStroke, steps.eoFillStroke].some((step) => step !== undefined && step === done)
}

function glyphsOf(values: unknown): string {
  const glyphs = valueAt(values, 0)
  if (!Array.isArray(glyphs)) return ''
  return glyphs
    .map((glyph: unknown) => (typeof glyph === 'object' && glyph !== null && 'unicode' in glyph ? String(glyph.unicode) : ''))
    .join('')
}
