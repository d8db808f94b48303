/** Numbers that JSON does not have and servers written in Python send all the same, for a probability or a count. */
const noNumbers = /-?\b(?:NaN|Infinity)\b/g

/** The value of a JSON text, with null for `NaN` and `Infinity`; undefined for what is no JSON. Linear. Pure. */
export function parseLenientJson(text: string): unknown {
  const value = parseJson(text)
  return value === undefined && text.search(noNumbers) !== -1 ? parseJson(withoutNoNumbers(text)) : value
}

/** The value of a JSON text; undefined for what is none. Pure. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Strings keep theirs: a reply may speak of NaN. */
function withoutNoNumbers(text: string): string {
  const pieces: string[] = []
  let from = 0
  while (from < text.length) {
    const quote = text.indexOf('"', from)
    const end = quote === -1 ? text.length : quote
    pieces.push(text.slice(from, end).replace(noNumbers, 'null'))
    from = quote === -1 ? text.length : stringEnd(text, quote)
    pieces.push(text.slice(end, from))
  }
  return pieces.join('')
}

function stringEnd(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return text.length
}
