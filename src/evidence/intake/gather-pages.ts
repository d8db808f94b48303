import pLimit from 'p-limit'
import type { SourceKind } from '../../contracts/dossier.js'
import type { LinkKind, OfferedLink, PageReport } from '../../contracts/proposal.js'
import type { Runtime } from '../../platform/runtime.js'
import type { ExtractedPage } from '../extract/extracted.js'
import type { KnownFields } from '../registries/known-outcome.js'
import { mostAddresses, normalizeAddress, pageKey } from './addresses.js'
import { chooseLinks, linksOfKnown, mostLinksRead } from './choose-links.js'
import { createSourceShelf, type SourceShelf } from './freeze-sources.js'
import { createPageBoard, type PageBoard } from './page-board.js'
import { type CapturedSource, type PageRead, type PageReaders, readPage } from './read-page.js'

/** Pages at once; of one host there is one at a time, which the fetcher sees to. */
const pagesAtOnce = 8
/** The given addresses, what they lead to, and what a home page behind those leads to. */
const rounds = 3
const mostOffered = 30

export type GatherParts = PageReaders & {
  runtime: Pick<Runtime, 'log'>
  /** The links of a page that are worth reading, the best first. */
  findLinks: (page: ExtractedPage) => OfferedLink[]
}

export type Gathering = {
  addresses: readonly string[]
  /** Told of every change in how the pages go. */
  onPages: (pages: PageReport[]) => void
  signal: AbortSignal
}

export type Gathered = {
  sources: CapturedSource[]
  pages: PageReport[]
  /** What registries say, those that were given first. */
  known: KnownFields[]
  /** Worth reading, and not read by itself. */
  offered: OfferedLink[]
}

type Target = {
  url: string
  kind: LinkKind | null
  from: PageReport['from']
  /** Not told of unless it is there: no one gave it, and nothing led to it. */
  isGuess?: boolean
}

/** What was read so far, and what it leads to. */
type State = {
  board: PageBoard
  shelf: SourceShelf
  known: KnownFields[]
  read: Set<string>
  kindsRead: Set<LinkKind>
  links: OfferedLink[]
  homes: string[]
}

/** Reads the given addresses, then what their pages lead to, a few rounds deep. A page that fails is reported, and fails nothing else. */
export async function gatherPages(parts: GatherParts, { addresses, onPages, signal }: Gathering): Promise<Gathered> {
  const state: State = {
    ...{
      board: createPageBoard(onPages),
      shelf: createSourceShelf(),
      known: [],
      read: new Set(),
      kindsRead: new Set(),
      links: [],
      homes: [],
    },
  }
  const limit = pLimit(pagesAtOnce)
  const given = targetsOf(addresses, parts)
  let targets = [...given, ...guessesOf(given)]
  let left = mostLinksRead
  for (let round = 0; round < rounds && targets.length > 0; round += 1) {
    const reads = await Promise.all(targets.map((target) => limit(() => readTarget(parts, { target, state, signal }))))
    for (const { target, outcome, note } of reads) take(parts, { target, outcome, note, state })
    targets = nextTargets(state, left)
    left -= targets.length
  }
  const { chosen, rest } = chooseLinks(state.links, { read: state.read, kindsRead: new Set(), most: mostOffered })
  return {
    sources: state.shelf.sources(),
    pages: state.board.pages(),
    known: state.known,
    offered: [...chosen, ...rest].slice(0, mostOffered),
  }
}

/** Each page once, whatever forms its address was given in. */
function targetsOf(addresses: readonly string[], { recogniseAddress }: PageReaders): Target[] {
  const urls = addresses.slice(0, mostAddresses).map((address) => recogniseAddress(address)?.url ?? normalizeAddress(address))
  const firsts = new Map(urls.map((url) => [pageKey(url), url]))
  return [...firsts.values()].map((url) => ({ url, kind: null, from: 'given' }))
}

