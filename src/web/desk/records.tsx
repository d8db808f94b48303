import type { Actor } from '../../contracts/actor.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import type { RecordSummary } from '../../review/views.js'
import { listScriptAsset } from './assets.js'
import { AssignTo } from './bulk-parts.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Page, PageHead } from './layout.js'
import { type BulkAction, BulkForm, PickCell, PickHead } from './lists/bulk-form.js'
import { isNarrowed } from './lists/definition.js'
import { ListToolbar } from './lists/list-toolbar.js'
import { ListResults, openList, sendListProblems } from './lists/open-list.js'
import { Pager } from './lists/pager.js'
import { Moment, RecordMark } from './parts.js'
import { recordPath, recordsPath } from './paths.js'
import { recordLine } from './record-names.js'
import { recordQueryOf, recordsList } from './records-list.js'
import { sendPage } from './send.js'
import type { Colleague } from './verdict/decisions.js'
import { colleaguesOf } from './verdict/step.js'

const shownRecords = 50

/** Records: searched, narrowed and sorted as the address says, a page at a time. */
export async function showRecords(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const { review, dossiers, runtime } = dependencies
  const actor = actorOf(c)
  const categories = await dossiers.categories()
  const definition = recordsList(categories.map(({ category }) => category))
  const opened = await openList(c, dependencies, definition)
  if ('response' in opened) return opened.response
  const { query, views } = opened
  const [colleagues, page, all] = await Promise.all([
    colleaguesOf(dependencies),
    review.records({ actor, ...recordQueryOf(query), limit: shownRecords, ...(query.cursor === null ? {} : { cursor: query.cursor }) }),
    isNarrowed(query, definition)
      ? review.records({ actor, limit: 1, ...(query.filters.archived === undefined ? {} : { archived: 'all' }) })
      : null,
  ])
  if (page.status === 'invalid') return sendListProblems(c, definition, page.problems)
  const counts = { total: page.total, ...(all?.status === 'done' ? { all: all.total } : {}) }
  return sendPage(
    c,
    <Page title="Records" actor={actor} path={recordsPath} script={listScriptAsset}>
      <PageHead title="Records" terms={['record', 'verdict', 'seat', 'unscored', 'panel ship']} />
      <ListToolbar definition={definition} query={query} counts={counts} views={views} mayShare={mayAs(actor, 'editor')} />
      <ListResults>
        {page.items.length === 0 ? (
          <NoRecords isNarrowed={isNarrowed(query, definition)} />
        ) : (
          <BulkForm
            definition={definition}
            query={query}
            action={`${recordsPath}/bulk`}
            actions={bulkActions(actor, colleagues)}
            ids={page.items.map(({ id }) => id)}
            total={page.total}
          >
            <RecordTable records={page.items} now={runtime.now()} isPicked />
          </BulkForm>
        )}
        <Pager definition={definition} query={query} next={page.next} shown={page.items.length} />
      </ListResults>
    </Page>,
  )
}

function NoRecords({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <p class="empty">
      {isNarrowed
        ? 'No record matches. Take a filter away, or search for less.'
        : 'No record yet. A panel makes one when its last seat has ended.'}
    </p>
  )
}

/** What may be done with several: assigning and accepting for everyone, the rest for editors. The server asks again. */
function bulkActions(actor: Actor, colleagues: readonly Colleague[]): BulkAction[] {
  const { userId } = actor
  const all = [
    { value: 'accept', label: 'Accept the clean verdicts' },
    { value: 'assign', label: 'Assign', fields: <AssignTo colleagues={colleagues} userId={userId} /> },
  ]
  if (!mayAs(actor, 'editor')) return all
  return [
    ...all,
    { value: 'retry', label: 'Retry seats without a verdict' },
    { value: 'archive', label: 'Archive' },
    { value: 'unarchive', label: 'Take out of the archive' },
  ]
}

type TableProps = { records: readonly RecordSummary[]; now: Date; isPicked?: boolean }

/** Records with how far people are with each; with `isPicked`, each with a tick. */
export function RecordTable({ records, now, isPicked = false }: TableProps) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          {isPicked ? <PickHead /> : null}
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
            {isPicked ? <PickCell id={record.id} name={`${revealInvisible(record.title)}, ${recordLine(record)}`} /> : null}
            <th scope="row">
              <a href={recordPath(record.id)}>{revealInvisible(record.title)}</a>
              <div class="meta">{recordLine(record)}</div>
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
function Remarks({ record: { unscored, drafting, openComments, isStale, standing, status, archivedAt } }: { record: RecordSummary }) {
  const remarks = [
    ...(archivedAt === null ? [] : ['archived']),
    ...(isStale ? ['a source changed'] : []),
    ...(drafting > 0 ? [`${drafting} drafting`] : []),
    ...(unscored > 0 ? [`${unscored} unscored`] : []),
    ...(openComments > 0 ? [`${openComments} open ${openComments === 1 ? 'comment' : 'comments'}`] : []),
    ...(standing === 'published' && status !== 'published' ? ['public as it was'] : []),
  ]
  return remarks.length === 0 ? null : <div class="meta">{remarks.join(' · ')}</div>
}
