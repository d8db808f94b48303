import { endsInAbbreviation } from './sentences.js'

const beforeNumber =
  /(?:^|[\s(])(?:secs?|arts?|vers?|tel|rev|ch|chap|tab|refs?|eqs?|paras?|ed|ext|max|min|avg|app|abs|kap|ziff|bd|cl|ann|figs?|nos)\.$/i
const day = /(?:^|[\s(])\d{1,2}\.$/
const month = /^(?:\d{1,2}\.|\d{4}(?!\d)|jan|feb|mär|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)/i

/**
 * Whether a sentence that a segmenter ended goes on in the next segment: behind an abbreviation, a day (`3. Oktober`), inside an address
 * (`/a?b=c`), and where the next begins with a small letter (`"Why?" she asked`) or takes up what was said (`」と`).
 */
export function sentenceGoesOn(before: string, next: string): boolean {
  if (before === '') return false
  const end = before.slice(-24).trimEnd()
  if (endsInAbbreviation(before) || /(?:^|[\s("'])(?:\p{L}\.){2,4}$/u.test(end)) return true
  if (/^["'“‘«([*_`]{0,4}\p{Ll}/u.test(next)) return true
  if (beforeNumber.test(end) && /^\d/.test(next)) return true
  if (day.test(end) && month.test(next)) return true
  if (/[。！？][」』]$/.test(end)) return /^(?:と|って)/.test(next)
  return !/\s$/.test(before) && /[!-~][.?!]{1,4}["')\]]{0,3}$/.test(end) && /^[\w/=&#%+-]/.test(next)
}
