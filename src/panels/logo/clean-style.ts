/** One or two names, as `.a` or `g .b`. With more, a reader of styles tries every way up through the elements for each. */
const plainSelector = /^[^\s{},;>+~:/<"'()[\]]{1,200}(?:[\s>+]{1,19}[^\s{},;>+~:/<"'()[\]]{1,200})?$/

/**
 * The rules of a style's whole text that have plain selectors, without comments; null if its braces do not pair or a comment has no end.
 * What the declarations say is not judged. `cost` is what they cost for each element: selectors, declarations, and every 64 characters. Linear.
 */
export function cleanStyle(text: string): { text: string; cost: number } | null {
  const bare = withoutComments(text)
  if (bare === null) return null
  const braces = bare.match(/[{}]/g) ?? []
  if (braces.length % 2 === 1 || braces.some((brace, index) => brace !== (index % 2 === 0 ? '{' : '}'))) return null
  const pieces = bare.split(/[{}]/)
  const rules = pieces.flatMap((piece, index) => {
    const isPlain = index % 2 === 0 && piece.split(',').every((selector) => plainSelector.test(selector.trim()))
    return isPlain && index + 1 < pieces.length ? [`${piece.trim()}{${pieces[index + 1] ?? ''}}`] : []
  })
  const shown = rules.join('')
  return { text: shown, cost: (shown.match(/[{,;]/g)?.length ?? 0) + Math.ceil(shown.length / 64) }
}

function withoutComments(text: string): string | null {
  const pieces = text.split('*/')
  const last = pieces.pop() ?? ''
  const bare = [...pieces.map((piece) => (piece.includes('/*') ? piece.slice(0, piece.indexOf('/*')) : `${piece}*/`)), last].join(' ')
  return bare.includes('/*') || bare.includes('*/') ? null : bare
}
