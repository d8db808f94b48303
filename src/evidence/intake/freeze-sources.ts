import type { ProposalSource } from '../../contracts/proposal.js'
import type { SteeringPassage } from '../../contracts/steering.js'
import { sha256 } from '../../platform/hash.js'
import { clip } from '../../platform/text/clip.js'
import type { ReadSource } from '../read-source.js'
import { freeId } from './free-id.js'
import type { CapturedSource } from './read-page.js'

/** What of one page's text is kept, in UTF-16 code units, and of all pages of a tool: some 10,000 and 60,000 tokens of a prompt, which holds all of them. */
const longestSource = 40_000
const longestInAll = 240_000
/** The longest titles and publishers of a dossier. */
const longestTitle = 400
const longestPublisher = 200

export type FindSteering = (
  source: { text: string; hidden: ProposalSource['hidden'] },
  context: { title: string; toolNames: readonly string[] },
) => SteeringPassage[]

/** Sources of one tool: each text once, each with an id of its own. */
export type SourceShelf = ReturnType<typeof createSourceShelf>

/** Collects sources as pages are read. A text that is there already is no second source. */
export function createSourceShelf() {
  const byText = new Map<string, CapturedSource>()
  const ids = new Set<string>()
  let left = longestInAll
  return {
    sources: (): CapturedSource[] => [...byText.values()],
    /** Takes a page's sources; returns under which ids they are, and whether some text was cut. */
    add: (sources: readonly CapturedSource[]): { ids: string[]; isCut: boolean } => {
      const taken = sources.map((source) => {
        const text = cutText(source.text, Math.min(left, longestSource))
        const isCut = text.length < source.text.length
        const key = sha256(text)
        const known = byText.get(key)
        if (known !== undefined) return { id: known.id, isCut: false }
        if (text === '') return { id: null, isCut }
        const id = freeId(source.id, ids)
        ids.add(id)
        left -= text.length
        byText.set(key, { ...source, id, text })
        return { id, isCut }
      })
      return { ids: [...new Set(taken.flatMap(({ id }) => id ?? []))], isCut: taken.some(({ isCut }) => isCut) }
    },
  }
}

/** The text, or as much of it as is kept, cut where a paragraph ends. */
function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text.slice(0, most)
  const at = Math.max(start.lastIndexOf('\n\n'), Math.floor(most / 2))
  const end = start.slice(0, at).trimEnd()
  // Half of a pair is no text.
  return /[\ud800-\udbff]$/.test(end) ? end.slice(0, -1) : end
}

/** A source as it stands in the proposal: hashed, dated, searched for text that wants to steer. Pure but for `find`. */
export function freezeSource(source: CapturedSource & ReadSource, toolNames: readonly string[], find: FindSteering): ProposalSource {
  const { id, kind, url, text, capture, publishedOn, page } = source
  const title = clip(oneLine(source.title, url), longestTitle)
  const hidden = page?.hidden ?? []
  const retrievedOn = capture.fetchedAt.slice(0, 10)
  // A page that states a day to come states none.
  const isPublishedKnown = publishedOn !== null && publishedOn <= retrievedOn
  return {
    id,
    kind,
    title,
    publisher: clip(oneLine(source.publisher, new URL(url).host), longestPublisher),
    url,
    publishedOn: isPublishedKnown ? publishedOn : retrievedOn,
    isPublishedKnown,
    retrievedOn,
    text,
    sha256: sha256(text),
    capture,
    hidden,
    steering: find({ text, hidden }, { title, toolNames }),
  }
}

/** A line of a dossier: white space is one space, and nothing that no one sees. */
function oneLine(text: string, otherwise: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, ' ')
    .split(/\s+/)
    .join(' ')
    .trim()
  return line === '' ? otherwise : line
}