/** `llms.txt` beside a home page: what a site wants machines to know of it. */
function guessesOf(given: readonly Target[]): Target[] {
  const homes = given.flatMap(({ url }) => (URL.canParse(url) && new URL(url).pathname === '/' ? [new URL('/llms.txt', url).href] : []))
  return [...new Set(homes)].map((url) => ({ url, kind: 'documentation', from: 'link', isGuess: true }))
}

type Note = ReturnType<PageBoard['add']>
type Read = { target: Target; outcome: PageRead; note: Note }

async function readTarget(
  parts: GatherParts,
  { target, state, signal }: { target: Target; state: State; signal: AbortSignal },
): Promise<Read> {
  if (target.isGuess) {
    const outcome = await readSafely(parts, target, signal)
    const isThere = outcome.sources.length > 0 && outcome.page?.form !== 'html'
    if (!isThere) return { target, outcome: { ...outcome, sources: [], page: null }, note: () => undefined }
    const note = state.board.add(target.url, target.from)
    note(outcome.report)
    return { target, outcome, note }
  }
  const note = state.board.add(target.url, target.from)
  note({ status: 'reading' })
  const outcome = await readSafely(parts, target, signal)
  note(outcome.report)
  return { target, outcome, note }
}

/** A page that breaks our own code is reported as one that could not be read. */
async function readSafely(parts: GatherParts, target: Target, signal: AbortSignal): Promise<PageRead> {
  try {
    return await readPage(parts, target, signal)
  } catch (error) {
    signal.throwIfAborted()
    parts.runtime.log.error({ err: error, url: target.url }, 'a page could not be read')
    const message = `${target.url} could not be read: an error of Ship Panel’s own, which its log has.`
    const fix = 'Paste its text as a source by hand.'
    return { sources: [], page: null, known: null, report: { status: 'failed', title: null, message, fix } }
  }
}

const kindOfSource: Partial<Record<SourceKind, LinkKind>> = {
  pricing: 'pricing',
  license: 'license',
  documentation: 'documentation',
  'release-notes': 'changelog',
  repository: 'repository',
  registry: 'registry',
  'model-card': 'model-card',
}

/** Puts what a page came to among the rest. */
function take({ findLinks }: GatherParts, { target, outcome, note, state }: Read & { state: State }): void {
  const { shelf, read, kindsRead, links, homes, known } = state
  const { ids, isCut } = shelf.add(outcome.sources)
  note({ sources: ids, ...(isCut ? { message: cutMessage(outcome.report.message) } : {}) })
  read.add(pageKey(target.url))
  for (const { capture, kind } of outcome.sources) {
    read.add(pageKey(capture.finalUrl))
    const linkKind = kindOfSource[kind]
    if (linkKind !== undefined && !target.isGuess) kindsRead.add(linkKind)
  }
  // Another page of its kind may be there.
  if (outcome.sources.length === 0 && target.kind !== null) kindsRead.delete(target.kind)
  if (outcome.known !== null) {
    const { home, others } = linksOfKnown(outcome.known.links)
    known.push(outcome.known.fields)
    links.push(...others)
    if (home !== null) homes.push(home)
  } else if (outcome.page !== null && !target.isGuess) {
    links.push(...findLinks(outcome.page))
  }
}

function cutMessage(message: string | null): string {
  const cut = 'Only the beginning of the text is kept: the page is very long.'
  return message === null ? cut : `${message} ${cut}`
}

/** The home page that a registry names, where it was not read, and of each kind that was not read the best link. */
function nextTargets({ homes, links, read, kindsRead }: State, left: number): Target[] {
  const home = homes.find((url) => !read.has(pageKey(url)))
  const taken = home === undefined ? read : new Set([...read, pageKey(home)])
  const { chosen } = chooseLinks(links, { read: taken, kindsRead, most: home === undefined ? left : left - 1 })
  for (const { kind } of chosen) kindsRead.add(kind)
  const targets: Target[] = chosen.map(({ url, kind }) => ({ url, kind, from: 'link' }))
  return home === undefined || left === 0 ? targets.slice(0, left) : [{ url: home, kind: null, from: 'link' }, ...targets]
}
