import { withoutAtEnd } from '../../platform/text/text-end.js'
import { lineMark, sentenceStart } from './sentences.js'

/** So far up a line is looked for that a passage is under, in code units: a long list is read through to what introduces it. */
const lookUp = 20_000
const longestShown = 300

/** `intro`: the words that lead into a list or a paragraph. `heading`: what everything under it is about. `head`: a table's first row. */
export type Above = { kind: 'intro' | 'heading' | 'head'; text: string }

type Line = { text: string; end: number; isAlone: boolean }

/** What the line with `position` in it is under: the words before its list, or the heading; null where there is neither. */
export function lineAbove(text: string, position: number): Above | null {
  const lineStart = startOfLine(text, position)
  const lineText = text.slice(lineStart, lineStart + 200)
  let indent = isItem(lineText) ? indentOf(lineText) : null
  let mayBeIntro = true
  let isUnderlined = false
  let isSameParagraph = indent === null && !isRow(lineText)
  for (const line of linesUpwards(text, lineStart, lineText)) {
    if (line.text.trim() === '') {
      isSameParagraph = false
      continue
    }
    if (isSameParagraph && !isHeading(line) && !isItem(line.text)) continue
    if (/^\s*(?:-{3,}|={3,})\s*$/.test(line.text)) {
      isUnderlined = true
      continue
    }
    if (isUnderlined) return { kind: 'heading', text: shown(line.text) }
    if (isRow(line.text)) {
      mayBeIntro &&= isRow(lineText)
      continue
    }
    if (isHeading(line)) return { kind: 'heading', text: shown(line.text.replace(/^\s*#{1,6}\s+/, '')) }
    if (isItem(line.text)) {
      if (isSameParagraph) {
        // The position is in a later line of this item.
        indent = indentOf(line.text)
        isSameParagraph = false
        continue
      }
      if (indent === null || indentOf(line.text) >= indent) {
        mayBeIntro &&= indent !== null
        continue
      }
      indent = indentOf(line.text)
      if (mayBeIntro && endsOpen(line.text)) return { kind: 'intro', text: lastSentence(text, line.end) }
      continue
    }
    const isOfItem = indent !== null && indentOf(line.text) > indent
    if (isOfItem) continue
    const leadsIn = indent === null ? line.text.trimEnd().endsWith(':') : endsOpen(line.text)
    if (mayBeIntro && leadsIn) return { kind: 'intro', text: lastSentence(text, line.end) }
    mayBeIntro = false
  }
  return null
}

/** The first row of the table that `position` is in a later row of; null where it is in none, or where no line of dashes is below that row. */
export function tableHead(text: string, position: number): Above | null {
  const lineStart = startOfLine(text, position)
  const lineText = text.slice(lineStart, lineStart + 200)
  if (!isRow(lineText)) return null
  let isBelowDashes = false
  for (const line of linesUpwards(text, lineStart, lineText)) {
    if (!isRow(line.text)) return null
    if (isBelowDashes) return { kind: 'head', text: shown(line.text) }
    isBelowDashes = line.text.includes('-') && /^\s*\|[\s:|-]*$/.test(line.text)
  }
  return null
}

/** The headings that the nearest marked one above `position` is itself under, from the lowest to the highest. */
export function outerHeadings(text: string, position: number): Above[] {
  const lineStart = startOfLine(text, position)
  const headings: Above[] = []
  let level = 7
  for (const line of linesUpwards(text, lineStart, '')) {
    const marks = /^ {0,3}(#{1,6})\s+\S/.exec(line.text)?.[1]?.length ?? 7
    if (marks >= level) continue
    level = marks
    headings.push({ kind: 'heading', text: shown(line.text.replace(/^\s*#{1,6}\s+/, '')) })
    if (level === 1) break
  }
  return headings.slice(1)
}

/** Where the line begins that `position` is in or ends. Before the first character `lastIndexOf` would look at that character all the same. */
function startOfLine(text: string, position: number): number {
  return position <= 0 ? 0 : text.lastIndexOf('\n', position - 1) + 1
}

function* linesUpwards(text: string, from: number, line: string): Generator<Line> {
  const lowest = Math.max(0, from - lookUp)
  let end = from - 1
  let below = line
  while (end >= lowest && end >= 0) {
    const start = startOfLine(text, end)
    if (end - start > lookUp) return
    const words = text.slice(start, end)
    const aboveStart = startOfLine(text, start - 1)
    const isBlankAbove = start === 0 || text.slice(aboveStart, start).trim() === ''
    yield { text: words, end, isAlone: isBlankAbove && below.trim() === '' }
    below = words
    if (start === 0) return
    end = start - 1
  }
}

function isItem(line: string): boolean {
  const trimmed = line.trimStart()
  return lineMark.test(trimmed) && !trimmed.startsWith('#') && !isRow(line)
}

function isRow(line: string): boolean {
  return line.trimStart().startsWith('|')
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** Marked as one, or a short line by itself that is no sentence. */
function isHeading({ text, isAlone }: Line): boolean {
  if (/^\s*#{1,6}\s/.test(text)) return true
  const words = withoutAtEnd(text.trim(), '*_')
  return isAlone && words.length <= 80 && /[\p{L}\p{N}]/u.test(words) && !/[.!?,;:。！？]$/.test(words) && !isItem(text)
}

function endsOpen(line: string): boolean {
  return !/[.!?。！？]["'”’)*_]*$/.test(line.trimEnd())
}

function lastSentence(text: string, end: number): string {
  return shown(text.slice(sentenceStart(text, end - 1).at, end))
}

function shown(text: string): string {
  const trimmed = text.trim()
  return trimmed.length > longestShown ? `… ${trimmed.slice(-longestShown)}` : trimmed
}
