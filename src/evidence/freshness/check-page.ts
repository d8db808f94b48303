import type { Dossier } from '../../contracts/dossier.js'
import { sha256 } from '../../platform/hash.js'
import type { CapturedSource } from '../intake/read-page.js'
import type { FinishedPage, PageState, SourceCheck } from '../store/source-checks.js'
import { changesInWords, findSource, isSameText, type ReadFacts } from './compare-source.js'
import { type AgainReaders, extractStored, findDeadLink, type NotRead, type ReadNow, readAgain } from './read-again.js'
import { failuresUntilGone, nextReading } from './schedule.js'

type Source = Dossier['sources'][number]
/** A watched source with its text as it is published. */
export type Watched = { check: SourceCheck; source: Source }
type Texts = { sha256: string; text: string }[]
type Update = FinishedPage['checks'][number]

export type CheckParts = {
  readers: AgainReaders
  readFacts: ReadFacts
  /** A text by its hash; null where it is not stored. */
  textOf: (sha256: string) => Promise<string | null>
  refreshDays: number
  now: () => Date
}

/** What came of an address: how it is, how its sources are, and the texts to keep. `isNews`: tools of which something else changed than before. */
export type CheckedPage = Pick<FinishedPage, 'page' | 'checks' | 'texts'> & { isNews: ReadonlySet<string> }

/** Reads an address again and compares its sources with what is published. Stores nothing but what was fetched. */
export async function checkPage(
  parts: CheckParts,
  { page, watched }: { page: PageState; watched: readonly Watched[] },
  signal: AbortSignal,
): Promise<CheckedPage> {
  const { readers } = parts
  const captured = watched.filter(({ check }) => check.isCaptured)
  if (captured.length === 0) {
    const dead = await findDeadLink(readers, page.address, signal)
    const state = dead === null ? answered(parts, page) : notAnswered(parts, page, dead)
    return { page: state, checks: watched.map(({ check }) => updateOf(check)), texts: [], isNews: new Set() }
  }
  const read = await readAgain(readers, page.address, signal)
  if (read.status === 'failed') return unread(parts, { page, watched }, read)
  const compared = await compareAll(parts, { watched: captured, read }, signal)
  if ('status' in compared) return unread(parts, { page, watched }, compared)
  const { updates, texts } = compared
  const before = new Map(watched.map(({ check }) => [keyOf(check), check]))
  const isNews = updates.filter((update) => isOther(update, before.get(keyOf(update)))).map(({ tool }) => tool)
  const others = watched.filter(({ check }) => !check.isCaptured).map(({ check }) => updateOf(check))
  return { page: answered(parts, page), checks: [...updates, ...others], texts, isNews: new Set(isNews) }
}

const keyOf = ({ tool, source }: Pick<SourceCheck, 'tool' | 'source'>) => `${tool} ${source}`

/** Whether it changed now, changed once more, or is again as it was. */
function isOther(update: Update, before: SourceCheck | undefined): boolean {
  const was = before?.outcome === 'changed' ? before.afterSha256 : null
  return (update.outcome === 'changed' ? update.afterSha256 : null) !== was
}

function unread(parts: CheckParts, { page, watched }: { page: PageState; watched: readonly Watched[] }, why: NotRead): CheckedPage {
  const checks = watched.map(({ check }) => updateOf(check))
  return { page: notAnswered(parts, page, why), checks, texts: [], isNews: new Set() }
}

type Compare = { watched: readonly Watched[]; read: ReadNow }

async function compareAll(
  parts: CheckParts,
  { watched, read }: Compare,
  signal: AbortSignal,
): Promise<NotRead | { updates: Update[]; texts: Texts }> {
  // The same bytes, whatever reads them.
  const same = watched.filter(({ source: { capture } }) => read.bytesSha256 !== null && capture?.bytesSha256 === read.bytesSha256)
  const updates: Update[] = same.map(({ check }) => sameAs(check, read))
  const others = watched.filter((each) => !same.includes(each))
  if (others.length === 0) return { updates, texts: [] }
  const sources = await read.sources()
  if ('status' in sources) return sources
  const texts: Texts = []
  for (const each of others) updates.push(await compareOne(parts, { ...each, read, sources, texts }, signal))
  return { updates, texts }
}

