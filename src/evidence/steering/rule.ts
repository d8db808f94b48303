import type { SteeringPassage } from '../../contracts/steering.js'

type Certainty = SteeringPassage['certainty']

/** A form that gives an instruction away, read in one sentence of folded text. */
export type Rule = {
  kind: SteeringPassage['kind']
  pattern: RegExp
  /** What it is in the text that a reader sees; null where it counts in hidden text alone. */
  visible: Certainty | null
  reason: string
  /** Not where the sentence has this too. */
  unless?: RegExp
  /** It names a verdict on the tool: no page that discusses such texts in general needs that. */
  isTargeted?: boolean
}

/** What a tool's name is in the sentences that rules read: the rules are the same for every tool. */
export const toolWord = 'thistool'

/** Up to so many words, each with a space behind it. */
export function gap(most: number): string {
  return `(?:[^\\s.!?]{1,30} ){0,${most}}`
}

/** Where an order begins: at the beginning of a sentence or a clause, or behind `please`, `must` and the like. */
export const orderStart =
  "(?:^|[.!?:;,\"'()\\[\\]>=*#-]\\s?|\\b(?:please|kindly|and|then|must|should|always|also|now|so|just|shall|will|but|instead|simply|therefore|have to|has to|need to|needs to|ought to|asked to|told to|instructed to|required to|requested to|supposed to|expected to|advised to|is to|are to|sure to|remember to|want you to|task is to|job is to|let us|let's|only|hereby|immediately|first|or|you can|could you|would you|will you) )"

/** A pattern over folded text, `u` for scripts other than Latin. */
export function pattern(source: string): RegExp {
  return new RegExp(source, 'u')
}
