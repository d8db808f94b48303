import { isFamiliar } from './familiar-words.js'
import { foldWord } from './fold-text.js'

/** How the tool of a source may be called, as a pattern over folded text: the names that are given, and the text's own three most frequent ones. */
export function namesPattern(text: string, given: readonly string[]): RegExp | null {
  const names = [...given, ...frequentNames(text)]
    .map((name) =>
      foldWord(name)
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
    )
    .filter((name) => name.length >= 3 && name.length <= 60 && !isFamiliar(name))
  const known = [...new Set(names)].slice(0, 12).sort((a, b) => b.length - a.length)
  return known.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${known.join('|')})(?![\\p{L}\\p{N}])`, 'gu')
}

/** Words with a capital that are not at the beginning of a sentence, three times or more. */
function frequentNames(text: string): string[] {
  const counts = new Map<string, number>()
  for (const [, name = ''] of text.slice(0, 50_000).matchAll(/[\p{Ll},;:] ([A-Z][a-z][A-Za-z]{1,20})\b/gu))
    counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= 2)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name]) => name)
}
