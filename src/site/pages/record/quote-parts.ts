import type { Evidence } from '../../../contracts/verdict.js'
import { findMarkerRuns } from '../../../evidence/markers.js'

/** The state of the evidence behind a marker: in its source, not found there, or not in the list at all. */
export type MarkerStatus = Evidence['status'] | 'missing'
export type Marker = { number: number; status: MarkerStatus }

/** A stretch of a quote. `isUnsupported`: it is followed by markers of which none leads to a passage that was found. */
export type QuotePart = { kind: 'text'; text: string; isUnsupported: boolean } | { kind: 'markers'; markers: readonly Marker[] }

/** `start` is its place in the quote, in UTF-16 code units. */
export type PlacedPart = { part: QuotePart; start: number }

const sentenceEnd = /[.!?;:]["”’)]*\s+/g

/** A quote as paragraphs of text and of the markers that are in it, as `findMarkers` reads them. */
export function readQuote(quote: string, evidence: readonly Evidence[]): QuotePart[][] {
  return placeQuote(quote, evidence).map((paragraph) => paragraph.map(({ part }) => part))
}

/** The same, each part with the place in the quote where it starts, in UTF-16 code units. */
export function placeQuote(quote: string, evidence: readonly Evidence[]): PlacedPart[][] {
  return paragraphs(quote).map(({ text, start }) =>
    readParagraph(text, evidence).map((placed) => ({ part: placed.part, start: start + placed.start })),
  )
}

/** Stretches of lines that are not blank, without white space around them. */
function paragraphs(quote: string): { text: string; start: number }[] {
  const found: { from: number; to: number }[] = []
  let at = 0
  let isInside = false
  for (const line of quote.split('\n')) {
    const end = at + line.length
    const isBlank = line.trim() === ''
    const last = found.at(-1)
    if (!isBlank && isInside && last !== undefined) last.to = end
    else if (!isBlank) found.push({ from: at, to: end })
    isInside = !isBlank
    at = end + 1
  }
  return found.map(({ from, to }) => {
    const paragraph = quote.slice(from, to)
    return { text: paragraph.trim(), start: from + paragraph.length - paragraph.trimStart().length }
  })
}

function readParagraph(paragraph: string, evidence: readonly Evidence[]): PlacedPart[] {
  const parts: PlacedPart[] = []
  let end = 0
  for (const run of findMarkerRuns(paragraph)) {
    const markers = run.markers.flatMap(({ numbers }) => numbers.map((number) => toMarker(number, evidence)))
    const isSupported = markers.some(({ status }) => status === 'found')
    parts.push(...textParts(paragraph.slice(end, run.start), end, !isSupported))
    parts.push({ part: { kind: 'markers', markers }, start: run.start })
    end = run.end
  }
  return [...parts, ...textParts(paragraph.slice(end), end, false)]
}

function toMarker(number: number, evidence: readonly Evidence[]): Marker {
  return { number, status: evidence[number - 1]?.status ?? 'missing' }
}

/** The text before a marker; if that leads nowhere, its last sentence is the claim that nothing carries. */
function textParts(text: string, start: number, isUnsupported: boolean): PlacedPart[] {
  const lastEnd = [...text.matchAll(sentenceEnd)].at(-1)
  const claimStart = lastEnd === undefined ? (text.match(/^\W*\s/)?.[0].length ?? 0) : lastEnd.index + lastEnd[0].length
  const split = isUnsupported ? claimStart : text.length
  const parts: (PlacedPart & { part: { kind: 'text' } })[] = [
    { part: { kind: 'text', text: text.slice(0, split), isUnsupported: false }, start },
    { part: { kind: 'text', text: text.slice(split), isUnsupported: true }, start: start + split },
  ]
  return parts.filter(({ part }) => part.text !== '')
}
