import { Readable } from 'node:stream'
import { z } from 'zod'
import type { ChainCheck } from '../../audit/audit-chain.js'
import type { AuditEntry } from '../../contracts/audit.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { listScriptAsset } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Page, PageHead } from './layout.js'
import type { ListDefinition, ListQuery } from './lists/definition.js'
import { ListToolbar } from './lists/list-toolbar.js'
import { ListResults, openList, sendListProblems } from './lists/open-list.js'
import { Pager } from './lists/pager.js'
import { Entries, titleOf } from './log/entries.js'
import { logListDefinition, logProblems, toAuditFilter } from './log/log-list.js'
import { ProblemBox, SaidBox } from './parts.js'
import { auditPath, recordPath } from './paths.js'
import { only, sendNotFound, sendPage, sendPlain } from './send.js'

const shownEntries = 50

const querySchema = z.object({
  record: z
    .string()
    .regex(/^rec_[0-9a-z]{1,64}$/)
    .optional(),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
})
type Query = z.infer<typeof querySchema>

/** Null for an address that names no log. */
function readQuery(c: DeskContext): Query | null {
  const parsed = querySchema.safeParse(c.req.query())
  return parsed.success ? parsed.data : null
}

type Logged = { review: Pick<DeskDependencies['review'], 'settings'>; use: (query: Query) => Promise<Response> }

/**
 * The log as a whole is for editors: it is about people and tokens too. That of a record is for everyone at the desk, but not for reviewers
 * who must call first (blind-first): it holds the calls of the others.
 */
async function withLog(c: DeskContext, { review, use }: Logged): Promise<Response> {
  const query = readQuery(c)
  if (query === null) return sendNotFound(c, 'log')
  if (mayAs(actorOf(c), 'editor')) return use(query)
  if (query.record !== undefined) return review.settings.blindFirst ? sendHidden(c) : use(query)
  let answer: Response | undefined
  const refused = await only('editor')(c, async () => {
    answer = await use(query)
  })
  return answer ?? (refused as Response)
}

function sendHidden(c: DeskContext): Response | Promise<Response> {
  return sendPlain(c, {
    status: 403,
    title: 'Not allowed',
    children: 'The log shows calls, and reviewers here make theirs first (blind-first). Ask an editor for what you need of it.',
  })
}

/** The newest entries, overall or of one record; with `check`, whether the log is whole. */
export function showAudit(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  return withLog(c, { review: dependencies.review, use: (query) => sendLog(c, dependencies, query) })
}

/** Reads the whole log and says whether every entry follows from the one before. */
export function verifyAudit(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const { review } = dependencies
  const use = async (query: Query) => {
    const check = await review.audit.verify(query.record === undefined ? {} : { recordId: query.record })
    return sendLog(c, dependencies, query, check)
  }
  return withLog(c, { review, use })
}

