import { Readable } from 'node:stream'
import { z } from 'zod'
import type { ChainCheck } from '../../audit/audit-chain.js'
import type { AuditEntry } from '../../contracts/audit.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Page, PageHead } from './layout.js'
import { Moment, ProblemBox, SaidBox } from './parts.js'
import { auditPath, recordPath } from './paths.js'
import { only, sendNotFound, sendPage, sendPlain } from './send.js'

const shownEntries = 100

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

async function* toLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) yield Buffer.from(`${JSON.stringify(entry)}\n`)
}

async function sendLog(c: DeskContext, { review, runtime }: DeskDependencies, { record, before }: Query, check?: ChainCheck) {
  const page = await review.audit.list({
    limit: shownEntries,
    ...(record === undefined ? {} : { recordId: record }),
    ...(before === undefined ? {} : { before }),
  })
  const only = record === undefined ? '' : `record=${record}`
  return sendPage(
    c,
    <Page title="Log" actor={actorOf(c)} path={auditPath}>
      <PageHead title={record === undefined ? 'The log' : 'The log of a record'}>
        <a class="button quiet" href={`${auditPath}/verify?${only}`}>
          Check it
        </a>
        <a class="button quiet" href={`${auditPath}/export?${only}`}>
          Export
        </a>
      </PageHead>
      {record === undefined ? null : (
        <p class="meta">
          <a href={recordPath(record)}>The record</a> · <span class="mono">{record}</span>
        </p>
      )}
      {check === undefined ? null : <CheckBox check={check} />}
      {page.entries.length === 0 ? (
        <p class="empty">Nothing was done yet. Every decision comes here, each entry holding the hash of the one before.</p>
      ) : (
        <Entries entries={page.entries} now={runtime.now()} />
      )}
      {page.next === null ? null : (
        <p class="pager">
          <a href={`${auditPath}?${only === '' ? '' : `${only}&`}before=${page.next}`}>Older ones</a>
        </p>
      )}
    </Page>,
  )
}

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
      <span class="mono">{check.head.hash}</span>. Note that hash elsewhere: it proves later that nothing was cut off.
    </SaidBox>
  )
}

function Entries({ entries, now }: { entries: readonly AuditEntry[]; now: Date }) {
  return (
    <table class="list stack-early">
      <thead>
        <tr>
          <th scope="col" class="num">
            No.
          </th>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">Hash</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr>
            <td class="num">{entry.seq}</td>
            <td>
              <Moment at={entry.at} now={now} />
            </td>
            <td>{'system' in entry.actor ? entry.actor.system : `${isolate(entry.actor.name)}, ${entry.actor.role}`}</td>
            <td>
              {entry.action} <span class="mono">{revealInvisible(entry.subject.id)}</span>
              <Details entry={entry} />
            </td>
            <td class="mono" data-label="Hash">
              {entry.hash.slice(0, 12)}…
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Details({ entry: { seq, data, subject } }: { entry: AuditEntry }) {
  return (
    <>
      {subject.recordId === null || subject.recordId === subject.id ? null : (
        <div class="meta">
          <a href={recordPath(subject.recordId)}>its record</a>
        </div>
      )}
      {Object.keys(data).length === 0 ? null : (
        <details>
          <summary class="meta">
            Details<span class="hide"> of entry {seq}</span>
          </summary>
          <pre class="source-text mono">{revealInvisible(JSON.stringify(data, null, 2))}</pre>
        </details>
      )}
    </>
  )
}
