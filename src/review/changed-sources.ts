import type { Dossier } from '../contracts/dossier.js'
import type { ReviewedContent } from '../contracts/reviewed-content.js'
import type { Transaction } from '../platform/db/database.js'
import { type Outcome, prepareChange, type ReviewDependencies, without } from './change-record.js'
import { markStale } from './decide-record.js'

/** Who marks a record, in the audit log. */
const watcher = 'new version of a dossier'
const mostNamed = 5

/**
 * What versions of dossiers that are about to be stored do to published records: to be called in the transaction that stores them, before that
 * adds to the audit log, with the hashes of those that it really stores where some may be known already. A record whose page shows a source whose
 * text is not in the new version is marked. What is approved or published is read beforehand, so that no transaction waits for a second connection.
 */
export async function prepareMarks(deps: MarkDependencies, dossiers: readonly Dossier[]): Promise<Marks> {
  const { reviews } = deps
  const decided = await reviews.decidedOn(dossiers.map(({ tool }) => tool.slug))
  const prepared = (
    await Promise.all(dossiers.map((dossier) => prepareMarksOf(deps, dossier, decided.get(dossier.tool.slug) ?? [])))
  ).flat()
  return async (tx, stored) => {
    const marks = prepared.filter(({ dossierSha256 }) => stored === undefined || stored.has(dossierSha256))
    if (marks.length === 0) return
    // All locks before the first entry in the audit log, whose own lock everyone waits for.
    await reviews.lock(
      tx,
      marks.map(({ recordId }) => recordId),
    )
    for (const { recordId, change } of marks) await reviews.changeWithin(tx, { recordId, userId: '' }, change)
  }
}

type MarkDependencies = Pick<ReviewDependencies, 'reviews' | 'settings' | 'runtime'>
export type Marks = (tx: Transaction, stored?: ReadonlySet<string>) => Promise<void>

/** One change for each record that is decided on and about the dossier's tool. */
async function prepareMarksOf(deps: MarkDependencies, dossier: Dossier, recordIds: readonly string[]) {
  const { slug, name } = dossier.tool
  const at = deps.runtime.now().toISOString()
  const prepared = await Promise.all(
    recordIds.map(async (recordId) => {
      const change = await prepareChange(deps, { recordId }, (review): Outcome<unknown> => {
        const { standing, publication } = review.stored.review
        const changed = standing === 'published' && publication !== null ? changedSources(publication.content, dossier) : []
        if (changed.length === 0) return without(null)
        const reason = `the newest dossier of ${name} does not hold the text of ${namesOf(changed)} that was published`
        return markStale(review, { by: watcher, reason, at, tools: [slug] })
      })
      return change === null ? [] : [{ recordId, dossierSha256: dossier.sha256, change }]
    }),
  )
  return prepared.flat()
}

/** Ids of a tool's published sources whose text the dossier holds no more. Another id or title is no other text. */
function changedSources({ tools }: ReviewedContent, dossier: Dossier): string[] {
  const texts = new Set(dossier.sources.map(({ sha256 }) => sha256))
  const published = tools.find(({ slug }) => slug === dossier.tool.slug)?.sources ?? []
  return published.filter(({ sha256 }) => !texts.has(sha256)).map(({ id }) => id)
}

function namesOf(ids: readonly string[]): string {
  const named = ids.slice(0, mostNamed).map((id) => `"${id}"`)
  return `${ids.length === 1 ? 'its source' : 'its sources'} ${named.join(', ')}${ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : ''}`
}
