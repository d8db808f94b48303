import type { Actor } from '../../contracts/actor.js'
import { recordIdSchema, userIdSchema } from '../../contracts/review-ids.js'
import { type ChangedItem, type RecordChange, recordChanges } from '../../review/change-many.js'
import type { ReviewActions } from '../../review/create-review-actions.js'
import { toOutcome } from './bulk-parts.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext } from './env.js'
import { type BulkOutcome, BulkProblems, BulkReport } from './lists/bulk-report.js'
import type { ListProblem } from './lists/definition.js'
import { type Bulk, readBulk, tooMany } from './lists/read-bulk.js'
import { recordPath, verdictPath } from './paths.js'
import { recordLine } from './record-names.js'
import { recordQueryOf, recordsList } from './records-list.js'
import { readForm, sendPage, textOf } from './send.js'
import { marksOf } from './verdict/count-marks.js'

const pageSize = 200

/** What each action did, for the report's head. */
const did: Readonly<Record<RecordChange, string>> = {
  accept: 'verdicts accepted',
  assign: 'verdicts assigned',
  retry: 'records tried again',
  archive: 'records archived',
  unarchive: 'records back in the lists',
}

/** Does one thing with several records, and says of each what became of it. Each is a change of its own, by the rules of a single one. */
export async function changeRecords(c: DeskContext, { review }: DeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  const definition = recordsList([])
  const form = await readForm(c)
  const read = readBulk(form, definition)
  if (read.status === 'invalid') return sendPage(c, <BulkProblems {...{ actor, definition, query: null }} problems={read.problems} />, 422)
  const { bulk } = read
  const change = recordChanges.find((each) => each === bulk.action)
  const found = change === undefined ? unknownAction : await findRecords(review, actor, bulk)
  if ('problems' in found || change === undefined) {
    const { problems } = 'problems' in found ? found : unknownAction
    return sendPage(c, <BulkProblems {...{ actor, definition, query: bulk.query, problems }} />, 422)
  }
  const to = textOf(form, 'to') || null
  if (change === 'assign' && to !== null && !userIdSchema.safeParse(to).success) {
    const problems = [{ path: 'to', message: 'choose someone from the list' }]
    return sendPage(c, <BulkProblems {...{ actor, definition, query: bulk.query, problems }} />, 422)
  }
  const names = new Map((await review.recordNames(found.ids)).map((record) => [record.id, `${record.title} (${recordLine(record)})`]))
  const changed = await review.changeRecords({ actor, change, recordIds: found.ids, to, countMarks: marksOf })
  const outcomes = changed.map(outcomeIn(names))
  return sendPage(c, <BulkReport {...{ actor, definition, outcomes }} query={bulk.query} did={did[change]} />)
}

const unknownAction = { problems: [{ path: 'do', message: 'choose what to do with them' }] satisfies ListProblem[] }

/** The records by their ids: those that were ticked, or all that match, if they are as many as were seen. */
type Found = { ids: string[] } | { problems: ListProblem[] }

async function findRecords(review: ReviewActions, actor: Actor, { on, query }: Bulk): Promise<Found> {
  if ('ids' in on) return { ids: on.ids.filter((id) => recordIdSchema.safeParse(id).success) }
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await review.records({ actor, ...recordQueryOf(query), limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
    if (page.status === 'invalid') return { problems: page.problems }
    if (page.total !== on.seen) {
      const message = `${on.seen} matched when you looked, and ${page.total} match now: look at the list, and choose again`
      return { problems: [{ path: 'seen', message }] }
    }
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined && ids.length <= on.seen)
  return ids.length > on.seen ? tooMany(ids.length) : { ids }
}

/** What became of a record or of a verdict of it, by name and with a link. */
function outcomeIn(names: ReadonlyMap<string, string>) {
  return (changed: ChangedItem): BulkOutcome => {
    const { recordId, verdictId } = changed
    const record = names.get(recordId ?? '') ?? recordId ?? ''
    if (recordId === null || verdictId === null) {
      return toOutcome(record, recordId !== null && names.has(recordId) ? recordPath(recordId) : null, changed)
    }
    return toOutcome(`${changed.name ?? verdictId}, ${record}`, verdictPath(recordId, verdictId), changed)
  }
}

/** Accepts the clean verdicts of one record, and says of each of the others why it is not. */
export async function acceptCleanOf(c: DeskContext, { review }: DeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  await readForm(c)
  const { data: recordId = '' } = recordIdSchema.safeParse(c.req.param('recordId'))
  const changed = await review.changeRecords({ actor, change: 'accept', recordIds: [recordId], to: null, countMarks: marksOf })
  const outcomes = changed.map(outcomeIn(new Map([[recordId, 'this record']])))
  const query = { q: '', filters: {}, sort: 'newest', cursor: null }
  return sendPage(c, <BulkReport {...{ actor, outcomes, query }} definition={recordsList([])} did="verdicts accepted" />)
}
