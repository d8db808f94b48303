import { LRUCache } from 'lru-cache'

/** More numbers than this in one range is no citation; a verdict holds at most 50 pieces of evidence. */
const longestRange = 50

/** As many as a number can hold; the marker of one that is far too great is still a marker, which names no evidence. */
const digits = '[0-9０-９]{1,15}'
const item = `${digits}(?:\\s{0,4}(?:[-‐‑‒–—―−－~～〜]|to)\\s{0,4}${digits})?`
const separator = '(?:\\s{0,4}[,;，；、&＆]\\s{0,4}(?:and\\s{1,4})?|\\s{1,4}and\\s{1,4}|\\s{1,4})'

/**
 * What a citation marker looks like, as the source of a regular expression for the few places that cannot call `findMarkers` (the browser):
 * `[1]`, `[1, 2]`, `[1; 2]`, `[1 and 2]`, `[1-3]`, `[1–3]`, and the same in full width. White space in it is bounded, so that no text takes
 * more than linear time.
 */
export const markerSource = `[\\[［【]\\s{0,4}${item}(?:${separator}${item})*\\s{0,4}[\\]］】]`
const markerPattern = new RegExp(markerSource, 'g')

/**
 * A citation marker: places in UTF-16 code units, end exclusive, and the evidence it names, counted from 1, each number once. A range that
 * counts backwards or is too long names its two ends, and `problem` says so.
 */
export type Marker = { start: number; end: number; text: string; numbers: readonly number[]; problem: string | null }

