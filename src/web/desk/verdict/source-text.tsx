import type { Source } from '../../../contracts/dossier.js'
import { isDated } from '../../../contracts/source-capture.js'
import type { Evidence } from '../../../contracts/verdict.js'
import { paragraphsOf, unwrapped } from '../../../evidence/paragraphs.js'
import { type Unit, unitsOf } from '../../../evidence/units.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { onceFor } from '../../../platform/once-for.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { OutsideLink, SourceDays } from '../../../site/pages/record/parts.js'
import { sentenceCase } from '../../../site/pages/record/words.js'
import { passageAnchor, sourceAnchor } from './links.js'

type Found = { number: number; start: number; end: number }
/** A part of a unit, and the evidence whose passages it is in. */
type Piece = { text: string; numbers: readonly number[] }

const shownParagraphs = onceFor((source: Source) => {
  const text = unwrapped(source.text)
  return paragraphsOf(text, unitsOf(source)).map((units) => units.map((unit) => ({ ...unit, text: text.slice(unit.start, unit.end) })))
})

/** A source with its whole text, paragraph by paragraph and unit by unit, in which the passages that are quoted are marked with their numbers. */
export function SourceText({ source, evidence, isCitable }: { source: Source; evidence: readonly Evidence[]; isCitable: boolean }) {
  const { id, title, publisher, url, kind, publishedOn, retrievedOn, origin, text } = source
  const found = foundIn(id, evidence)
  const began = new Set<number>()
  let number = 0
  return (
    <article class="source" id={sourceAnchor(id)}>
      <h3>
        <OutsideLink url={url} text={revealInvisible(title)} />
      </h3>
      <p class="meta">
        {sentenceCase(kind.replaceAll('-', ' '))} by {revealInvisible(publisher)},{' '}
        <SourceDays publishedOn={isDated(source) ? publishedOn : null} retrievedOn={retrievedOn} />
        {origin === 'authored' ? ', notes in our own words' : null}
      </p>
      {isCitable ? (
        <button type="button" class="link pick" data-pick="" hidden>
          Cite a sentence<span class="hide"> of {revealInvisible(title)}</span>
        </button>
      ) : null}
      <div class="text" dir={directionOf(text)} data-source={id}>
        {shownParagraphs(source).map((units) => (
          <p class="para">
            {units.map((unit) => {
              number += 1
              const shown = revealInvisible(unit.text)
              return (
                <span class="u" data-u={String(number)} data-hidden={shown === unit.text ? undefined : ''}>
                  {piecesOf(unit, found).map((piece) => (
                    <PieceOf piece={piece} began={began} />
                  ))}
                </span>
              )
            })}
          </p>
        ))}
      </div>
    </article>
  )
}

/** `began`: the passages of which a piece was set before. */
function PieceOf({ piece: { text, numbers }, began }: { piece: Piece; began: Set<number> }) {
  const shown = revealInvisible(text)
  if (numbers.length === 0) return <>{shown}</>
  const first = numbers.filter((number) => !began.has(number))
  for (const number of first) began.add(number)
  return (
    <mark data-passage={numbers.join(' ')}>
      {first.map((number) => (
        <a class="at" id={passageAnchor(number)} href={`#evidence-${number}`}>
          <span class="hide">passage of evidence </span>
          {number}
        </a>
      ))}
      {shown}
    </mark>
  )
}

function foundIn(source: string, evidence: readonly Evidence[]): Found[] {
  return evidence.flatMap((item, index) =>
    item.status === 'found' && item.source === source ? [{ number: index + 1, start: item.start, end: item.end }] : [],
  )
}

/** A unit cut where a passage begins or ends; passages may overlap. */
function piecesOf({ text, start, end }: Unit & { text: string }, found: readonly Found[]): Piece[] {
  const inside = found.filter((passage) => passage.start < end && passage.end > start)
  if (inside.length === 0) return [{ text, numbers: [] }]
  const edges = inside.flatMap((passage) => [Math.max(start, passage.start), Math.min(end, passage.end)])
  const cuts = [...new Set([start, end, ...edges])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, index) => ({
    text: text.slice(from - start, (cuts[index + 1] ?? end) - start),
    numbers: inside.filter((passage) => passage.start <= from && passage.end > from).map(({ number }) => number),
  }))
}
