import type { SteeringPassage } from '../../contracts/steering.js'
import { type Heard, hearOtherLanguages, languageOf } from './languages.js'
import type { Segment } from './segments.js'

type Judged = Pick<SteeringPassage, 'kind' | 'certainty' | 'reason'>

/** The scripts of a source: whether Latin is its main one, its language if it is, and how much of it is in others, from 0 to 1. */
export type Scripts = { isLatin: boolean; language: string | null; others: number }

const otherLetters = /[^\p{ASCII}\p{Script=Latin}\p{P}\p{S}\p{N}\p{Z}\p{C}\p{M}]/gu
/** Scripts whose languages we have words of. */
const heardScripts =
  /[\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}]/u
/** More of a text in another script than this, and it is a text in two languages. */
const mostOfOthers = 0.15

export function scriptsOf(folded: string): Scripts {
  const latin = folded.match(/[a-z]/g)?.length ?? 0
  const others = folded.match(otherLetters)?.length ?? 0
  const share = others / Math.max(1, latin + others)
  return { isLatin: share < 0.5, language: share < 0.5 ? (languageOf(folded.slice(0, 20_000))?.language ?? null) : null, others: share }
}

/** What a sentence in a language other than its source's says, or null. */
export function judgeLanguage(segment: Segment, scripts: Scripts, isHidden: boolean): Judged | null {
  const { words } = segment
  const letters = words.match(otherLetters)?.length ?? 0
  const isForeign = letters >= 4 && letters > (words.match(/[a-z]/g)?.length ?? 0) / 2
  const heard = hearOtherLanguages(words)
  if (!isForeign) return judgeLatin(heard, words, scripts, isHidden)
  const isOther = scripts.isLatin && scripts.others < mostOfOthers
  const says = new Set(heard.map(({ what }) => what))
  const kind = scripts.isLatin ? 'other-script' : says.has('rate') ? 'prescribes-call' : 'speaks-to-model'
  if (says.has('drop') || (says.has('rate') && (isOther || says.has('machine'))) || (says.has('machine') && isOther))
    return { kind, certainty: 'likely', reason: 'It gives its reader an order in another language.' }
  if (!isOther && !isHidden) return null
  if (says.has('answer') || (says.has('order') && isSentence(segment)))
    return {
      kind,
      certainty: says.has('answer') || isHidden ? 'likely' : 'unsure',
      reason: 'It asks for something in another language than its source.',
    }
  if (!heardScripts.test(words) && isSentence(segment) && words.length >= 16)
    return { kind, certainty: 'unsure', reason: 'It is a sentence in a script that its source has nowhere else.' }
  return null
}

/** A sentence, not a name in a list of languages. */
function isSentence({ words, isHeading, isItem }: Segment): boolean {
  return !isHeading && !isItem && (/[.!?。！？؟।]["')]{0,2}$/.test(words) || words.length > 24 || /^[^\s]{10,}$/.test(words))
}

function judgeLatin(heard: readonly Heard[], words: string, scripts: Scripts, isHidden: boolean): Judged | null {
  const foreign = heard.filter(({ language }) => isHidden || language !== scripts.language)
  const says = new Set(foreign.map(({ what }) => what))
  if (heard.some(({ what }) => what === 'drop'))
    return { kind: 'speaks-to-model', certainty: 'likely', reason: 'It says to drop the instructions that its reader was given.' }
  if (says.has('rate'))
    return { kind: 'prescribes-call', certainty: 'likely', reason: 'It says which rating to give, in another language than its source.' }
  if (says.has('machine'))
    return {
      kind: 'speaks-to-model',
      certainty: 'likely',
      reason: 'It addresses a model or a reviewer, in another language than its source.',
    }
  if (says.has('answer'))
    return {
      kind: 'off-topic-instruction',
      certainty: 'likely',
      reason: 'It asks for something in its reader’s answer, in another language than its source.',
    }
  if (says.has('order') && scripts.language === 'en' && !words.includes('://') && words.split(' ').length >= 4)
    return {
      kind: 'off-topic-instruction',
      certainty: isHidden ? 'likely' : 'unsure',
      reason: 'It asks for something in another language than its source.',
    }
  return null
}