/** The one reader of citation markers, for checks, pages, the desk and the terminal. In the order of the text. */
export function findMarkers(text: string): Marker[] {
  // Most texts have none, and to look for a bracket takes a part of the time.
  if (!/[[［【]/.test(text)) return []
  return [...text.matchAll(markerPattern)].map(({ 0: marker, index }) => {
    return { start: index, end: index + marker.length, text: marker, ...readOnce(marker) }
  })
}

/** The same few markers come again and again, in every text. A size is that of a marker's text: it has no end where it is hostile. */
const knownMarkers = new LRUCache<string, Pick<Marker, 'numbers' | 'problem'>>({
  maxSize: 100_000,
  sizeCalculation: (_, { length }) => length,
})

function readOnce(marker: string): Pick<Marker, 'numbers' | 'problem'> {
  const known = knownMarkers.get(marker)
  if (known !== undefined) return known
  const read = readMarker(marker)
  knownMarkers.set(marker, read)
  return read
}

function readMarker(marker: string): Pick<Marker, 'numbers' | 'problem'> {
  const ranges = readRanges(marker)
  const wrong = ranges.find((range) => !isUsable(range))
  return { numbers: [...new Set(ranges.flatMap(expand))], problem: wrong === undefined ? null : explain(marker, wrong) }
}

/** Markers with nothing but white space between them, and the white space before the first: `claim [1][2]` and `claim [1] [2]`. */
export function findMarkerRuns(text: string): { start: number; end: number; markers: readonly Marker[] }[] {
  const runs: { start: number; end: number; markers: Marker[] }[] = []
  for (const marker of findMarkers(text)) {
    const last = runs.at(-1)
    const floor = last?.end ?? 0
    let start = marker.start
    while (start > floor && /\s/.test(text[start - 1] ?? '')) start -= 1
    if (last !== undefined && start === last.end) {
      last.markers.push(marker)
      last.end = marker.end
    } else runs.push({ start, end: marker.end, markers: [marker] })
  }
  return runs
}

/** A text without its markers, and without the white space before them, or with something else in their place. */
export function withoutMarkers(text: string, inTheirPlace = ''): string {
  const runs = findMarkerRuns(text)
  return (
    runs.map(({ start }, index) => text.slice(runs[index - 1]?.end ?? 0, start) + inTheirPlace).join('') + text.slice(runs.at(-1)?.end ?? 0)
  )
}

/** A text with its markers, and the white space before them, blanked out: every other word stays where it is. */
export function maskMarkers(text: string): string {
  const runs = findMarkerRuns(text)
  return (
    runs.map(({ start, end }, index) => text.slice(runs[index - 1]?.end ?? 0, start) + ' '.repeat(end - start)).join('') +
    text.slice(runs.at(-1)?.end ?? 0)
  )
}

/** How often each evidence number is cited in a text. */
export function countCitations(text: string): Map<number, number> {
  const counts = new Map<number, number>()
  for (const number of findMarkers(text).flatMap(({ numbers }) => numbers)) counts.set(number, (counts.get(number) ?? 0) + 1)
  return counts
}

/** `part` is where it is, `what` says it in short, and `flag` in full with its place, as the check of a reply does. */
export type MarkerProblem = { part: string; what: string; flag: string }

/** What is wrong with a verdict's markers: numbers that name no evidence, and ranges that cannot be read. */
export function findMarkerProblems({ quote, answers, evidence }: Cited): MarkerProblem[] {
  return [
    ...problemsOf('quote', quote, evidence.length),
    ...answers.flatMap(({ ask, answer }) => problemsOf(`answer ${ask}`, answer, evidence.length)),
    ...evidence.flatMap(({ shows }, index) => problemsOf(`evidence ${index + 1}`, shows, evidence.length)),
  ]
}

type Cited = {
  quote: string
  answers: readonly { ask: string; answer: string }[]
  evidence: readonly { shows: string }[]
}

function problemsOf(part: string, text: string, evidenceCount: number): MarkerProblem[] {
  const markers = findMarkers(text)
  const unread = new Set(markers.flatMap(({ problem }) => problem ?? []))
  const cited = new Set(markers.map(({ numbers }) => numbers))
  const dangling = new Set([...cited].flatMap((numbers) => numbers.filter((number) => number < 1 || number > evidenceCount)))
  return [
    ...[...unread].map((what) => ({ part, what, flag: `${part}: ${what}.` })),
    ...[...dangling].map((number) => {
      const what = `the marker [${number}] names no evidence`
      return { part, what, flag: `${part}: ${what} item; there are ${evidenceCount}.` }
    }),
  ]
}

/**
 * A text with each evidence number in its markers replaced; null takes the number out, and the marker with its last number. A marker whose
 * numbers stay is left as it was written; a range whose numbers no longer follow each other becomes a list.
 */
export function renumberMarkers(text: string, renumber: (number: number) => number | string | null): string {
  let written = ''
  let at = 0
  for (const marker of findMarkers(text)) {
    const before = text.slice(at, marker.start)
    const renumbered = renumberMarker(marker, renumber)
    written += renumbered === '' && before.endsWith(' ') ? before.slice(0, -1) : before + renumbered
    at = marker.end
  }
  return written + text.slice(at)
}

function renumberMarker({ text, numbers }: Marker, renumber: (number: number) => number | string | null): string {
  const renumbered = new Map(numbers.map((number) => [number, renumber(number)]))
  if (numbers.every((number) => renumbered.get(number) === number)) return text
  const left = [...new Set(renumbered.values())].filter((number) => number !== null)
  if (left.length === 0) return ''
  const isList = readRanges(text).every(({ from, to }) => from === to)
  // As it was written, but for its numbers.
  if (isList && left.length === renumbered.size) return text.replace(/[0-9０-９]+/g, (number) => String(renumbered.get(toNumber(number))))
  return `[${left.join(', ')}]`
}

type Range = { from: number; to: number }

function readRanges(marker: string): Range[] {
  return [...marker.matchAll(new RegExp(item, 'g'))].map(([text]) => {
    const [from = 0, to = from] = [...text.matchAll(/[0-9０-９]+/g)].map(([number]) => toNumber(number))
    return { from, to }
  })
}

function toNumber(text: string): number {
  return Number(text.normalize('NFKC'))
}

function isUsable({ from, to }: Range): boolean {
  return from <= to && to - from < longestRange
}

function expand(range: Range): number[] {
  const { from, to } = range
  return isUsable(range) ? Array.from({ length: to - from + 1 }, (_each, index) => from + index) : [from, to]
}

function explain(marker: string, { from, to }: Range): string {
  if (to < from) return `the marker ${marker.slice(0, 60)} counts backwards from ${from} to ${to}; write [${to}-${from}]`
  return `the marker ${marker.slice(0, 60)} spans ${to - from + 1} numbers; name the evidence it rests on one by one`
}
