import type { Proposed } from '../../contracts/proposal.js'
import { isRow } from './price-table.js'
import { findWords, linesOf, type Piece, propose, type ReadSource, sentencesOf } from './read-source.js'

const mostRivals = 12
const longestSentence = 800
const name = String.raw`(?:[\p{Lu}][\p{L}\p{N}.+#'&-]{0,29}|[a-z]{1,3}[\p{Lu}][\p{L}\p{N}]{1,20})(?:[ \u00a0]{1,3}(?:[\p{Lu}][\p{L}\p{N}.+#&-]{0,29}|\d{1,3}(?:\.\d{1,3})?[BbKkM]?)){0,3}`
const list = String.raw`(?<names>${name}(?:\s{0,3}(?:,|\/|,? and|,? or|&)\s{1,3}(?:the )?${name}){0,7})`
const intro = `(?:the |a |an |tools like |tools such as |services like |products like |other tools like )?`

/** Words with which a page names what it competes with, each before a list of names. */
const before = [
  String.raw`\b[Aa]lternatives? (?:to|for) ${intro}`,
  String.raw`\b(?:[Cc]ompare[sd]?|[Cc]omparison|[Cc]omparing|[Cc]ompares?)(?: \p{L}{1,20}){0,3} (?:to|with|against) ${intro}`,
  String.raw`\b(?:[Uu]nlike|[Vv]ersus|vs\.?|VS\.?|[Rr]eplacements? for|[Rr]eplaces|[Ii]nstead of|[Cc]ompetes with|[Rr]ather than) ${intro}`,
  String.raw`\b(?:[Mm]igrat(?:e|es|ing|ion)|[Ss]witch(?:ing)?|[Mm]oving|[Mm]ove|[Cc]oming) from ${intro}`,
  String.raw`\b[Cc]ompetitors?(?:,)? (?:like|such as|include|including|are) ${intro}`,
].map((start) => new RegExp(`${start}${list}`, 'gu'))
/** And those that stand behind one. */
const behind = [
  new RegExp(String.raw`(?<names>${name})\s{1,3}(?:vs\.?|VS\.?|versus)\s`, 'gu'),
  new RegExp(
    String.raw`(?:[Oo]pen[- ][Ss]ource|[Ss]elf-hosted|[Ff]ree|[Tt]he|[Aa]n?|[Bb]est|[Mm]odern|[Ss]imple|[Ff]aster|[Ll]ightweight|\p{Ll}{3,12}) (?<names>${name}) [Aa]lternatives?\b`,
    'gu',
  ),
  new RegExp(`^(?<names>${name}) [Aa]lternatives?$`, 'gu'),
]

/** Words written large that are no tool: what begins sentences, languages, formats, systems. */
const ordinary = new Set(
  [
    'a an the this that these those it its we our you your they other others another some most many all any each every both more less much such same',
    'traditional existing manual legacy native conventional typical standard classic previous older newer current regular paid free open source simple',
    'version v1 v2 v3 beta alpha release pricing docs documentation features blog home login enterprise team pro plan overview guide comparison alternative alternatives',
    'what why how when where which who if in on at to for from with without and or but not no yes read see learn get start try use using here there',
    'javascript typescript python java go rust c c++ c# php ruby html css json yaml xml csv sql http https rest graphql api apis ui cli sdk ai llm llms ml url pdf',
    'linux windows macos mac ios android unix web internet english german french spanish january february march april may june july august september october november december',
    'scratch zero spreadsheets excel-sheets scripts humans people teams companies users developers monday tuesday wednesday thursday friday saturday sunday',
  ].flatMap((line) => line.split(' ')),
)

/**
 * The tools that a page compares the tool with, each with the sentence or line that says so: `vs X`, `alternative to X and Y`, `unlike X`,
 * `migrate from X`, the heads of a table that has the tool in one. Never the tool itself; at most 12. Linear in the text's length; pure.
 */
