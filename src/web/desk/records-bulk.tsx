import type { Actor } from '../../contracts/actor.js'
import { recordIdSchema, userIdSchema } from '../../contracts/review-ids.js'
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
const did: Readonly<Record<string, string>> = {
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
  const words = did[bulk.action]
  const found = words === undefined ? unknownAction : await findRecords(review, actor, bulk)
  if ('problems' in found) return sendPage(c, <BulkProblems {...{ actor, definition, query: bulk.query }} problems={found.problems} />, 422)
  const names = new Map((await review.recordNames(found.ids)).map((record) => [record.id, `${record.title} (${recordLine(record)})`]))
  const outcomes: BulkOutcome[] = []
  for (const recordId of found.ids) {
    const name = names.get(recordId) ?? recordId
    outcomes.push(...(await changeRecord(bulk.action, { review, actor, recordId, name, to: textOf(form, 'to') })))
  }
  return sendPage(c, <BulkReport {...{ actor, definition, outcomes }} query={bulk.query} did={words ?? ''} />)
}

const unknownAction: Found = { problems: [{ path: 'do', message: 'choose what to do with them' }] }

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

type Change = { review: ReviewActions; actor: Actor; recordId: string; name: string; to: string }

async function changeRecord(action: string, change: Change): Promise<BulkOutcome[]> {
  const { review, actor, recordId, name } = change
  switch (action) {
    case 'archive':
      return [toOutcome(name, recordPath(recordId), await review.archive({ actor, recordId }))]
    case 'unarchive':
      return [toOutcome(name, recordPath(recordId), await review.unarchive({ actor, recordId }))]
    case 'accept':
      return acceptClean(change)
    case 'assign':
      return assignWaiting(change)
    default:
      return [await retry(change)]
  }
}

async function acceptClean({ review, actor, recordId, name }: Change): Promise<BulkOutcome[]> {
  const result = await review.acceptClean({ actor, recordId, countMarks: marksOf })
  if (result.status === 'not found') return [toOutcome(name, null, result)]
  return result.outcomes.map(({ verdictId, name: verdict, ...outcome }) => {
    return { ...outcome, name: `${verdict}, ${name}`, href: verdictPath(recordId, verdictId) }
  })
}

async function assignWaiting({ review, actor, recordId, name, to }: Change): Promise<BulkOutcome[]> {
  const person = to === '' ? null : to
  if (person !== null && !userIdSchema.safeParse(person).success) return [toOutcome(name, null, { status: 'not found', what: 'person' })]
  const queue = await review.queue({ actor, scope: 'all', recordId, limit: pageSize })
  if (queue.status === 'invalid') return [toOutcome(name, recordPath(recordId), queue)]
  if (queue.items.length === 0) {
    return [{ name, href: recordPath(recordId), status: 'refused', why: 'nothing of it waits', fix: 'leave it as it is' }]
  }
  const outcomes: BulkOutcome[] = []
  for (const { verdictId, persona, tool } of queue.items) {
    const result = await review.assign({ actor, recordId, verdictId, to: person })
    outcomes.push(toOutcome(`${persona.seat} on ${tool.name}, ${name}`, verdictPath(recordId, verdictId), result))
  }
  return outcomes
}

/** One seat is enough: its panel takes up every seat without a verdict. */
async function retry({ review, actor, recordId, name }: Change): Promise<BulkOutcome> {
  const href = recordPath(recordId)
  const queue = await review.queue({ actor, scope: 'all', recordId, work: 'unscored', limit: 1 })
  if (queue.status === 'invalid') return toOutcome(name, href, queue)
  const [unscored] = queue.items
  if (unscored === undefined) return { name, href, status: 'refused', why: 'each of its seats has a verdict', fix: 'leave it as it is' }
  return toOutcome(name, href, await review.retry({ actor, recordId, verdictId: unscored.verdictId }))
}

/** Accepts the clean verdicts of one record, and says of each of the others why it is not. */
export async function acceptCleanOf(c: DeskContext, { review }: DeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  await readForm(c)
  const { data: recordId = '' } = recordIdSchema.safeParse(c.req.param('recordId'))
  const outcomes = await acceptClean({ review, actor, recordId, name: 'this record', to: '' })
  const query = { q: '', filters: {}, sort: 'newest', cursor: null }
  return sendPage(c, <BulkReport {...{ actor, outcomes, query }} definition={recordsList([])} did="verdicts accepted" />)
}
