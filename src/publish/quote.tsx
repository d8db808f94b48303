import type { Evidence } from '../contracts/verdict.js'

/** A piece of a sentence: text, or a marker such as [2] that names an evidence item. */
type Piece = { text: string } | { marker: number }

/**
 * A verdict's quote. Markers become links to the evidence below; a sentence that rests on a passage its source does not hold, or on
 * an item that does not exist, is underlined and says so in words.
 */
export function Quote({ quote, evidence, anchor }: { quote: string; evidence: readonly Evidence[]; anchor: string }) {
  return (
    <blockquote class="theirs">
      {sentences(quote).map((pieces) => {
        const isUnsupported = pieces.some((piece) => 'marker' in piece && evidence[piece.marker - 1]?.status !== 'found')
        return <span class={isUnsupported ? 'unsupported' : undefined}>{pieces.map((piece) => renderPiece(piece, evidence, anchor))}</span>
      })}
    </blockquote>
  )
}

function renderPiece(piece: Piece, evidence: readonly Evidence[], anchor: string) {
  if ('text' in piece) return piece.text
  const item = evidence[piece.marker - 1]
  if (item === undefined) return <sup class="missing">{piece.marker} names no source</sup>
  const isFound = item.status === 'found'
  return (
    <sup>
      <a
        href={`#${anchor}-${piece.marker}`}
        class={isFound ? undefined : 'missing'}
        aria-label={`evidence ${piece.marker}${isFound ? '' : ', not found in its source'}`}
      >
        {piece.marker}
        {isFound ? '' : ' not found'}
      </a>
    </sup>
  )
}

/** The quote by sentences, each cut at its markers. A marker between two sentences belongs to the one before it. */
function sentences(quote: string): Piece[][] {
  const segments = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(quote)].map(({ segment }) => segment)
  return segments.map((segment) =>
    segment.split(/\s*\[(\d{1,3})\]/).map((part, index): Piece => (index % 2 === 1 ? { marker: Number(part) } : { text: part })),
  )
}
