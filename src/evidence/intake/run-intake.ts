import pLimit from 'p-limit'
import type { Dossier } from '../../contracts/dossier.js'
import { type DraftedField, draftedFieldSchema } from '../../contracts/facts-reply.js'
import type { LinkKind, MissingField, OfferedLink, PageReport, Proposal, ProposedFields } from '../../contracts/proposal.js'
import type { Runtime } from '../../platform/runtime.js'
import type { ExtractedPage } from '../extract/extracted.js'
import type { ReadSource } from '../read-source.js'
import type { KnownFields } from '../registries/known-outcome.js'
import { mostAddresses, normalizeAddress, pageKey } from './addresses.js'
import { findChanges } from './changes.js'
import { checkedFields } from './checked-fields.js'
import { chooseLinks, linksOfKnown, mostLinksRead } from './choose-links.js'
import type { DraftFacts } from './draft-facts.js'
import { createSourceShelf, type FindSteering, freezeSource } from './freeze-sources.js'
import { createPageBoard } from './page-board.js'
import { proposeSlug } from './propose-slug.js'
import { type PageRead, type PageReaders, readPage } from './read-page.js'

/** Pages at once; of one host there is one at a time, which the fetcher sees to. */
const pagesAtOnce = 8
/** From the given addresses to the links of their home page. */
const rounds = 3
const mostOffered = 30

export type KnownTool = { slug: string; name: string; category: string }

export type IntakeParts = PageReaders & {
  runtime: Pick<Runtime, 'now' | 'log'>
  findLinks: (page: ExtractedPage) => { chosen: OfferedLink[]; others: OfferedLink[] }
  proposeFields: (
    sources: readonly ReadSource[],
    context: { registries: readonly KnownFields[]; toolsInCategory?: readonly string[] },
  ) => { fields: ProposedFields; missing: MissingField[] }
  findSteering: FindSteering
  /** The tools that the database has. */
  knownTools: () => Promise<readonly KnownTool[]>
  newestDossier: (slug: string) => Promise<Dossier | null>
  /** Null where no model is asked. */
  draftFacts: DraftFacts | null
}

export type IntakeRequest = {
  addresses: readonly string[]
  /** The tool that they are about, where it is known; else it is told by its name. */
  slug?: string | undefined
  /** Told of every change in how its pages go. */
  onPages: (pages: PageReport[]) => void
  signal: AbortSignal
}

/**
 * Reads a tool's addresses, and what is worth reading behind them, and proposes a dossier. A page that fails is reported and fails nothing else; a
 * field without a passage of a source is left out. Throws only what `signal` aborts with, and what the database throws.
 */
export async function runIntake(parts: IntakeParts, { addresses, slug: about, onPages, signal }: IntakeRequest): Promise<Proposal> {
  const gathered = await gatherPages(parts, { addresses, onPages, signal })
  const { shelf, board, known, offered } = gathered
  const sources = shelf.sources()
  const { fields: found, missing } = await proposeFrom(parts, { sources, registries: known })
  const toolNames = found.name === null ? [] : [found.name.value]
  const frozen = sources.map((source) => freezeSource(source, toolNames, parts.findSteering))
  const toolName = found.name?.value ?? null
  const asked = { sources: frozen, toolName, wanted: wantedOf(found), signal }
  const drafted = parts.draftFacts === null || frozen.length === 0 ? null : await parts.draftFacts(asked)
  const fields = checkedFields(withDrafted(found, drafted), frozen)
  const slug = about ?? proposeSlug(fields.name?.value ?? null)
  const base = slug === null ? null : await parts.newestDossier(slug)
  return {
    schema: 'panel.proposal/1',
    addresses: [...addresses],
    readAt: parts.runtime.now().toISOString(),
    slug,
    base: base?.sha256 ?? null,
    fields,
    missing: missing.filter(({ field }) => isStillMissing(field, fields)),
    pages: board.pages(),
    offered: offered.slice(0, mostOffered),
    sources: frozen,
    model: drafted?.model ?? null,
    changes: base === null ? [] : findChanges(base, { fields, sources: frozen }),
  }
}

/** What the sources say; with a category, tools of it that the database has are rivals too. */
async function proposeFrom(
  { proposeFields, knownTools }: IntakeParts,
  { sources, registries }: { sources: readonly ReadSource[]; registries: readonly KnownFields[] },
) {
  const first = proposeFields(sources, { registries })
  const category = first.fields.category?.value.toLowerCase()
  if (category === undefined) return first
  const toolsInCategory = (await knownTools()).flatMap((tool) => (tool.category.toLowerCase() === category ? [tool.name] : []))
  return toolsInCategory.length === 0 ? first : proposeFields(sources, { registries, toolsInCategory })
}

type Gathering = Pick<IntakeRequest, 'addresses' | 'onPages' | 'signal'>

