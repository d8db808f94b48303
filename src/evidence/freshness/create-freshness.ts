import pLimit from 'p-limit'
import type { Dossier } from '../../contracts/dossier.js'
import type { Transaction } from '../../platform/db/database.js'
import type { Runtime } from '../../platform/runtime.js'
import type { CheckedHead, PageState, SourceCheck, SourceCheckStore } from '../store/source-checks.js'
import { type CheckParts, checkPage } from './check-page.js'
import { addressOf } from './read-again.js'
import { intervalMs } from './schedule.js'
import { toolFreshness } from './tool-freshness.js'

/** Addresses that one process takes at once, and hosts that it reads at the same time; of a host one after the other. */
const claimedAtOnce = 64
const hostsAtOnce = 8
/** A process that died with addresses claimed leaves them to others after this long. */
const claimMs = 10 * 60_000

/** The sources of a tool that changed, as they are published. */
export type ChangedSource = { source: string; sha256: string; title: string; changes: readonly string[] }
/** What the tools' changed sources do to published records, prepared before the transaction that stores them. */
export type SourceMarks = (tx: Transaction, changed: ReadonlyMap<string, readonly ChangedSource[]>) => Promise<void>

export type FreshnessParts = Omit<CheckParts, 'now'> & {
  checks: SourceCheckStore
  runtime: Pick<Runtime, 'now' | 'log'>
  /** Tools that are published now, with the record and the dossier that their page shows. */
  published: () => Promise<readonly CheckedHead[]>
  dossier: (sha256: string) => Promise<Dossier>
  /** `tools`: those of which a source changed now, or is again as it was. */
  marksFor: (tools: readonly string[]) => Promise<SourceMarks>
}

/** How far a round came. */
export type Round = { read: number; changed: number; failed: number }

/** Reads the sources of published tools again, each when it is due: any number of processes share the work. */
export function createFreshness(parts: FreshnessParts) {
  const { checks, runtime, refreshDays } = parts
  return {
    /** Watches the sources of the tools that are published now, and no others. */
    follow: () => follow(parts),
    /** Reads what is due, to the end. Stopped, it gives back what it has not read, within a second. */
    readDue: async (signal: AbortSignal): Promise<Round> => {
      const round = { read: 0, changed: 0, failed: 0 }
      while (refreshDays > 0 && !signal.aborted) {
        const now = runtime.now()
        const pages = await checks.claim({ now, until: new Date(now.getTime() + claimMs), limit: claimedAtOnce })
        if (pages.length === 0) break
        await readPages(parts, { pages, round }, signal)
      }
      return round
    },
    /** The sources of a published tool in their order, with what was found; empty for another. */
    ofTool: checks.ofTool,
  }
}

async function follow(parts: FreshnessParts): Promise<void> {
  const { checks, published } = parts
  const [wanted, known] = await Promise.all([published(), checks.heads()])
  const keyOf = ({ tool, dossierSha256, recordId }: CheckedHead) => `${tool} ${dossierSha256} ${recordId}`
  const watched = new Set(known.map(keyOf))
  const tools = new Set(wanted.map(({ tool }) => tool))
  const news = wanted.filter((head) => !watched.has(keyOf(head)))
  const gone = [...new Set(known.map(({ tool }) => tool))].filter((tool) => !tools.has(tool))
  for (const head of news) await watch(parts, head)
  for (const tool of gone) await checks.watch({ tool, checks: [], pages: [], viewOf: toolFreshness })
  if (news.length + gone.length > 0) await checks.forgetPages()
}

