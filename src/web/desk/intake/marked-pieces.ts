/** A part of a text that is set apart: `found` where a field rests on it, `steers` where it wants to steer who reads it. */
export type Mark = { start: number; end: number; kind: 'found' | 'steers' }
export type Piece = { text: string; kind: Mark['kind'] | null }

/** The text cut where a mark begins or ends, in one pass over the sorted marks; what steers is marked so, whatever rests on it. Pure. */
export function markedPieces(text: string, marks: readonly Mark[]): Piece[] {
  const edges = marks
    .filter(({ start, end }) => start >= 0 && start < end && end <= text.length)
    .flatMap(({ start, end, kind }) => [
      { at: start, kind, step: 1 },
      { at: end, kind, step: -1 },
    ])
    .sort((a, b) => a.at - b.at)
  const open = { found: 0, steers: 0 }
  const pieces: Piece[] = []
  let at = 0
  const push = (until: number) => {
    if (until <= at) return
    const kind = open.steers > 0 ? 'steers' : open.found > 0 ? 'found' : null
    pieces.push({ text: text.slice(at, until), kind })
    at = until
  }
  for (const edge of edges) {
    push(edge.at)
    open[edge.kind] += edge.step
  }
  push(text.length)
  return pieces
}
