import type { Dossier, Source } from '../../../contracts/dossier.js'
import type { Particular } from '../../../contracts/particular.js'
import { onceFor } from '../../../platform/once-for.js'
import { isGrounded, readGrounds } from './grounds.js'
import type { Mention } from './mentions.js'

const mostNamed = 6
/** So many of a sentence's particulars get what the sources say in the flag; all have it in their marks. */
const mostHints = 2

const sourceGrounds = onceFor(({ title, text }: Source) => readGrounds([title, text]))

type Flagged = Pick<Particular, 'part' | 'missingIn'> & {
  cites: readonly number[]
  mentions: readonly Mention[]
  sentence: string
  nearest: readonly Particular['nearest'][]
  dossier: Dossier
}

/** What is wrong with a sentence, for the repair round and for reviewers: what, where, what the sources say instead, and what to do. */
export function flagOf({ part, missingIn, cites, mentions, sentence, nearest, dossier }: Flagged): string {
  const names = namesOf(mentions)
  const what = `${part}: ${list(names)} ${names.length === 1 ? 'is' : 'are'}`
  const where = `in “${shorten(sentence, 200)}”`
  if (missingIn === 'another passage') {
    const cited = `[${cites.slice(0, 10).join(', ')}]`
    return `${what} in the dossier, but not in the passage cited ${cited}, ${where}; ${whereInstead(mentions, dossier)}.`
  }
  const hints = [
    ...new Set(nearest.flatMap((near) => (near === null ? [] : [`the source "${near.source}" says “${shorten(near.says, 160)}”`]))),
  ]
  return [`${what} nowhere in the dossier, ${where}`, ...hints.slice(0, mostHints), 'take it out, or cite what says it.'].join('; ')
}

/** Where it is said instead: the first source that has all of it. */
function whereInstead(mentions: readonly Mention[], { sources }: Dossier): string {
  const source = sources.find((candidate) => mentions.every((mention) => isGrounded(mention, sourceGrounds(candidate))))
  return source === undefined ? 'cite the passage that says it' : `cite the passage that says it, in the source "${source.id}"`
}

/** What mentions say, each once; "Llama 4" says "Llama" as well. */
function namesOf(mentions: readonly Mention[]): string[] {
  const texts = [...new Set(mentions.slice(0, 100).map(({ text }) => shorten(text, 60)))]
  return texts.filter((text) => !texts.some((other) => other !== text && (other.startsWith(`${text} `) || other.startsWith(`${text}-`))))
}

function list(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  return (
    names
      .slice(0, mostNamed)
      .map((name) => `"${name}"`)
      .join(', ') + more
  )
}

/** On one line, without what cannot be stored, and no longer than that. */
export function shorten(text: string, length: number): string {
  const line = text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line.length <= length ? line : `${line.slice(0, length - 1).replace(/\p{Surrogate}$/u, '')}…`
}
