import { z } from 'zod'
import { recordStates } from '../../review/rules/record-state-machine.js'
import type { RecordStatus, RecordSummary } from '../../review/views.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext } from './env.js'
import { Page, PageHead } from './layout.js'
import { Moment, ProblemBox, RecordMark } from './parts.js'
import { recordPath, recordsPath } from './paths.js'
import { sendPage } from './send.js'

const shownRecords = 50
const statusSchema = z.enum(recordStates).optional().catch(undefined)
const filterWords: Record<RecordStatus, string> = {
  in_review: 'In review',
  approved: 'Approved',
  published: 'Published',
  retracted: 'Retracted',
}

/** Records, newest first, all or in one state. */
export async function showRecords(c: DeskContext, { review, runtime }: DeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  const status = statusSchema.parse(c.req.query('status'))
  const cursor = c.req.query('cursor')
  const page = await review.records({
    actor,
    limit: shownRecords,
    ...(status === undefined ? {} : { status }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  return sendPage(
    c,
    <Page title="Records" actor={actor} path={recordsPath}>
      <PageHead title="Records" />
      <Filter status={status} />
      {page.status === 'done' ? (
        <Listing page={page} now={runtime.now()} status={status} />
      ) : (
        <ProblemBox head="This list cannot be shown.">
          <p>
            {page.problems.map(({ message }) => message).join('; ')}. <a href={recordsPath}>From the start</a>
          </p>
        </ProblemBox>
      )}
    </Page>,
    page.status === 'done' ? 200 : 400,
  )
}

function Filter({ status }: { status: RecordStatus | undefined }) {
  return (
    <nav class="filter" aria-label="States">
      <a href={recordsPath} aria-current={status === undefined ? 'true' : undefined}>
        All
      </a>
      {recordStates.map((state) => (
        <a href={`${recordsPath}?status=${state}`} aria-current={status === state ? 'true' : undefined}>
          {filterWords[state]}
        </a>
      ))}
    </nav>
  )
}

type ListingProps = { page: { items: RecordSummary[]; next: string | null }; now: Date; status: RecordStatus | undefined }

function Listing({ page: { items, next }, now, status }: ListingProps) {
  if (items.length === 0) {
    return <p class="empty">No record {status === undefined ? 'yet' : 'in this state'}. A panel makes one when its last seat has ended.</p>
  }
  const more = new URLSearchParams({ ...(status === undefined ? {} : { status }), cursor: next ?? '' })
  return (
    <>
      <RecordTable records={items} now={now} />
      {next === null ? null : (
        <p class="pager">
          <a href={`${recordsPath}?${more}`}>Older ones</a>
        </p>
      )}
    </>
  )
}

/** Records with how far people are with each. */
export function RecordTable({ records, now }: { records: readonly RecordSummary[]; now: Date }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Record</th>
          <th scope="col">State</th>
          <th scope="col" class="num">
            Accepted
          </th>
          <th scope="col">Made</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr>
            <th scope="row">
              <a href={recordPath(record.id)}>{record.title}</a>
              <Remarks record={record} />
            </th>
            <td>
              <RecordMark status={record.status} />
            </td>
            <td class="num" data-label="Accepted">
              {record.accepted} of {record.seats}
            </td>
            <td>
              <Moment at={record.createdAt} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is out of the ordinary with a record, in one line; nothing when nothing is. */
function Remarks({ record: { unscored, drafting, openComments, isStale, standing, status } }: { record: RecordSummary }) {
  const remarks = [
    ...(isStale ? ['a source changed'] : []),
    ...(drafting > 0 ? [`${drafting} drafting`] : []),
    ...(unscored > 0 ? [`${unscored} unscored`] : []),
    ...(openComments > 0 ? [`${openComments} open ${openComments === 1 ? 'comment' : 'comments'}`] : []),
    ...(standing === 'published' && status !== 'published' ? ['public as it was'] : []),
  ]
  return remarks.length === 0 ? null : <div class="meta">{remarks.join(' · ')}</div>
}
