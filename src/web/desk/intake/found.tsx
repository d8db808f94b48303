import type { Found, How } from '../../../contracts/proposal.js'
import { howWords } from '../../../contracts/proposal.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { clip } from '../../../platform/text/clip.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { directionOf } from '../../../platform/text/text-direction.js'

/** The whole passage is marked at its source. */
const longestQuote = 400

/** Where a proposal's sources are in the form: the key of their row and their title, by their ids. */
export type SourcePlaces = ReadonlyMap<string, { key: string; title: string }>

/** A source of the proposal by its title, which leads to its row. */
export function SourceLink({ id, title, places }: { id: string; title: string; places: SourcePlaces }) {
  const key = places.get(id)?.key
  return key === undefined ? <span>{revealInvisible(title)}</span> : <a href={`#source-${key}`}>{revealInvisible(title)}</a>
}

/** The sentence that a field rests on, the source it is from, and how it was found. */
export function FoundAt({ found: { source, words }, how, places }: { found: Found; how: How; places: SourcePlaces }) {
  return (
    <p class="found meta">
      <q class="serif" dir={directionOf(words)}>
        {revealInvisible(clip(words, longestQuote))}
      </q>{' '}
      <SourceLink id={source} title={places.get(source)?.title ?? source} places={places} />, {howWords[how]}
    </p>
  )
}

/** Says that no page had it, and where one would look. */
export function Missing({ where }: { where: string | null }) {
  return (
    <p class="found meta">
      <span class="state needs">missing</span> {where === null ? 'None of the pages says it.' : asSentence(revealInvisible(where))}
    </p>
  )
}
