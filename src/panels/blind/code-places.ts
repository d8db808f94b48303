/** Whether a stretch of a text is code, or a part of an address: UTF-16 offsets, end exclusive. */
export type IsCode = (start: number, end: number) => boolean

const span = /`[^`\n]{1,300}`/g
const fence = /^[ \t]{0,3}(?:```|~~~)/gm
const commandLine =
  /^[ \t\d|>]{0,12}(?:[$%>][ \t]|(?:import|npm|npx|pnpm|yarn|bunx|pip3?|pipx|uvx|cargo|brew|docker|apt|sudo|const|require|gem|go get|go install)[ \t]|from[ \t]\S{1,80}[ \t]import\b)[^\n]{0,500}/gm
/** What only code and addresses have: slashes, `@`, an underscore, a dot or `::` between letters, an empty call, a place in a page. */
const codeSign = /[/\\@_=`$]|::|\(\)|#\p{L}|[\p{L}\p{N}][.:]\p{L}/u

/** Where a text is code: its spans and fences, commands, and whatever holds signs of code without a space. Pure; linear in the length of the text. */
export function readCodePlaces(text: string): IsCode {
  const fences = [...text.matchAll(fence)].map(({ index }) => index)
  const places = [
    ...[...text.matchAll(span), ...text.matchAll(commandLine)].map(({ 0: whole, index }) => ({ start: index, end: index + whole.length })),
    ...fences.flatMap((start, index) => (index % 2 === 0 ? [{ start, end: fences[index + 1] ?? start }] : [])),
    ...[...text.matchAll(/\S+/g)]
      .filter(([token]) => codeSign.test(token))
      .map(({ 0: token, index }) => ({ start: index, end: index + token.length })),
  ].sort((a, b) => a.start - b.start)
  // Where any place that begins so early ends: fences hold spans.
  let furthest = 0
  const ends = places.map(({ end }) => {
    furthest = Math.max(furthest, end)
    return furthest
  })
  return (start, end) => {
    if (/["']/.test(text.charAt(start - 1)) && /["']/.test(text.charAt(end))) return true
    let [low, high] = [0, places.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[middle]?.start ?? 0) <= start) low = middle + 1
      else high = middle
    }
    return low > 0 && (ends[low - 1] ?? 0) > start
  }
}