export function findRivals(source: ReadSource, { toolNames }: { toolNames: readonly string[] }): Proposed<string>[] {
  const own = toolNames.map(plainName)
  const found = new Map<string, Proposed<string>>()
  const add = (written: string, at: Piece) => {
    const value = written
      .replace(/[.,'&-]{1,3}$/, '')
      .trim()
      .slice(0, 120)
    const key = plainName(value)
    if (found.size >= mostRivals || found.has(key) || !isTool(value, own)) return
    found.set(key, propose(source, { value, at }))
  }
  for (const sentence of sentencesOf(source)) {
    if (isRow(sentence.words) || sentence.words.length > longestSentence) continue
    // `Push vs pull` compares no tools: one side of a `vs` is the tool itself.
    const isOther =
      /\b(?:vs|versus)\b/i.test(sentence.words) && own.length > 0 && !own.some((one) => plainName(sentence.words).includes(one))
    if (!isOther) for (const names of namesIn(sentence.words)) add(names, sentence)
  }
  for (const [head, names] of comparisonHeads(source, own)) for (const one of names) add(one, head)
  for (const [one, at] of comparedByLinks(source)) add(one, at)
  return [...found.values()]
}

const plainName = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]{1,20}/gu, '')

function isTool(value: string, own: readonly string[]): boolean {
  const key = plainName(value)
  const isOwn = own.some(
    (one) =>
      one !== '' && (key === one || (key.startsWith(one) && /^(?:v?\d|cloud|pro|enterprise|js$|io$|app$)/.test(key.slice(one.length)))),
  )
  const words = value.toLowerCase().split(' ')
  return (
    !isOwn &&
    key.length >= 2 &&
    !/^v?\d/.test(key) &&
    !ordinary.has(value.toLowerCase()) &&
    !words.every((word) => ordinary.has(word)) &&
    !ordinary.has(words[0] ?? '')
  )
}

function namesIn(sentence: string): string[] {
  const visible = sentence
    .replace(/\]\([^()\s]{0,300}\)/g, (link) => ' '.repeat(link.length))
    .replace(/[[\]*_`#"“”]/g, ' ')
    .replace(/\s{2,40}/g, ' ')
  return [...before, ...behind].flatMap((pattern) =>
    [...visible.trim().matchAll(pattern)]
      .flatMap(({ groups }) => (groups?.names ?? '').split(/\s{0,3}(?:,? and |,? or |,|\/|&)\s{0,3}(?:the )?/))
      .filter((one) => one !== ''),
  )
}

/** The heads of a table of tools, where the tool itself is one. */
function comparisonHeads(source: ReadSource, own: readonly string[]): [Piece, string[]][] {
  const lines = linesOf(source)
  return lines.flatMap((line, index): [Piece, string[]][] => {
    if (!isRow(line.words) || isRow(lines[index - 1]?.words ?? '')) return []
    const cells = line.words
      .slice(0, longestSentence)
      .split('|')
      .map((cell) => cell.replace(/[*_`[\]]/g, '').trim())
      .filter((cell) => cell !== '')
    const names = cells.filter((cell) => cell.length <= 40 && /^\p{Lu}/u.test(cell) && cell.split(' ').length <= 3)
    return cells.some((cell) => own.includes(plainName(cell))) ? [[line, names.filter((cell) => cells.indexOf(cell) > 0)]] : []
  })
}

/** `/compare/rival`, `/rival-alternative`, `/vs/rival`: where the link's own words are in the text and name it. */
function comparedByLinks(source: ReadSource): [string, Piece][] {
  return (source.page?.links ?? []).slice(0, 500).flatMap(({ url, text }): [string, Piece][] => {
    const slug =
      /\/(?:compare|comparison|vs|versus|alternatives?)\/(?:[\w-]{1,30}-vs-)?([a-z0-9-]{2,40})\/?$/.exec(url)?.[1] ??
      /\/([a-z0-9-]{2,40})-alternatives?\/?$/.exec(url)?.[1]
    if (slug === undefined) return []
    const key = plainName(slug)
    const words = text
      .trim()
      .split(/\s{1,20}/)
      .slice(0, 12)
    for (let length = 3; length > 0; length -= 1) {
      const written = words.map((_, at) => words.slice(at, at + length).join(' ')).find((piece) => plainName(piece) === key)
      const at = written === undefined ? null : findWords(source, text.trim())
      if (written !== undefined && at !== null) return [[written, { ...at, words: source.text.slice(at.start, at.end) }]]
    }
    return []
  })
}