/** Every entry, oldest first, one JSON document a line. */
export function exportAudit(c: DeskContext, { review }: DeskDependencies): Promise<Response> {
  const use = async ({ record }: Query) => {
    const entries = review.audit.exportAll(record === undefined ? {} : { recordId: record })
    const lines = Readable.toWeb(Readable.from(toLines(entries))) as ReadableStream<Uint8Array>
    return c.body(lines, 200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="audit${record === undefined ? '' : `-${record}`}.jsonl"`,
    })
  }
  return withLog(c, { review, use })
}

/** What an address of the log may ask for, beyond what its filters say. */
const isOfLog = (query: ListQuery) => logProblems(query).length === 0 && querySchema.safeParse(query.filters).success

async function* toLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) yield Buffer.from(`${JSON.stringify(entry)}\n`)
}

async function sendLog(c: DeskContext, dependencies: DeskDependencies, { record, before }: Query, check?: ChainCheck): Promise<Response> {
  const { people, review, runtime } = dependencies
  const actor = actorOf(c)
  const definition = await logListDefinition(dependencies)
  // The page of a check is about the whole log, or a record's: no view takes its place.
  const opened =
    check === undefined ? await openList(c, dependencies, definition, isOfLog) : { query: queryOf(definition, record), views: [] }
  if ('response' in opened) return opened.response
  const query = before === undefined ? opened.query : { ...opened.query, cursor: String(before) }
  const problems = logProblems(query)
  if (problems.length > 0) return sendListProblems(c, definition, problems)
  const [page, head, everyone] = await Promise.all([
    review.audit.find({ ...toAuditFilter(query, runtime.now()), limit: shownEntries }),
    review.audit.head(record),
    people.list(),
  ])
  const names = new Map(everyone.map(({ id, name }) => [id, name]))
  const next = page.next === null ? null : String(page.next)
  const named = withTitles(definition, query, (id) => titleOf(page.titles, id))
  return sendPage(
    c,
    <Page title="Log" actor={actor} path={auditPath} script={listScriptAsset}>
      <LogHead record={record} title={record === undefined ? undefined : titleOf(page.titles, record)} />
      {check === undefined ? null : <CheckBox check={check} />}
      {head.entries === 0 ? null : (
        <ListToolbar
          {...{ definition: named, query, views: opened.views }}
          counts={{ total: page.total, all: head.entries }}
          mayShare={mayAs(actor, 'editor')}
        />
      )}
      <ListResults>
        {page.entries.length === 0 ? (
          <NoEntries isEmpty={head.entries === 0} />
        ) : (
          <Entries entries={page.entries} titles={page.titles} people={names} now={runtime.now()} />
        )}
        <Pager definition={definition} query={query} next={next} shown={page.entries.length} />
      </ListResults>
    </Page>,
  )
}

/** The same list, whose links from other pages say by name what they narrow it to. */
function withTitles(definition: ListDefinition, { filters }: ListQuery, title: (id: string) => string | undefined): ListDefinition {
  const said = (name: string) => title(filters[name] ?? '')
  return {
    ...definition,
    filters: definition.filters.map((filter) => {
      const words = filter.options.length === 0 ? said(filter.name) : undefined
      return words === undefined ? filter : { ...filter, said: words }
    }),
  }
}

function NoEntries({ isEmpty }: { isEmpty: boolean }) {
  return (
    <p class="empty">
      {isEmpty
        ? 'Nothing was done yet. Every decision comes here, each entry holding the hash of the one before.'
        : 'No entry matches. Take away a word or a filter.'}
    </p>
  )
}

/** Of the whole log, or of one record's, whatever else narrows it: only of those can one prove that nothing is missing. */
function LogHead({ record, title }: { record: string | undefined; title: string | undefined }) {
  const of = record === undefined ? '' : `record=${record}`
  return (
    <>
      <PageHead title={record === undefined ? 'The log' : 'The log of a record'}>
        <a class="button quiet" href={`${auditPath}/verify?${of}`}>
          Check it
        </a>
        <a class="button quiet" href={`${auditPath}/export?${of}`}>
          Export all of it
        </a>
      </PageHead>
      {record === undefined ? null : (
        <p class="meta">
          <a href={recordPath(record)}>{revealInvisible(title ?? 'The record')}</a>
        </p>
      )}
    </>
  )
}

const queryOf = ({ sorts: [usual] }: ListDefinition, record: string | undefined): ListQuery => ({
  ...{ q: '', sort: usual.value, cursor: null },
  filters: record === undefined ? {} : { record },
})

function CheckBox({ check }: { check: ChainCheck }) {
  if (check.status === 'broken') {
    return (
      <ProblemBox head={`The log is broken at entry ${check.seq}.`}>
        <p>{check.why}. Compare it with an export from before; someone wrote to the database past the desk.</p>
      </ProblemBox>
    )
  }
  return (
    <SaidBox>
      The log is whole: {check.head.entries} {check.head.entries === 1 ? 'entry' : 'entries'}, ending in{' '}
      <span class="mono" data-copy="the hash">
        {check.head.hash}
      </span>
      . Note that hash elsewhere: it proves later that nothing was cut off.
    </SaidBox>
  )
}
