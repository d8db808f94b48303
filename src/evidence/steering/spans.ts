/** Places in a text (UTF-16 code units, end exclusive), in its order. */
type Span = { start: number; end: number }

/** What a text quotes or shows as code: an instruction in it is rather an example than an order. */
export type Shown = { isCode: (at: number) => boolean; isQuoted: (at: number) => boolean }

/** Quotation marks that open, and what closes them. */
const closers: Readonly<Record<string, string>> = { '“': '”“', '„': '“”', '"': '"', '«': '»', '「': '」', '『': '』', '‘': '’', '`': '`' }
/** What is quoted over more than this is no quotation. */
const longestQuote = 400
const fence = /^\s{0,8}(?:`{3,}|~{3,})/

/** Finds the quotations and the code of a text, in linear time. */
export function readShown(text: string): Shown {
  const { code, marks } = codeOf(text)
  const quotes = quotesOf(text)
  return { isCode: (at) => holds(code, at) || holds(marks, at), isQuoted: (at) => holds(quotes, at) }
}

/** Fenced and indented blocks, and what is between backticks. */
function codeOf(text: string): { code: Span[]; marks: Span[] } {
  const code: Span[] = []
  let at = 0
  let open: number | null = null
  let isBlankBefore = true
  let isIndented = false
  for (const line of text.split('\n')) {
    const end = at + line.length + 1
    if (fence.test(line.slice(0, 24))) {
      if (open === null) open = at
      else {
        code.push({ start: open, end })
        open = null
      }
    } else if (open === null) {
      const isDeep = /^(?: {4}|\t)\s{0,40}[^\s*+>\d|-]/.test(line.slice(0, 60))
      isIndented = isDeep && (isBlankBefore || isIndented)
      if (isIndented) code.push({ start: at, end })
    }
    isBlankBefore = line.trim() === ''
    at = end
  }
  // A fence that is never closed shows nothing: else one sign would make an example of all that follows.
  return { code, marks: quotesOf(text, '`') }
}

function quotesOf(text: string, only = '“„"«「『‘'): Span[] {
  const spans: Span[] = []
  let open: { sign: string; at: number } | null = null
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (open !== null) {
      if (closers[open.sign]?.includes(sign)) {
        spans.push({ start: open.at, end: at + 1 })
        open = null
        continue
      }
      if (at - open.at <= longestQuote && !(sign === '\n' && text.charAt(at + 1) === '\n')) continue
      // Not closed: what it opened is no quotation, and what is behind it is read again from the sign on.
      open = null
    }
    if (only.includes(sign)) open = { sign, at }
  }
  return spans
}

function holds(spans: readonly Span[], at: number): boolean {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const span = spans[low]
  return span !== undefined && span.start <= at && at < span.end
}
