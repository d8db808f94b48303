import type { SteeringPassage } from '../../contracts/steering.js'
import { addressRules } from './address-rules.js'
import { overrideRules } from './override-rules.js'
import { prescribeRules } from './prescribe-rules.js'
import { type Rule, toolWord } from './rule.js'

/** What a sentence is found to be; `at` and `length` are places in its folded words. */
export type Finding = Pick<SteeringPassage, 'kind' | 'reason'> & {
  certainty: SteeringPassage['certainty']
  at: number
  length: number
  isTargeted: boolean
}

/** Every sentence under a rule has one of these: what most sentences are spared. */
const trigger =
  /\b(?:ignor|disregard|forget|overrid|overrul|bypass|discard|dismiss|neglect|abandon|void|cancel|erase|suspend|disobey|scrap|delete|unlearn|aside|pay no|take no|obey|follow|throw|you are|you're|from now|from this|from here|starting now|henceforth|for the rest|act|behave|respond|answer|repl|speak|write|talk|pretend|imagin|assum|suppos|new|updat|revis|secret|hidden|supersed|your|system|admin|root|develop|god|sudo|jailbreak|do anything|reveal|print|repeat|show|output|leak|display|disclos|tell|expos|recit|dump|give|penali|reward|llms?|ais?|a i|gpt|chat|claude|gemini|copilot|language model|model|assist|agent|bot|machine|automat|review|juror|jury|judg|evaluat|grad|rater|panel|assess|critic|summar|when|while|if|asked|whoever|anyone|verdict|call|rat|vot|scor|recommend|conclu|rank|decision|ship|skip|award|assign|grant|mark|endors|prais|declar|deem|choos|approv|favou?r|treat|consider|regard|present|describ|portray|report|say|stat|claim|confirm|name|pick|select|promot|advocat|champion|advertis|mention|cit|quot|discuss|never|do not|don't|dont|must not|refrain|avoid|no need|stop|without|leav|omit|gloss|downplay|play|conceal|keep|remain|stay|overlook|suppress|hide|withhold|brush|shrug|turn|be|only|find|see|licen|price|limit|weakness|criteria|count|deserv|merit|earn|warrant|it|this)/

const rules: readonly Rule[] = [...prescribeRules, ...overrideRules, ...addressRules]

/**
 * The surest rule that a sentence of folded text falls under, or null. In hidden text every rule counts, and each is likely: no one who
 * writes for readers hides a sentence that speaks to a reviewer.
 */
export function judgeSentence(sentence: string, names: RegExp | null, isHidden: boolean): Finding | null {
  if (!trigger.test(sentence)) return null
  const words = names === null ? sentence : sentence.replace(names, toolWord)
  let best: Finding | null = null
  for (const { kind, pattern, visible, reason, unless, isTargeted = false } of rules) {
    if (visible === null && !isHidden) continue
    const match = pattern.exec(words)
    if (match === null || unless?.test(words) === true) continue
    const certainty = isHidden ? 'likely' : (visible ?? 'unsure')
    const isSurer = best === null || (best.certainty === 'unsure' && certainty === 'likely')
    if (isSurer) best = { kind, reason, certainty, ...placeIn(sentence, names, match), isTargeted }
    if (best?.certainty === 'likely' && best.isTargeted) break
  }
  return best
}

/** Where a match in the words with `toolWord` is in the sentence with the names themselves. */
function placeIn(sentence: string, names: RegExp | null, { 0: found, index }: RegExpExecArray): { at: number; length: number } {
  const at = inSentence(sentence, names, index)
  return { at, length: Math.max(1, inSentence(sentence, names, index + found.length) - at) }
}

function inSentence(sentence: string, names: RegExp | null, place: number): number {
  if (names === null) return place
  let longer = 0
  for (const { 0: name, index } of sentence.matchAll(names)) {
    if (index - longer >= place) break
    longer += name.length - toolWord.length
  }
  return Math.min(sentence.length, Math.max(0, place + longer))
}
