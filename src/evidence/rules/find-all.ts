/** What is searched: any text by its code units. A string is one; a test hands in one that counts. */
export type Units = { readonly length: number; charCodeAt: (index: number) => number }

/** How much of a pattern's beginning was found at most, in code units. */
export type Reached = { longest: number }

/** So many units of a pattern are looked for by the engine's own search: its work is at most that many times the text. */
const longestHead = 8

/**
 * Every place where a pattern occurs, in order, overlapping ones too, by Knuth, Morris and Pratt ("Fast Pattern Matching in Strings", 1977):
 * reads each unit of the text at most twice, whatever the two hold. `String.indexOf` may take the product of both lengths; it only leads from where
 * nothing is matched to where the first units are, which is many times faster in most texts.
 */
export function* findAll(text: Units, pattern: Units, reached?: Reached): Generator<number> {
  if (pattern.length === 0) return
  const next = nextHead(text, pattern, reached === undefined ? longestHead : 1)
  const borders = bordersOf(pattern)
  let matched = 0
  for (let index = next(0); index < text.length; index = matched === 0 ? next(index + 1) : index + 1) {
    const unit = text.charCodeAt(index)
    while (matched > 0 && (matched === pattern.length || pattern.charCodeAt(matched) !== unit)) matched = borders[matched - 1] ?? 0
    if (pattern.charCodeAt(matched) === unit) matched += 1
    if (reached !== undefined && matched > reached.longest) reached.longest = matched
    if (matched === pattern.length) yield index - pattern.length + 1
  }
}

/** Where a pattern may begin, from a place on: the length of the text for nowhere. */
function nextHead(text: Units, pattern: Units, length: number): (from: number) => number {
  if (typeof text !== 'string' || typeof pattern !== 'string') return (from) => from
  const head = pattern.slice(0, length)
  return (from) => {
    const at = text.indexOf(head, from)
    return at === -1 ? text.length : at
  }
}

/** For each prefix of a pattern, the length of the longest shorter prefix that is also its end. */
function bordersOf(pattern: Units): Int32Array {
  const borders = new Int32Array(pattern.length)
  let length = 0
  for (let index = 1; index < pattern.length; index += 1) {
    const unit = pattern.charCodeAt(index)
    while (length > 0 && pattern.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0
    if (pattern.charCodeAt(length) === unit) length += 1
    borders[index] = length
  }
  return borders
}
