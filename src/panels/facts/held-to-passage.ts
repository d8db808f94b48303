import { openText, type Passage } from '../../evidence/passages.js'
import { lineAbove, tableHead } from '../../evidence/rules/above.js'
import { type Grounds, isGrounded, readGrounds } from '../draft/particulars/grounds.js'
import { isParticular } from '../draft/particulars/is-particular.js'
import { type Mention, readMentions, readTokens } from '../draft/particulars/mentions.js'
import { withSentences } from '../draft/particulars/sentences.js'
import { stemsOf } from '../draft/particulars/stems.js'
import type { FactSource } from './fact-sources.js'

const mostNamed = 3

/** What a cut passage says, together with its sentences and with what it is under, to hold an entry to. */
export type PassageSays = {
  text: string
  /** Whether these words are in it, as a quote would be found. */
  has: (words: string) => boolean
  /** Numbers, prices, dates, versions, licenses and names of a text that it does not say; at most three. */
  missing: (text: string) => string[]
  /** Whether a text and it speak of the same: share a word of their own, or something that is counted or named. */
  isAbout: (text: string) => boolean
}

/** Reads a passage to hold entries to. `known` needs no source, such as the tool's name. Linear in the passage and what is around it. */
export function readPassage(source: FactSource, passage: Passage, known: readonly string[]): PassageSays {
  const { text } = source
  const around = [withSentences(text, passage), lineAbove(text, passage.start)?.text ?? '', tableHead(text, passage.start)?.text ?? '']
  const own = text.slice(passage.start, passage.end)
  const grounds = readGrounds([own, ...around])
  const knownGrounds = readGrounds(known)
  const open = openText([own, ...around].join('\n\n'))
  const knownStems = stemsIn(known.join(' '))
  const stems = stemsIn([own, ...around].join(' '))
  return {
    text: own,
    has: (words) => open.findPassage(words) !== null || isShortWord(own, words),
    missing: (claim) => {
      const unknown = particularsOf(claim, grounds).filter((mention) => !isGrounded(mention, grounds) && !isGrounded(mention, knownGrounds))
      return [...new Set(unknown.map((mention) => mention.text))].slice(0, mostNamed)
    },
    isAbout: (claim) =>
      [...stemsIn(claim)].some((stem) => stems.has(stem) && !knownStems.has(stem)) ||
      particularsOf(claim, grounds).some((mention) => isGrounded(mention, grounds) && !isGrounded(mention, knownGrounds)),
  }
}

function particularsOf(claim: string, { lowerCase }: Grounds): Mention[] {
  const own = new Set(readTokens(claim).tokens.flatMap(({ text: word, lower }) => (word === lower ? [word] : [])))
  const isOrdinary = (word: string) => own.has(word) || lowerCase.has(word)
  return readMentions(claim, isOrdinary).mentions.filter((mention) => isParticular(mention, true))
}

function stemsIn(text: string): Set<string> {
  return stemsOf(readTokens(text).tokens)
}

/** Names of fewer letters than a quote may have: `C#`, `uv`. */
function isShortWord(text: string, words: string): boolean {
  if (words.length > 4) return false
  return text.split(/[\s,;:()|"'`]+/).some((word) => word === words || word === `${words}.`)
}