async function watch({ checks, dossier, readers, refreshDays, runtime }: FreshnessParts, head: CheckedHead): Promise<void> {
  const { sources } = await dossier(head.dossierSha256)
  const rows = sources.map(({ id, url, sha256, capture, retrievedOn }, position): SourceCheck => {
    const readAt = new Date(capture?.fetchedAt ?? `${retrievedOn}T00:00:00.000Z`)
    const nothing = { outcome: null, afterSha256: null, baseSha256: null, changes: [], since: null }
    const found = { position, address: addressOf({ url }, readers), isCaptured: capture !== undefined, beforeSha256: sha256, readAt }
    return { ...head, source: id, ...found, ...nothing }
  })
  const now = runtime.now().getTime()
  const pages = rows.map(({ address, readAt, isCaptured }) => {
    const from = isCaptured ? readAt.getTime() : now
    return { address, nextAt: new Date(from + intervalMs(address, refreshDays)) }
  })
  const firsts = pages.filter(({ address }, index) => pages.findIndex((other) => other.address === address) === index)
  await checks.watch({ tool: head.tool, checks: rows, pages: firsts, viewOf: toolFreshness })
}

type Pages = { pages: readonly PageState[]; round: Round }

/** The hosts side by side, the pages of each in turn. */
async function readPages(parts: FreshnessParts, { pages, round }: Pages, signal: AbortSignal): Promise<void> {
  const limit = pLimit(hostsAtOnce)
  const open = new Set(pages.map(({ address }) => address))
  const byHost = new Map<string, PageState[]>()
  for (const page of pages) byHost.set(hostOf(page.address), [...(byHost.get(hostOf(page.address)) ?? []), page])
  const readHost = async (ofHost: readonly PageState[]) => {
    for (const page of ofHost) {
      if (signal.aborted) return
      await readSafely(parts, { page, round }, signal)
      if (!signal.aborted) open.delete(page.address)
    }
  }
  try {
    await Promise.all([...byHost.values()].map((ofHost) => limit(() => readHost(ofHost))))
  } finally {
    await parts.checks.release([...open])
  }
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}

async function readSafely(parts: FreshnessParts, { page, round }: { page: PageState; round: Round }, signal: AbortSignal): Promise<void> {
  try {
    await readOne(parts, { page, round }, signal)
  } catch (error) {
    if (signal.aborted) return
    // It stays claimed, and is tried again once the claim has ended: what breaks our own code should not be asked for all the time.
    parts.runtime.log.warn({ err: error, address: page.address }, 'a source could not be read again')
    round.failed += 1
  }
}

async function readOne(parts: FreshnessParts, { page, round }: { page: PageState; round: Round }, signal: AbortSignal): Promise<void> {
  const { checks, dossier, marksFor, runtime } = parts
  const rows = await checks.at(page.address)
  const dossiers = new Map(await Promise.all(rows.map(async ({ tool, dossierSha256 }) => [tool, await dossier(dossierSha256)] as const)))
  const watched = rows.flatMap((check) => {
    const source = dossiers.get(check.tool)?.sources.find(({ id }) => id === check.source)
    return source === undefined ? [] : [{ check, source }]
  })
  const checked = await checkPage({ ...parts, now: runtime.now }, { page, watched }, signal)
  signal.throwIfAborted()
  const { isNews, ...finished } = checked
  const marks = isNews.size === 0 ? null : await marksFor([...isNews])
  const alongside = async (tx: Transaction, sourcesOf: ReadonlyMap<string, readonly SourceCheck[]>) => {
    const changed = [...isNews].map((tool) => [tool, changedOf(sourcesOf.get(tool) ?? [], dossiers.get(tool)?.sources ?? [])] as const)
    await marks?.(tx, new Map(changed))
  }
  await checks.finish({ ...finished, viewOf: toolFreshness, alongside })
  round.read += 1
  if (checked.page.outcome !== 'answered') round.failed += 1
  round.changed += isNews.size
}

function changedOf(checks: readonly SourceCheck[], sources: Dossier['sources']): ChangedSource[] {
  return checks.flatMap(({ source, outcome, beforeSha256: sha256, changes }) => {
    const title = sources.find(({ id }) => id === source)?.title ?? source
    return outcome === 'changed' ? [{ source, sha256, title, changes }] : []
  })
}
