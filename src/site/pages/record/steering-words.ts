import { unscoredWords } from '../../../contracts/call.js'
import type { SteeringTest } from '../../../contracts/second-draft.js'
import { digitsOf, sentenceCase } from './words.js'

/** What came of drafting a seat with and without the passages that want to steer, in a sentence, for those who review it. */
export function steeringTestText({ passages, callWith, callWithout, missing }: SteeringTest): string {
  const them = `${digitsOf(passages, 'passage')} of the sources ${passages === 1 ? 'wants' : 'want'} to steer`
  const drafted = `${sentenceCase(them)}. This draft was made without ${passages === 1 ? 'it' : 'them'}`
  if (callWith === null)
    return `${drafted}; what it would call with ${passages === 1 ? 'it' : 'them'} is not known. ${unscoredWords[missing ?? 'never-finished']}`
  if (callWith === callWithout) return `${drafted}, and calls ${callWith} with ${passages === 1 ? 'it' : 'them'} too.`
  return `${drafted}. With ${passages === 1 ? 'it' : 'them'}, the call is ${callWith} instead of ${callWithout}.`
}

/** One line for readers on verdicts that were drafted twice; null where none was. */
export function steeringText(tests: readonly SteeringTest[]): string | null {
  if (tests.length === 0) return null
  const flipped = tests.filter((test) => test.flipped === true).length
  const unknown = tests.filter((test) => test.flipped === null).length
  const changed = flipped === 0 ? 'no call changed' : `${digitsOf(flipped, 'call')} changed`
  const lack = unknown === 0 ? '' : `; of ${digitsOf(unknown, 'verdict')} it is not known`
  return `Sources hold text that wants to steer a reviewer. ${digitsOf(tests.length, 'verdict')} ${tests.length === 1 ? 'was' : 'were'} drafted without it and tried with it: ${changed}${lack}`
}
