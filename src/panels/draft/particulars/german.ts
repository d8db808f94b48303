import type { Mention } from './mentions.js'
import type { Token } from './tokens.js'

const functionWords = new Set(
  (
    'der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war wird werden wurde hat haben auf für mit von vom zu zum zur ' +
    'bei beim nach aus über unter durch ohne gegen auch nur noch schon sich es er sie wir ich ihr man wer was wie wo dass wenn weil als im am kein keine'
  ).split(' '),
)

const inEnglishToo = new Set(['war', 'die', 'was', 'am', 'des', 'von', 'den', 'man', 'es', 'hat'])

/** Whether a text is in German, where every noun has a capital. A name with a `von` in it makes none. */
export function isGerman(tokens: readonly Token[]): boolean {
  const found = new Set(tokens.flatMap(({ lower }) => (functionWords.has(lower) && !inEnglishToo.has(lower) ? [lower] : [])))
  return found.size >= 3
}

/** Whether a name may be a mere noun in a German sentence: one word, or one behind an article. A name of two words is none. */
export function isGermanNoun(mention: Mention): boolean {
  if (mention.kind !== 'name') return false
  const nouns = mention.words.filter((word) => !functionWords.has(word))
  return (
    nouns.length < 2 && mention.text.split(/\s+/).every((word) => /^\p{Lu}[\p{Ll}-]*$/u.test(word) || functionWords.has(word.toLowerCase()))
  )
}
