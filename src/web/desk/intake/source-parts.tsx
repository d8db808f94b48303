import type { HiddenText, SteeringPassage } from '../../../contracts/steering.js'
import { hiddenPlaceWords, steeringKindWords } from '../../../contracts/steering.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { clip } from '../../../platform/text/clip.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { type Mark, markedPieces, type Piece } from './marked-pieces.js'

/** Characters of one source's text that are shown; intake keeps fewer, and dossiers that people wrote may have more. */
const longestShown = 100_000
/** Characters that are shown beside a marked passage. */
const shownAround = 150
const hiddenShown = 60
const longestHidden = 600

/** A source's text in which passages are marked. */
function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const shown = text.slice(0, longestShown)
  const inside = marks.filter(({ end }) => end <= shown.length)
  return (
    <>
      <Pieces pieces={markedPieces(shown, inside)} dir={directionOf(shown)} />
      {shown.length < text.length ? <p class="meta">The text goes on for {digitsOf(text.length - shown.length, 'character')}.</p> : null}
    </>
  )
}

function Pieces({ pieces, dir }: { pieces: readonly Piece[]; dir: ReturnType<typeof directionOf> }) {
  return (
    <p class="source-text serif" dir={dir}>
      {pieces.map(({ text, kind }) => {
        const words = revealInvisible(text)
        if (kind === null) return words
        if (kind === 'found') return <mark>{words}</mark>
        return (
          <mark class="steers">
            <span class="hide">wants to steer: </span>
            {words}
          </mark>
        )
      })}
    </p>
  )
}

/** The marked passages of a text with what is around them, closed until someone asks; the whole text is elsewhere on the page. */
export function MarkedPlaces({ text, marks, title }: { text: string; marks: readonly Mark[]; title: string }) {
  const pieces = markedPieces(text, marks)
  if (pieces.every(({ kind }) => kind === null)) return null
  const around = pieces.map((piece, index) => withoutMiddle(piece, { isFirst: index === 0, isLast: index === pieces.length - 1 }))
  return (
    <details class="ask">
      <summary>
        What is marked in it<span class="hide">, {title}</span>
      </summary>
      <Pieces pieces={around} dir={directionOf(text)} />
    </details>
  )
}

/** Of what is not marked, what is next to a mark. */
function withoutMiddle({ text, kind }: Piece, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): Piece {
  if (kind !== null || text.length <= 3 * shownAround) return { text, kind }
  const before = isFirst ? '' : text.slice(0, shownAround)
  const after = isLast ? '' : text.slice(-shownAround)
  return { text: `${before} … ${after}`, kind }
}

/** A source's text and what a reader would not see of it, both closed until someone asks. `title` is shown as it is. */
export function SourceTexts({
  text,
  marks,
  hidden,
  title,
}: {
  text: string
  marks: readonly Mark[]
  hidden: readonly HiddenText[]
  title: string
}) {
  return (
    <>
      <details class="ask">
        <summary>
          Its text<span class="hide"> of {title}</span>
        </summary>
        <MarkedText text={text} marks={marks} />
      </details>
      <HiddenTexts hidden={hidden} title={title} />
    </>
  )
}

/** What a page holds and a reader would not see. */
export function HiddenTexts({ hidden, title }: { hidden: readonly HiddenText[]; title: string }) {
  if (hidden.length === 0) return null
  return (
    <details class="ask">
      <summary>
        {digitsOf(hidden.length, 'hidden text')}
        <span class="hide"> of {title}</span>
      </summary>
      <p class="meta">A reader does not see this, and no model gets it.</p>
      <ul class="rows">
        {hidden.slice(0, hiddenShown).map(({ place, text }) => (
          <li>
            <p class="meta">{placeWords(place)}</p>
            <p class="source-text mono" dir={directionOf(text)}>
              {revealInvisible(clip(text, longestHidden))}
            </p>
          </li>
        ))}
      </ul>
      {hidden.length > hiddenShown ? <p class="meta">And {hidden.length - hiddenShown} more.</p> : null}
    </details>
  )
}

/** Where a passage is, as people read it: in what a reader sees, or how it is hidden. */
export function placeWords(place: SteeringPassage['place']): string {
  const words = place === 'text' ? 'in the text' : hiddenPlaceWords[place]
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** One passage that wants to steer who reads it: its words, where it is, what it tries, and how certain that is. */
export function PassageWords({ passage: { kind, place, words, certainty, reason } }: { passage: SteeringPassage }) {
  return (
    <>
      <p>
        <q class="serif" dir={directionOf(words)}>
          {revealInvisible(words)}
        </q>
      </p>
      <p class="meta">
        {placeWords(place)}; it {certainty === 'unsure' ? 'perhaps ' : ''}
        {steeringKindWords[kind]}. {asSentence(revealInvisible(reason))}
        {certainty === 'unsure' ? ' This is unsure; it may well be harmless.' : null}
      </p>
    </>
  )
}
