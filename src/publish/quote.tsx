import type { Evidence } from '../contracts/verdict.js'
import { evidenceAnchor } from './anchors.js'
import { type Marker, readQuote } from './quote-parts.js'

/** A reviewer's words, each marker a link to the evidence it names; what no source carries is underlined with dashes. */
export function Quote({ quote, evidence, anchor }: { quote: string; evidence: readonly Evidence[]; anchor: string }) {
  return (
    <blockquote class="quote">
      {readQuote(quote, evidence).map((parts) => (
        <p>
          {parts.map((part) => {
            if (part.kind === 'markers') return <Markers markers={part.markers} anchor={anchor} />
            return part.isUnsupported ? <span class="unsupported">{part.text}</span> : part.text
          })}
        </p>
      ))}
    </blockquote>
  )
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

function MarkerLink({ marker: { number, standing }, anchor }: { marker: Marker; anchor: string }) {
  if (standing === 'missing') return <span class="doubt">{number} no such evidence</span>
  return (
    <a href={`#${evidenceAnchor(anchor, number)}`} class={standing === 'found' ? undefined : 'doubt'}>
      <span class="hide">evidence </span>
      {number}
      {standing === 'found' ? null : ' not found'}
    </a>
  )
}
