import { userIdSchema, verdictIdSchema } from '../../../contracts/review-ids.js'
import type { ChangedItem } from '../../../review/change-many.js'
import { toOutcome } from '../bulk-parts.js'
import { actorOf, type DeskContext } from '../env.js'
import { BulkProblems, BulkReport } from '../lists/bulk-report.js'
import { readBulk } from '../lists/read-bulk.js'
import { verdictPath } from '../paths.js'
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
  const verdictIds = on.ids.filter((id) => verdictIdSchema.safeParse(id).success)
  const change = action === 'accept' ? 'accept' : 'assign'
  const changed = await review.changeVerdicts({ actor, change, verdictIds, to, countMarks: marksOf })
  const titles = await titlesOf(review, changed)
  const outcomes = changed.map((item) => {
    const { recordId, verdictId, name } = item
    const title = titles.get(recordId ?? '')
    const named = [name ?? verdictId ?? '', ...(title === undefined ? [] : [title])].join(', ')
    return toOutcome(named, recordId === null || verdictId === null ? null : verdictPath(recordId, verdictId), item)
  })
  return sendPage(c, <BulkReport {...{ actor, definition, query, outcomes }} did={words} />)
}

async function titlesOf({ recordNames }: ReviewDeskDependencies['review'], changed: readonly ChangedItem[]): Promise<Map<string, string>> {
  const ids = new Set(changed.flatMap(({ recordId }) => recordId ?? []))
  return new Map((await recordNames([...ids])).map(({ id, title }) => [id, title]))
}
