import { onceFor } from '../../platform/once-for.js'
import { type IsCode, readCodePlaces } from './code-places.js'
import { isNameAt, isPluralAt, type Range, type Searched, type Wanted } from './is-name-at.js'
import { gap, type Letters, readLetters } from './letters.js'
import { isOpener, wordsOf } from './name-rules.js'
import type { Name, Names } from './names.js'

/** Where a text holds a name: UTF-16 offsets, end exclusive. `isCode`: within code or an address; `isGlued`: within a longer word. */
export type Found = { start: number; end: number; name: Name; isCode: boolean; isGlued: boolean }

type Node = { next: Map<string, Node>; wanted: Wanted | null; address: Wanted | null }

/**
 * Finds the names in a text, in order and apart from each other; where names overlap, the first and longest is found, and reaches as far as they do.
 * `isTitle`: the text is a title, which may begin with a name where a sentence begins with a word. Takes a time that grows with the text's length,
 * whatever it holds: at each letter, at most as many steps as the longest name has letters. Pure.
 */
export function findNames(text: string, names: Names, { isTitle = false } = {}): Found[] {
  const root = trieOf(names)
  const isCode = readCodePlaces(text)
  const given = { root, isCode, isTitle }
  const found = search(text, readLetters(text), given)
  const hasMarkup = /[<‹]|\]\(|\]\[/.test(text)
  const all = hasMarkup ? [...found, ...search(text, readLetters(text, { throughMarkup: true }), given)] : found
  return tellCode(text, merge(all))
}

/** Which of them are within code, by what is around them: `Next.js` by itself is prose. */
function tellCode(text: string, found: readonly Found[]): Found[] {
  if (found.length === 0) return []
  const parts = found.map(({ start, end }, index) => text.slice(found[index - 1]?.end ?? 0, start) + 'x'.repeat(end - start))
  const isCode = readCodePlaces(parts.join('') + text.slice(found.at(-1)?.end))
  return found.map((one) => ({ ...one, isCode: one.isCode || isCode(one.start, one.end) }))
}

const trieOf = onceFor(({ names }: Names): Node => {
  const root = newNode()
  for (const name of names) {
    const letters = readLetters(name.text)
    let node = root
    for (const letter of letters.text) {
      const next = node.next.get(letter) ?? newNode()
      node.next.set(letter, next)
      node = next
    }
    const joints = new Set<number>()
    let at = 0
    for (const word of wordsOf(name.text, true)) {
      at += word.length
      joints.add(at)
    }
    const signs = Array.from({ length: letters.text.length }, (_each, index) =>
      index === 0 ? '' : name.text.slice(letters.ends[index - 1], letters.starts[index]),
    )
    const wanted: Wanted = { name, letters, joints, signs, isOpener: wordsOf(name.text).every(isOpener) }
    if (name.rule === 'address') node.address ??= wanted
    else node.wanted ??= wanted
  }
  return root
})

function newNode(): Node {
  return { next: new Map(), wanted: null, address: null }
}

function search(text: string, letters: Letters, { root, isCode, isTitle }: { root: Node; isCode: IsCode; isTitle: boolean }): Found[] {
  const searched = { text, letters, isCode, isTitle, ...wordBounds(letters) }
  const found: Found[] = []
  for (let from = 0; from < letters.text.length; from += 1) {
    let node: Node | undefined = root
    let best: Found | null = null
    for (let at = from; node !== undefined && at < letters.text.length; at += 1) {
      node = node.next.get(letters.text.charAt(at))
      for (const wanted of [node?.wanted, node?.address]) {
        if (wanted != null) best = accept(searched, wanted, { from, to: at + 1 }) ?? best
      }
    }
    if (best !== null) found.push(best)
  }
  return found
}

function wordBounds({ text, gaps }: Letters): Pick<Searched, 'wordStarts' | 'wordEnds'> {
  const wordStarts = new Int32Array(text.length)
  const wordEnds = new Int32Array(text.length)
  for (let at = 0; at < text.length; at += 1) wordStarts[at] = at === 0 || gaps[at] !== gap.none ? at : (wordStarts[at - 1] ?? 0)
  for (let at = text.length - 1; at >= 0; at -= 1)
    wordEnds[at] = at + 1 === text.length || gaps[at + 1] !== gap.none ? at + 1 : (wordEnds[at + 1] ?? 0)
  return { wordStarts, wordEnds }
}

/** The name at a place, where its rule lets it be one. */
function accept(searched: Searched, wanted: Wanted, range: Range): Found | null {
  const { letters, wordStarts, wordEnds } = searched
  const { rule } = wanted.name
  if (!isNameAt(searched, wanted, range)) return null
  // `ferrydocs` is more than one of it.
  const isPlural = (rule === 'anywhere' || rule === 'written') && isPluralAt(searched, range.to)
  const to = isPlural ? range.to + 1 : range.to
  const isGlued = wordStarts[range.from] !== range.from || wordEnds[to - 1] !== to
  return { start: letters.starts[range.from] ?? 0, end: letters.ends[to - 1] ?? 0, name: wanted.name, isCode: rule === 'address', isGlued }
}

/** In order and apart: the first and longest wins, and reaches as far as what it overlaps. */
function merge(found: readonly Found[]): Found[] {
  const merged: Found[] = []
  for (const one of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last === undefined || one.start >= last.end) merged.push({ ...one })
    else if (one.end > last.end) last.end = one.end
  }
  return merged
}
