import type { Proposed, ProposedFields } from '../../contracts/proposal.js'
import type { KnownFields, Stated } from '../registries/known-outcome.js'
import { siteOf, withoutWww } from '../site-of.js'
import { findWords, foundIn, linesOf, propose, type ReadSource, sentencesOf } from './read-source.js'

export type Identity = Pick<ProposedFields, 'name' | 'vendor' | 'category' | 'tagline' | 'description' | 'website' | 'repository'>

const longest = { name: 120, vendor: 120, category: 80, tagline: 240, description: 5_000, address: 2_000 }
const titleJoint = /\s[–—|·•-]\s|:\s/
/** Pages of a site that are not its home: their title names the page, and not the tool. */
const subpage =
  /^(?:pricing|plans|docs|documentation|changelog|releases?|terms|license|blog|about|home|welcome|login|overview|introduction|readme|getting started|faq)\b/i
const owner =
  /(?:©|\(c\)|Copyright)\s{0,2}(?:\d{4}(?:\s?[-–]\s?(?:\d{4}|present))?,?\s{1,2})?(?<owner>\p{Lu}[\p{L}\p{N}&.' -]{1,60}?)(?:\.?\s{0,2}All rights|[,|·\n]|\.\s|\.?$)/mu

/**
 * What a tool is: from the registries' own data first, then from pages. Each value is in the text of its source; what a page states as data
 * alone and its text does not have is left out. Linear in the texts; pure.
 */
export function findIdentity(sources: readonly ReadSource[], registries: readonly KnownFields[]): Identity {
  const stated = (pick: (known: KnownFields) => Stated<string> | null, most: number) => firstStated(registries, { pick, most })
  const homes = [...sources]
    .filter(({ kind, how }) => how === 'text' && !['license', 'pricing', 'release-notes', 'registry'].includes(kind))
    .sort((a, b) => rank(a) - rank(b))
  const texts = [...homes, ...sources.filter((source) => source.kind === 'pricing')]
  const name = stated(({ name: known }) => known, longest.name) ?? first(texts, (source) => nameIn(source, texts))
  const description = stated(({ description: known }) => known, longest.description)
  const paragraph = first(homes, (source) => paragraphIn(source, name?.value ?? ''))
  const tagline =
    stated(({ description: known }) => known, longest.tagline) ?? first(homes, (source) => taglineIn(source, name?.value ?? ''))
  return {
    name,
    vendor: stated(({ vendor }) => vendor, longest.vendor) ?? first(texts, vendorIn),
    category:
      stated(({ category }) => category, longest.category) ??
      first(texts, (source) => inText(source, source.page?.structured.applicationCategory ?? null, longest.category)),
    tagline,
    description: description ?? paragraph ?? tagline,
    website:
      stated(({ homepage }) => homepage, longest.address) ??
      first(
        sources.filter(({ kind }) => kind === 'website'),
        addressOf,
      ),
    repository: stated(({ repository }) => repository, longest.address) ?? first(texts, repositoryIn),
  }
}

const rank = ({ kind }: ReadSource): number => Math.max(0, ['website', 'model-card', 'documentation', 'announcement'].indexOf(kind))

function firstStated(
  registries: readonly KnownFields[],
  { pick, most }: { pick: (known: KnownFields) => Stated<string> | null; most: number },
): Proposed<string> | null {
  for (const known of registries) {
    const one = pick(known)
    if (one !== null && one.value.trim() !== '' && one.value.length <= most) return { value: one.value, how: 'registry', found: one.found }
  }
  return null
}

function first<T>(sources: readonly ReadSource[], find: (source: ReadSource) => T | null): T | null {
  for (const source of sources) {
    const found = find(source)
    if (found !== null) return found
  }
  return null
}

/** A value that a page states as data, with its place in the text. */
function inText(source: ReadSource, value: string | null, most: number): Proposed<string> | null {
  const words = (value ?? '').replace(/\s{1,40}/g, ' ').trim()
  const at = words === '' || words.length > most ? null : findWords(source, words)
  return at === null ? null : propose(source, { value: source.text.slice(at.start, at.end), at: lineAround(source, at) })
}

/** The whole line of a short passage, so that a reader sees where it is. */
function lineAround({ text }: ReadSource, { start, end }: { start: number; end: number }): { start: number; end: number } {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', end)
  const line = { start: start === 0 ? 0 : from, end: to < 0 ? text.length : to }
  return line.end - line.start > 400 ? { start, end } : line
}

/** A name that a page calls itself by; `sources` are all that were read, whose titles share it. */
function nameIn(source: ReadSource, sources: readonly ReadSource[]): Proposed<string> | null {
  const { structured } = source.page ?? {}
  for (const value of [structured?.name, structured?.siteName, ...namesInTitle(source, sources)]) {
    if (value == null || subpage.test(value)) continue
    const found = inText(source, value, longest.name)
    if (found !== null) return found
  }
  const code = source.text.indexOf('```')
  const heading = linesOf(source).find(({ words }) => /^#\s/.test(words))
  if (heading !== undefined && code >= 0 && heading.start > code) return null
  // Badges stand behind the name, and the name may be a link.
  const bare = heading?.words.replace(/^#\s{1,4}\[?/, '').split(/\[|\]\(|!\[/, 1)[0] ?? ''
  const words = bare.split(titleJoint)[0]?.replace(/[*_`]/g, '').trim() ?? ''
  return heading === undefined ||
    words === '' ||
    words.split(' ').length > 5 ||
    (words.split(' ').length > 2 && isPhrase(words)) ||
    subpage.test(words)
    ? null
    : propose(source, { value: words.slice(0, longest.name), at: heading })
}

const titleParts = (source: ReadSource): string[] =>
  (source.page?.title ?? source.title)
    .split(titleJoint)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, 8)

/**
 * The parts of a title that may be the name, the likeliest first: one that is the address's own, that other pages of the site have in their
 * titles, or that sentences begin with, comes before the words of a slogan. The first word of a part ("Kiln API") may be the name as well.
 */
function namesInTitle(source: ReadSource, sources: readonly ReadSource[]): string[] {
  const others = sources.filter((other) => other !== source && siteOf(other.url) === siteOf(source.url)).flatMap(titleParts)
  const host = letters(URL.canParse(source.url) ? withoutWww(new URL(source.url).hostname) : '')
  const score = (part: string): number => {
    const key = letters(part)
    const isHost = key.length > 2 && host.includes(key)
    return (
      (isHost ? 4 : 0) +
      (others.some((other) => letters(other) === key) ? 4 : 0) +
      (startsSentence(source, part) ? 2 : 0) -
      (isPhrase(part) ? 3 : 0)
    )
  }
  const parts = titleParts(source).filter((part) => part.length <= 40 && part.split(' ').length <= 4)
  const shared = titleParts(source).flatMap((part) => others.find((other) => part.startsWith(`${other} `) && !subpage.test(other)) ?? [])
  return [...parts, ...shared]
    .map((part, index) => ({ part, index, score: score(part) }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ part }) => part)
}

const letters = (words: string): string => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** `Deploy faster`, `Inference for open models`: words of a sentence, the later of which are written small. */
const isPhrase = (words: string): boolean => {
  const rest = words.split(' ').slice(1)
  return rest.length > 0 && rest.every((word) => /^\p{Ll}/u.test(word))
}

/** Whether a sentence begins with a name and goes on with a small letter: `Kiln bakes services`. */
function startsSentence(source: ReadSource, name: string): boolean {
  return sentencesOf(source)
    .slice(0, 200)
    .some(({ words }) => words.startsWith(`${name} `) && /^\p{Ll}/u.test(words.slice(name.length + 1)))
}

function vendorIn(source: ReadSource): Proposed<string> | null {
  const { structured } = source.page ?? {}
  for (const value of [structured?.publisher, structured?.author]) {
    const found = inText(source, value ?? null, longest.vendor)
    if (found !== null) return found
  }
  const found = owner.exec(source.text.slice(-6_000))
  const value = found?.groups?.owner?.trim() ?? ''
  if (found === null || value.length < 2) return null
  const start = Math.max(0, source.text.length - 6_000) + found.index
  return propose(source, { value, at: { start, end: start + found[0].trimEnd().length } })
}

/** The page's own short words for itself: as data, behind its name in the title, or its first heading and the line below. */
function taglineIn(source: ReadSource, name: string): Proposed<string> | null {
  const parts = (source.page?.title ?? '')
    .split(titleJoint)
    .map((part) => part.trim())
    .filter((part) => part.toLowerCase() !== name.toLowerCase() && part.length > 8 && part.includes(' '))
  for (const value of [source.page?.structured.description ?? null, ...parts]) {
    const found = inText(source, value, longest.tagline)
    if (found !== null) return found
  }
  const lines = linesOf(source).slice(0, 30)
  const heading = lines.find(({ words }) => /^#{1,2}\s/.test(words))
  const said =
    heading?.words
      .replace(/^#{1,2}\s{1,4}/, '')
      .replace(/[*_`]/g, '')
      .trim() ?? ''
  const isName = said.toLowerCase() === name.toLowerCase() || said.split(' ').length < 3 || subpage.test(said)
  if (heading !== undefined && !isName && said.length <= longest.tagline) return propose(source, { value: said, at: heading })
  const paragraph = paragraphIn(source, name)
  const sentence = paragraph === null ? undefined : sentencesOf(source).find(({ start }) => start >= paragraph.found.start)
  const value = sentence === undefined ? '' : plainWords(sentence.words)
  return sentence === undefined || value.length < 20 || value.length > longest.tagline ? null : propose(source, { value, at: sentence })
}

/** The first paragraph that says something: no heading, list, table, badge, quote, code or warning of a cookie. */
function paragraphIn(source: ReadSource, name: string): Proposed<string> | null {
  let at = 0
  let isCode = false
  for (const paragraph of source.text.slice(0, 40_000).split(/\n[ \t]{0,20}\n/)) {
    const start = source.text.indexOf(paragraph, at)
    at = start + paragraph.length
    if ((paragraph.split('```').length - 1) % 2 === 1) isCode = !isCode
    if (isCode || /^\s{0,3}(?:[#|>`~]|[-*+] |\d+\. |!\[|\[!|<| {4}|\t)/.test(paragraph)) continue
    if (/^\s{0,3}\*\*[^*]{1,300}\*\*\s{0,3}$/.test(paragraph)) continue
    const words = plainWords(paragraph)
    if (
      !saysSomething(words) ||
      /\bcookies?\b|\bjavascript\b.{0,40}\b(?:enable|required|disabled)\b|^(?:sign|log) (?:in|up)\b/i.test(words)
    )
      continue
    if (words.toLowerCase() === name.toLowerCase()) continue
    const from = start + (paragraph.length - paragraph.trimStart().length)
    return {
      value: words.slice(0, longest.description),
      how: source.how,
      found: foundIn(source, { start: from, end: from + paragraph.trim().length }),
    }
  }
  return null
}

/** Scripts without spaces between words say as much with fewer letters. */
function saysSomething(words: string): boolean {
  const wide = words.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0
  return wide >= 15 || (words.length >= 40 && words.split(' ').length >= 6)
}

/** Words without Markdown: links by their text, no emphasis, no tags. */
const plainWords = (text: string): string =>
  text
    .replace(/!?\[([^\][]{0,200})\]\([^()\s]{0,400}\)/g, '$1')
    .replace(/[*`]{1,3}|<[^<>]{0,200}>|(?<![\p{L}\p{N}])_{1,2}|_{1,2}(?![\p{L}\p{N}])/gu, '')
    .replace(/\s{1,40}/g, ' ')
    .trim()

/** The address that was read, shown by the first line of its text. */
function addressOf(source: ReadSource): Proposed<string> | null {
  const [line] = linesOf(source)
  return line === undefined || source.url.length > longest.address ? null : propose(source, { value: source.url, at: line })
}

function repositoryIn(source: ReadSource): Proposed<string> | null {
  const stated = inText(source, source.page?.structured.codeRepository ?? null, longest.address)
  if (stated !== null) return stated
  const written = /https:\/\/(?:github\.com|gitlab\.com|codeberg\.org)\/[\w.-]{1,60}\/[\w.-]{1,100}(?=[\s)\]"'>,]|$)/.exec(
    source.text.slice(0, 100_000),
  )
  const isOwn = written !== null && ['website', 'announcement', 'model-card'].includes(source.kind)
  return written === null || !isOwn
    ? null
    : propose(source, { value: written[0], at: { start: written.index, end: written.index + written[0].length } })
}