/** Reads the given addresses, then what their pages lead to, a few rounds deep. */
async function gatherPages(parts: IntakeParts, { addresses, onPages, signal }: Gathering) {
  const board = createPageBoard(onPages)
  const shelf = createSourceShelf()
  const limit = pLimit(pagesAtOnce)
  const known: KnownFields[] = []
  const read = new Set<string>()
  const kindsRead = new Set<LinkKind>()
  const links: OfferedLink[] = []
  let left = mostLinksRead
  let next: Target[] = targetsOf(addresses, parts)
  for (let round = 0; round < rounds && next.length > 0; round += 1) {
    const reads = await Promise.all(next.map((target) => limit(() => readTarget(parts, { target, board, signal }))))
    const homes: Target[] = []
    for (const [index, { outcome, note }] of reads.entries()) {
      const target = next[index]
      if (target === undefined) continue
      const { ids, isCut } = shelf.add(outcome.sources)
      for (const source of outcome.sources) read.add(pageKey(source.capture.finalUrl))
      note({ sources: ids, ...(isCut ? { message: cutMessage(outcome.report.message) } : {}) })
      const leads = leadsOf(parts, outcome)
      links.push(...leads.links)
      if (outcome.known !== null) known.push(outcome.known.fields)
      if (leads.home !== null) homes.push({ url: leads.home, kind: null, from: 'link' })
    }
    for (const target of next) read.add(pageKey(target.url))
    const home = homes.find(({ url }) => !read.has(pageKey(url)))
    const roomForLinks = home === undefined ? left : left - 1
    const { chosen } = chooseLinks(links, {
      read: home === undefined ? read : new Set([...read, pageKey(home.url)]),
      kindsRead,
      most: roomForLinks,
    })
    for (const { kind } of chosen) kindsRead.add(kind)
    next = [...(home === undefined || left === 0 ? [] : [home]), ...chosen.map(({ url, kind }) => ({ url, kind, from: 'link' as const }))]
    left -= next.length
  }
  const { chosen, rest } = chooseLinks(links, { read, kindsRead: new Set(), most: mostOffered })
  return { board, shelf, known, offered: [...chosen, ...rest] }
}

type Target = { url: string; kind: LinkKind | null; from: PageReport['from'] }

/** Each page once, whatever forms its address was given in. */
function targetsOf(addresses: readonly string[], { recogniseAddress }: PageReaders): Target[] {
  const urls = addresses.slice(0, mostAddresses).map((address) => recogniseAddress(address)?.url ?? normalizeAddress(address))
  const firsts = new Map(urls.map((url) => [pageKey(url), url]))
  return [...firsts.values()].map((url) => ({ url, kind: null, from: 'given' }))
}

async function readTarget(
  parts: IntakeParts,
  { target, board, signal }: { target: Target; board: ReturnType<typeof createPageBoard>; signal: AbortSignal },
) {
  const note = board.add(target.url, target.from)
  note({ status: 'reading' })
  const outcome = await readSafely(parts, target, signal)
  note(outcome.report)
  return { outcome, note }
}

/** A page that breaks our own code is reported as one that could not be read. */
async function readSafely(parts: IntakeParts, target: Target, signal: AbortSignal): Promise<PageRead> {
  try {
    return await readPage(parts, target, signal)
  } catch (error) {
    signal.throwIfAborted()
    parts.runtime.log.error({ err: error, url: target.url }, 'a page could not be read')
    const message = `${target.url} could not be read: an error of Ship Panel’s own, which its log has.`
    return {
      sources: [],
      page: null,
      known: null,
      report: { status: 'failed', title: null, message, fix: 'Paste its text as a source by hand.' },
    }
  }
}

function leadsOf({ findLinks }: IntakeParts, { page, known }: PageRead): { home: string | null; links: OfferedLink[] } {
  if (known !== null) {
    const { home, others } = linksOfKnown(known.links)
    return { home, links: others }
  }
  if (page === null) return { home: null, links: [] }
  const { chosen, others } = findLinks(page)
  return { home: null, links: [...chosen, ...others] }
}

function cutMessage(message: string | null): string {
  const cut = 'Only the beginning of the text is kept: the page is very long.'
  return message === null ? cut : `${message} ${cut}`
}

function withDrafted(found: ProposedFields, drafted: Awaited<ReturnType<DraftFacts>> | null): ProposedFields {
  if (drafted === null) return found
  const known = new Set(found.facts.map(({ found: { source, start } }) => `${source} ${start}`))
  const more = drafted.facts.filter(({ found: { source, start } }) => !known.has(`${source} ${start}`))
  const { fields } = drafted
  return {
    ...found,
    name: found.name ?? fields.name ?? null,
    vendor: found.vendor ?? fields.vendor ?? null,
    category: found.category ?? fields.category ?? null,
    tagline: found.tagline ?? fields.tagline ?? null,
    description: found.description ?? fields.description ?? null,
    license: found.license ?? fields.license ?? null,
    entryPrice: found.entryPrice ?? fields.entryPrice ?? null,
    rivals: found.rivals.length > 0 ? found.rivals : (fields.rivals ?? []),
    facts: [...found.facts, ...more],
  }
}

/** The fields that no rule found, and that a model may fill. */
function wantedOf(found: ProposedFields): DraftedField[] {
  return draftedFieldSchema.options.filter((field) => isStillMissing(field, found))
}

function isStillMissing(field: string, fields: ProposedFields): boolean {
  const value = (fields as Record<string, unknown>)[field]
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}
