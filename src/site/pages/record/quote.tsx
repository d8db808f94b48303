import type { Evidence } from '../../../contracts/verdict.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { evidenceAnchor } from './anchors.js'
import { Marked, type Sentence } from './marked-text.js'
import { type Marker, type PlacedPart, placeQuote } from './quote-parts.js'

export type QuoteProps = {
  quote: string
  evidence: readonly Evidence[]
  anchor: string
  /** Who each sentence is from, where that is to be marked. */
  sentences?: readonly Sentence[]
}

/** A reviewer's words, each marker a link to the evidence it names; what no source carries is underlined with dashes. */
export function Quote(props: QuoteProps) {
  return (
    <blockquote class="quote">
      {placeQuote(props.quote, props.evidence).map((parts) => (
        <p dir={directionOf(props.quote)}>
          <Cited parts={parts} {...props} />
        </p>
      ))}
    </blockquote>
  )
}

/** An answer, its markers links as those of a quote are; its paragraphs follow each other on the line. */
export function CitedAnswer({ answer, ...props }: Omit<QuoteProps, 'quote'> & { answer: string }) {
  return placeQuote(answer, props.evidence).map((parts, index) => (
    <>
      {index > 0 ? ' ' : null}
      <Cited parts={parts} {...props} />
    </>
  ))
}

function Cited({ parts, anchor, sentences = [] }: Pick<QuoteProps, 'anchor' | 'sentences'> & { parts: readonly PlacedPart[] }) {
  return parts.map(({ part, start }) => {
    if (part.kind === 'markers') return <Markers markers={part.markers} anchor={anchor} />
    const words = <Marked text={part.text} start={start} sentences={sentences} />
    return part.isUnsupported ? <span class="unsupported">{words}</span> : words
  })
}

function Markers({ markers, anchor }: { markers: readonly Marker[]; anchor: string }) {
  return (
    <sup>
      {markers.map((marker, index) => (
        <>
          {index > 0 ? ', ' : null}
          <MarkerLink marker={marker} anchor={anchor} />
        </>
      ))}
    </sup>
  )
}

function MarkerLink({ marker: { number, status }, anchor }: { marker: Marker; anchor: string }) {
  if (status === 'missing') return <span class="doubt">{number} no such evidence</span>
  return (
    <a href={`#${evidenceAnchor(anchor, number)}`} class={status === 'found' ? undefined : 'doubt'}>
      <span class="hide">evidence </span>
      {number}
      {status === 'found' ? null : ' not found'}
    </a>
  )
}
