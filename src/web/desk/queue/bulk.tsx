import { userIdSchema, verdictIdSchema } from '../../../contracts/review-ids.js'
import { toOutcome } from '../bulk-parts.js'
import { actorOf, type DeskContext } from '../env.js'
import { type BulkOutcome, BulkProblems, BulkReport } from '../lists/bulk-report.js'
import { readBulk } from '../lists/read-bulk.js'
import { recordPath, verdictPath } from '../paths.js'
import { readForm, sendPage, textOf } from '../send.js'
import { marksOf } from '../verdict/count-marks.js'
import type { ReviewDeskDependencies } from '../verdict/dependencies.js'
import { queueList } from './queue-list.js'

const did: Readonly<Record<string, string>> = { take: 'verdicts taken', assign: 'verdicts assigned', accept: 'verdicts accepted' }

/** Takes, assigns or accepts several waiting verdicts, and says of each what became of it. Each is a change of its own, by the rules of a single one. */
export async function changeWaiting(c: DeskContext, { review }: ReviewDeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  const definition = queueList([])
  const form = await readForm(c)
  const read = readBulk(form, definition)
  const sendProblem = (problems: readonly { path: string; message: string }[]) =>
    sendPage(c, <BulkProblems {...{ actor, definition, problems }} query={read.status === 'done' ? read.bulk.query : null} />, 422)
  if (read.status === 'invalid') return sendProblem(read.problems)
  const { action, on, query } = read.bulk
  const words = did[action]
  if (words === undefined || !('ids' in on)) return sendProblem([{ path: 'do', message: 'tick verdicts, and choose what to do with them' }])
  const to = action === 'take' ? actor.userId : textOf(form, 'to') || null
  if (to !== null && !userIdSchema.safeParse(to).success) return sendProblem([{ path: 'to', message: 'choose someone from the list' }])
  const outcomes: BulkOutcome[] = []
  for (const verdictId of on.ids.filter((id) => verdictIdSchema.safeParse(id).success)) {
    const recordId = await review.recordOfVerdict(verdictId)
    if (recordId === null) outcomes.push(toOutcome(verdictId, null, { status: 'not found', what: 'verdict' }))
    else outcomes.push(...(await changeOne({ review, actor, recordId, verdictId, action, to })))
  }
  return sendPage(c, <BulkReport {...{ actor, definition, query, outcomes }} did={words} />)
}

type One = {
  review: ReviewDeskDependencies['review']
  actor: ReturnType<typeof actorOf>
  recordId: string
  verdictId: string
  action: string
  to: string | null
}

async function changeOne({ review, actor, recordId, verdictId, action, to }: One): Promise<BulkOutcome[]> {
  const href = verdictPath(recordId, verdictId)
  if (action === 'accept') {
    const result = await review.acceptClean({ actor, recordId, verdictIds: [verdictId], countMarks: marksOf })
    if (result.status === 'not found') return [toOutcome(verdictId, recordPath(recordId), result)]
    return result.outcomes.map(({ verdictId: _id, ...outcome }) => ({ ...outcome, href }))
  }
  const result = await review.assign({ actor, recordId, verdictId, to })
  const queue = await review.queue({ actor, scope: 'all', recordId, limit: 200 })
  const item = queue.status === 'done' ? queue.items.find((each) => each.verdictId === verdictId) : undefined
  const name = item === undefined ? verdictId : `${item.persona.seat} on ${item.tool.name}, ${item.recordTitle}`
  return [toOutcome(name, href, result)]
}
