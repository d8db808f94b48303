import { decodeAll } from './decode.js'
import { foldText } from './fold-text.js'
import { judgeSentence } from './judge-sentence.js'
import { hearOtherLanguages } from './languages.js'
import { formOf } from './off-topic.js'
import { segmentsOf } from './segments.js'

/** What a text says once it is decoded or unscrambled: an order to a reader, a request to a model, or nothing of the kind. */
export type Said = 'order' | 'request' | 'nothing'

/** Judges a text that was read out of another; what is encoded in it again is decoded once more. */
export function judgeDerived(text: string, names: RegExp | null, depth = 0): Said {
  const segments = segmentsOf(text, foldText(text))
  const isOrder = segments.some(
    ({ words }) =>
      judgeSentence(words, names, true) !== null || hearOtherLanguages(words).some(({ what }) => what !== 'order' && what !== 'answer'),
  )
  if (isOrder) return 'order'
  if (depth < 2 && decodeAll(text).some((inner) => judgeDerived(inner.text, names, depth + 1) !== 'nothing')) return 'order'
  return segments.some(({ words }) => formOf(words) !== null) ? 'request' : 'nothing'
}
