import { isCommonWord, isGeneric, isOpener, isSuffix, wordsOf } from './name-rules.js'
import type { WordUse } from './word-use.js'

const longestName = 120

/**
 * What else a name is called: without the suffixes that it may leave out, by those of its words that tell it, and by its initials. `use` is how the
 * dossier writes its words: a word of English is taken for a name by itself only where it has a capital twice, and is never written without one. Pure.
 */
export function shortNames(name: string, use: WordUse, texts: readonly string[]): string[] {
  const parts = name
    .slice(0, longestName)
    .split(/[\s/]+|(?<=\p{Ll})\.(?=\p{L})/u)
    .filter((part) => wordsOf(part).length > 0)
  const isName = (word: string) => {
    const folded = wordsOf(word).join('')
    if (folded.length < 2 || isGeneric(folded) || isSuffix(folded)) return false
    if (!isCommonWord(folded)) return folded.length > 2 || parts.length === 1
    const counts = use.get(folded)
    return !isOpener(folded) && counts !== undefined && counts.capital > 1 && counts.small === 0
  }
  const shortened = withoutSuffixes(parts)
  const bare = parts.length === 1 && parts[0] !== undefined ? withoutGluedSuffix(parts[0]) : []
  const isTelling = shortened.length > 1 || (shortened[0] !== undefined && !isGeneric(wordsOf(shortened[0]).join('')))
  return [
    ...(shortened.length < parts.length && isTelling ? [shortened.join(' ')] : []),
    ...bare,
    ...(parts.length > 1 ? parts.filter(isName) : []),
    ...initials(parts, texts),
  ]
}

function withoutSuffixes(parts: readonly string[]): string[] {
  const last = parts.findLastIndex((part) => !isSuffix(wordsOf(part).join('')) && wordsOf(part).length > 0)
  return parts.slice(0, last + 1)
}

/** `MongoDB` is Mongo, and `FerryAI` Ferry; `OpenAI` is not Open, nor `FastAPI` Fast. */
function withoutGluedSuffix(part: string): string[] {
  const words = wordsOf(part, true)
  const kept = withoutSuffixes(words).join('')
  return words.length > 1 && kept.length > 2 && kept.length < words.join('').length && !isCommonWord(kept) && !isGeneric(kept) ? [kept] : []
}

/** Of three words or more; of two only where a text says them behind the name. */
function initials(parts: readonly string[], texts: readonly string[]): string[] {
  const words = parts.filter((part) => /^\p{Lu}/u.test(part))
  const letters = words.map((part) => part.charAt(0)).join('')
  if (words.length < 2 || words.length < parts.length || isGeneric(letters.toLowerCase())) return []
  return (words.length > 2 && !isCommonWord(letters.toLowerCase())) || texts.some((text) => text.includes(`(${letters})`)) ? [letters] : []
}

/** The names in a vendor's field: `Anthropic, PBC` is one, `OpenAI / Microsoft` two, `Meta (Facebook)` two. */
export function vendorNames(vendor: string): string[] {
  const parts = vendor.slice(0, longestName).split(/[/&+;,|()]|\s(?:and|with|by)\s/iu)
  return [vendor.slice(0, longestName), ...parts].map((part) => part.trim()).filter((part) => !wordsOf(part).every(isSuffix))
}
