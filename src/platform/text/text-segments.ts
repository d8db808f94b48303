/** How far is looked at once, in UTF-16 code units. A segment that is longer is cut. */
const reach = 4_000

/**
 * The segments of a text, as `Intl.Segmenter` gives them, in linear time: by itself it takes a time that grows with the square of their number.
 * A text is read piece by piece, and each piece begins with the last segment of the one before, so that only segments longer than
 * `reach` are cut.
 */
export function* segmentsOf(segmenter: Intl.Segmenter, text: string): Generator<Intl.SegmentData> {
  for (let from = 0; from < text.length; ) {
    const piece = text.slice(from, wholeCharacter(text, from + reach))
    const segments = [...segmenter.segment(piece)]
    const isLast = from + piece.length === text.length
    const sure = isLast || segments.length === 1 ? segments : segments.slice(0, -1)
    for (const segment of sure) yield { ...segment, index: from + segment.index, input: text }
    from += sure.reduce((length, { segment }) => length + segment.length, 0)
  }
}

/** The place, or the one behind it where it would part the two halves of a character. */
function wholeCharacter(text: string, place: number): number {
  const isInside = /^[\udc00-\udfff]$/.test(text.charAt(place)) && /^[\ud800-\udbff]$/.test(text.charAt(place - 1))
  return isInside ? place + 1 : place
}
