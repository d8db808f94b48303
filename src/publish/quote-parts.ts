import type { Evidence } from '../contracts/verdict.js'

/** How the evidence behind a marker stands: in its source, not found there, or not in the list at all. */
export type MarkerStanding = Evidence['status'] | 'missing'
export type Marker = { number: number; standing: MarkerStanding }

/** A stretch of a quote. `isUnsupported`: it is followed by markers of which none leads to a passage that was found. */
export type QuotePart = { kind: 'text'; text: string; isUnsupported: boolean } | { kind: 'markers'; markers: readonly Marker[] }

const markerRun = /(?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+/g
const sentenceEnd = /[.!?;:]["”’)]*\s+/g

/** A quote as paragraphs of text and of the markers that stood in it as `[1]`, `[1, 2]` or `[1][2]`. */
export function readQuote(quote: string, evidence: readonly Evidence[]): QuotePart[][] {
  return quote
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => readParagraph(paragraph, evidence))
}

function readParagraph(paragraph: string, evidence: readonly Evidence[]): QuotePart[] {
  const parts: QuotePart[] = []
  let end = 0
  for (const match of paragraph.matchAll(markerRun)) {
    const markers = [...match[0].matchAll(/\d+/g)].map(([digits]) => toMarker(Number(digits), evidence))
    const isSupported = markers.some(({ standing }) => standing === 'found')
    parts.push(...textParts(paragraph.slice(end, match.index), !isSupported), { kind: 'markers', markers })
    end = match.index + match[0].length
  }
  return [...parts, ...textParts(paragraph.slice(end), false)]
}

function toMarker(number: number, evidence: readonly Evidence[]): Marker {
  return { number, standing: evidence[number - 1]?.status ?? 'missing' }
}

/** The text before a marker; if that leads nowhere, its last sentence is the claim that nothing carries. */
function textParts(text: string, isUnsupported: boolean): QuotePart[] {
  const lastEnd = [...text.matchAll(sentenceEnd)].at(-1)
  const claimStart = lastEnd === undefined ? (text.match(/^\W*\s/)?.[0].length ?? 0) : lastEnd.index + lastEnd[0].length
  const split = isUnsupported ? claimStart : text.length
  const parts: QuotePart[] = [
    { kind: 'text', text: text.slice(0, split), isUnsupported: false },
    { kind: 'text', text: text.slice(split), isUnsupported: true },
  ]
  return parts.filter((part) => part.kind === 'text' && part.text !== '')
}
