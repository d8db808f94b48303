import type { Particular } from '../../../contracts/particular.js'
import type { ReviewMark } from '../../../contracts/reviewed-content.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { digitsOf, listWords } from './words.js'

type Marked = { particulars?: readonly Particular[] | undefined; review?: Pick<ReviewMark, 'waivedFlags'> | undefined }

/**
 * How many particulars of a verdict its sources lack, in a sentence: those that editors let be, with their reasons, and those that no one has
 * decided on. Null where nothing is marked.
 */
export function particularsText({ particulars = [], review }: Marked): string | null {
  const reasons = new Map((review?.waivedFlags ?? []).map(({ flag, reason }) => [flag, reason]))
  const kept = particulars.filter(({ flag }) => reasons.has(flag))
  const open = particulars.filter(({ flag }) => !reasons.has(flag))
  const why = [...new Set(kept.map(({ flag }) => isolate(reasons.get(flag) ?? '')))].join('; ')
  const sentences = [
    ...(kept.length === 0
      ? []
      : [
          `${lacking(kept, 'was', 'were')} when this was approved; the editors kept ${kept.length === 1 ? 'it' : 'them'}: ${withFullStop(why)}`,
        ]),
    ...(open.length === 0 ? [] : [`${lacking(open, 'is', 'are')}.`]),
  ]
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** `2 particulars were in no source and 1 particular was not in the passage cited`. */
function lacking(marks: readonly Particular[], one: string, several: string): string {
  const count = (missingIn: Particular['missingIn'], where: string) => {
    const found = marks.filter((mark) => mark.missingIn === missingIn).length
    return found === 0 ? [] : [`${digitsOf(found, 'particular')} ${found === 1 ? one : several} ${where}`]
  }
  return listWords([...count('no source', 'in no source'), ...count('another passage', 'not in the passage cited')])
}

function withFullStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
