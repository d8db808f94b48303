import type { Dossier } from '../../contracts/dossier.js'

/** How often a word, in lower case, is written with a capital and without one. */
export type WordUse = ReadonlyMap<string, { capital: number; small: number }>

/** Every text of a dossier that people wrote. */
export function textsOf({ tool, license, facts, sources }: Dossier): string[] {
  return [
    ...[tool.tagline, tool.description, license.name, license.summary],
    ...facts.map(({ statement }) => statement),
    ...sources.flatMap(({ title, publisher, url, text }) => [title, publisher, url, text]),
  ]
}

/** Counts the words of some texts, those that begin a sentence left out: there a capital says nothing. Pure, linear. */
export function countWords(texts: readonly string[]): WordUse {
  const use = new Map<string, { capital: number; small: number }>()
  for (const text of texts) {
    for (const [word] of text.matchAll(/(?<=[\p{L}\p{N},;)] )\p{L}{2,40}/gu)) {
      const lower = word.toLowerCase()
      const counts = use.get(lower) ?? { capital: 0, small: 0 }
      if (/^\p{Lu}/u.test(word)) counts.capital += 1
      else counts.small += 1
      use.set(lower, counts)
    }
  }
  return use
}
