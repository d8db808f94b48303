import { readJsonText } from '../../platform/input/bounded-json.js'
import { type ExtractedPage, extractionVersion, noStructuredData } from '../extract/extracted.js'
import { gatherHidden } from '../extract/text/hidden-pieces.js'
import type { RegistryRequest } from './known-outcome.js'

/** Longer strings are texts, which are extracted by themselves. */
const longestValue = 5_000
const mostValues = 20_000

/**
 * What a reader does not see in the values of a registry's answers, such as words that are spelled in tags, as the hidden pieces of a page; null where
 * there is nothing of the kind. Linear; never throws.
 */
export function unseenPage(
  requests: readonly RegistryRequest[],
  { url, title, text }: Pick<ExtractedPage, 'url' | 'text'> & { title: string },
): ExtractedPage | null {
  const pieces = gatherHidden()
  for (const { bytes } of requests) {
    const answer = new TextDecoder().decode(bytes)
    // Most answers are plain ASCII, which hides nothing.
    if (/[^\t\n\r -~]|\\u/.test(answer)) for (const value of valuesIn(answer)) pieces.clean(value)
  }
  const { hidden, notes } = pieces.finish()
  if (hidden.length === 0) return null
  const page = { version: extractionVersion, form: 'json' as const, url, title, language: null, text, hidden, links: [], notes }
  return { ...page, structured: noStructuredData }
}

/** The short strings of a JSON text; of another text its lines. */
function valuesIn(answer: string): string[] {
  const read = readJsonText(answer)
  if ('why' in read) return answer.split('\n', mostValues).filter((line) => line.length <= longestValue)
  const values: string[] = []
  const open: unknown[] = [read.value]
  for (let looked = 0; looked < mostValues && open.length > 0; looked += 1) {
    const value = open.pop()
    if (typeof value === 'string' && value.length <= longestValue) values.push(value)
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value).slice(0, mostValues)) open.push(inner)
  }
  return values
}
