import { clip } from '../../platform/text/clip.js'
import { cleanText } from '../extract/text/invisible.js'

const breaks = /[\s\u0085]+/g

/**
 * A registry's value as one line that shows all that is in it: white space as single blanks, without what no one sees, at most `max` UTF-16 code
 * units. HTML is kept as written, for that is how registries show it. Null where nothing is left. Linear; pure.
 */
export function plainLine(text: string, max: number): string | null {
  // What is cut off is not looked at: a value may have megabytes.
  const { text: shown } = cleanText(text.slice(0, max * 4).replace(breaks, ' '))
  const line = shown.replace(/ {2,}/g, ' ').trim()
  return line === '' ? null : clip(line, max).replace(/[\ud800-\udbff](?=…$)/, '')
}

/** A count to two significant digits, so that what changes every day does not change a text. 12,345 is 12,000. */
export function roundCount(count: number): number {
  return Number(count.toPrecision(2))
}

/** A count as it is written: `12,000`. */
export function writeCount(count: number): string {
  return count.toLocaleString('en-US')
}
