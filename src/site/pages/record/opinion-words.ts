import type { Tie } from '../../../contracts/conflict.js'
import { noOpinionWords, type Opinion, type SupportQuestion } from '../../../contracts/second-opinion.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { digitsOf, groupDigits, listWords } from './words.js'

/** What the second model thinks, asked whether a passage supports a sentence. */
export const supportWords: Record<SupportQuestion['support'], string> = { partly: 'only in part', 'not supported': 'no' }

/** What ties a second model to the tool. */
export function readerTieText({ kind, maker, named }: Tie): string {
  return kind === 'vendor'
    ? `It is a model of the tool’s own vendor, ${isolate(maker)}.`
    : `It is a model of ${isolate(maker)}, whose ${isolate(named)} the dossier names as a rival.`
}

/** What a second opinion does not cover, in sentences; empty where it covers everything. */
export function lackText({ pairs, pairsLeftOut, missing }: Opinion): string {
  const without = pairs.filter(({ support }) => support === null).length
  return [
    ...(missing === null
      ? []
      : [
          `${without > 0 && without < pairs.length ? `On ${digitsOf(without, 'pair')} there is no opinion: ` : 'There is no opinion: '}${lowerFirst(noOpinionWords[missing])}`,
        ]),
    ...(pairsLeftOut === 0 ? [] : [`${digitsOf(pairsLeftOut, 'more pair')} ${pairsLeftOut === 1 ? 'was' : 'were'} not read.`]),
  ].join(' ')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

type OfVerdict = { opinion?: Opinion | undefined; questioned: number }

/**
 * One line for readers on the second opinions of some verdicts: which models read them, and how many sentences they question that are as drafted.
 * Null where no verdict has one. A model's opinion is no verdict, so nothing else of it is shown to readers.
 */
export function secondOpinionText(verdicts: readonly OfVerdict[]): string | null {
  const asked = verdicts.flatMap(({ opinion, questioned }) => (opinion === undefined ? [] : [{ ...opinion, questioned }]))
  if (asked.length === 0) return null
  const read = asked.flatMap(({ pairs }) => pairs.filter(({ support }) => support !== null)).length
  const questioned = asked.reduce((sum, one) => sum + one.questioned, 0)
  const models = [...new Set(asked.filter(({ missing }) => missing !== 'same-model').map(({ model }) => model))]
  const without = asked.filter(({ pairs, missing }) => missing !== null && pairs.every(({ support }) => support === null)).length
  const lack = without === 0 ? '' : `; on ${digitsOf(without, 'verdict')} there is none`
  if (read === 0) return 'Asked for, and there is none'
  return `${listWords(models)} read ${digitsOf(read, 'pair')} of a sentence and a passage it cites, and questioned ${groupDigits(questioned)} that ${questioned === 1 ? 'is' : 'are'} as drafted${lack}`
}
