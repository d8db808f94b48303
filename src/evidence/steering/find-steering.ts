import type { HiddenText, SteeringPassage } from '../../contracts/steering.js'
import { type Hit, mergeHits } from './hits.js'
import { namesPattern } from './names.js'
import { searchHidden } from './search-hidden.js'
import { searchText } from './search-text.js'

/** The version of the search: raise it with every change after which it finds something else. */
export const steeringVersion = 1

/** More passages of one source than this are not listed. */
const mostPassages = 100
const longestWords = 500

/** A source as it is searched. */
export type SearchedSource = { text: string; hidden: readonly HiddenText[] }

/**
 * The passages of a source that want to steer who reads it: in what a reader sees, and in what one does not. Pure; in time linear in the text's
 * length. A page that discusses such passages, or shows them as examples, is not meant; where the search cannot tell, it says `unsure`.
 */
export function findSteering(source: SearchedSource, context: { title?: string; toolNames?: readonly string[] } = {}): SteeringPassage[] {
  const { text, hidden } = source
  const title = context.title ?? ''
  const names = namesPattern(text, context.toolNames ?? [])
  const seen = searchText(text, { title, names })
  const passages = [
    ...mergeHits(seen.hits).map((hit) => passageOf(hit, text, { place: 'text', piece: null })),
    ...hidden.flatMap(({ place, text: piece }, index) =>
      mergeHits(searchHidden({ place, text: piece }, { names, topic: seen.topic, scripts: seen.scripts })).map((hit) =>
        passageOf(hit, piece, { place, piece: index }),
      ),
    ),
  ]
  return passages.slice(0, mostPassages)
}

function passageOf(hit: Hit, text: string, where: Pick<SteeringPassage, 'place' | 'piece'>): SteeringPassage {
  const { kind, start, end, certainty, reason } = hit
  return { kind, ...where, start, end, words: text.slice(start, end).slice(0, longestWords), certainty, reason }
}