type Compared = Watched & { read: ReadNow; sources: readonly CapturedSource[]; texts: Texts }

async function compareOne(parts: CheckParts, { check, source, read, sources, texts }: Compared, signal: AbortSignal): Promise<Update> {
  const found = findSource(source, sources)
  if (found === undefined) {
    if (!read.isWhole) return updateOf(check)
    const since = check.outcome === 'gone' ? check.since : read.at
    return { ...updateOf(check), outcome: 'gone', since }
  }
  const base = await baseOf(parts, { check, source, found }, signal)
  const fresh = { sha256: sha256(found.text), text: found.text }
  const facts = changesInWords(parts.readFacts({ ...source, text: base ?? source.text }), parts.readFacts({ ...found, kind: source.kind }))
  if (base === null ? facts.length === 0 : isSameText(base, found.text)) {
    if (base !== null) return { ...sameAs(check, read), baseSha256: check.baseSha256 }
    // With nothing to compare it with, what is there now is what is compared with from now on.
    texts.push(fresh)
    return { ...sameAs(check, read), baseSha256: fresh.sha256 }
  }
  const known = check.outcome === 'changed' && check.afterSha256 !== null ? await parts.textOf(check.afterSha256) : null
  if (known !== null && isSameText(known, found.text)) return { ...updateOf(check), readAt: read.at }
  texts.push(fresh)
  const since = check.outcome === 'changed' ? check.since : read.at
  const changes = facts.length > 0 ? facts : ['its text']
  return { ...updateOf(check), outcome: 'changed', afterSha256: fresh.sha256, changes, since, readAt: read.at }
}

/**
 * What a source's text is compared with: itself; or, where another version of the extraction read it, what this version reads of the same bytes, or
 * what it read first. Null where there is neither.
 */
async function baseOf(
  parts: CheckParts,
  { check, source, found }: { check: SourceCheck; source: Source; found: CapturedSource },
  signal: AbortSignal,
): Promise<string | null> {
  const { capture, text } = source
  if (capture === undefined || capture.extraction === found.capture.extraction) return text
  if (check.baseSha256 !== null) return parts.textOf(check.baseSha256)
  return extractStored(parts.readers, source, signal)
}

function sameAs(check: SourceCheck, { at }: ReadNow): Update {
  return { ...updateOf(check), outcome: 'same', afterSha256: null, changes: [], since: null, readAt: at }
}

function updateOf({ tool, source, dossierSha256, outcome, afterSha256, baseSha256, changes, readAt, since }: SourceCheck): Update {
  return { tool, source, dossierSha256, outcome, afterSha256, baseSha256, changes, readAt, since }
}

function answered({ now, refreshDays }: CheckParts, { address }: PageState): PageState {
  const at = now()
  const nextAt = nextReading(address, { at, refreshDays, failures: 0, askedMs: null })
  return {
    ...{ address, nextAt, checkedAt: at, outcome: 'answered', failures: 0, failingSince: null },
    ...{ httpStatus: null, message: null, fix: null },
  }
}

function notAnswered({ now, refreshDays }: CheckParts, page: PageState, why: NotRead): PageState {
  const at = now()
  const { isGone, counts, httpStatus, message, fix, askedMs } = why
  const failures = page.failures + 1
  const hasFailedLong = counts && failures >= failuresUntilGone
  const nextAt = nextReading(page.address, { at, refreshDays, failures, askedMs })
  const outcome = isGone || hasFailedLong || page.outcome === 'gone' ? 'gone' : 'failed'
  const isAway = isGone || counts
  // A page that asks to sign in, or to come back later, is there.
  const failingSince = isAway ? (page.failingSince ?? at) : null
  return {
    ...{ address: page.address, nextAt, checkedAt: at, failures },
    ...{ outcome: isAway ? outcome : 'failed', failingSince, httpStatus, message, fix },
  }
}
