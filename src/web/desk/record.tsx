import type { Actor } from '../../contracts/actor.js'
import { recordIdSchema } from '../../contracts/review-ids.js'
import type { NotDone } from '../../review/refusals.js'
import type { RecordView } from '../../review/views.js'
import { recordStylesheet } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Explained } from './explained.js'
import { Page } from './layout.js'
import { Moment, ProblemBox, RecordMark, RefusedBox, SaidBox } from './parts.js'
import { againPath, panelPath, queuePath, recordPath, verdictPath } from './paths.js'
import { RecordChecklist } from './record-checklist.js'
import { FourEyesNote, RecordDecisions, Timeline } from './record-decisions.js'
import { previewOf, RecordPreview } from './record-preview.js'
import { PublicPages, type Replaced, Replaces } from './record-public.js'
import { sendNotFound, sendPage } from './send.js'
import { ChangesBlock } from './source-changes.js'
import { marksOf } from './verdict/count-marks.js'

export type Outcome = Exclude<NotDone, { status: 'not found' }>

/** A record for approval: what blocks and what can be decided, beside the record as it will look in public. */
export async function showRecord(
  c: DeskContext,
  { review, runtime, withVotes, publicRecordsOf, freshness }: DeskDependencies,
  outcome?: Outcome,
): Promise<Response> {
  const actor = actorOf(c)
  const { data: recordId } = recordIdSchema.safeParse(c.req.param('recordId'))
  const found = recordId === undefined ? null : await review.recordWithClean({ recordId, actor, countMarks: marksOf })
  if (found === null || 'status' in found) return sendNotFound(c, 'record')
  const { view, clean } = found
  const visible = previewOf(view)
  const now = runtime.now()
  const names = new Map(view.verdicts.map(({ tool }) => [tool.slug, tool.name]))
  // Of a tool that is published from another record, the changes are that one's.
  const slugs = [...names.keys()]
  const [preview, watched, publicRecords] = await Promise.all([
    visible === null ? null : withVotes(visible),
    Promise.all(slugs.map((slug) => freshness.changes(slug))),
    publicRecordsOf(slugs),
  ])
  const changes = watched.filter((each) => each.recordId === view.recordId)
  const replaced = publicRecords.filter(({ recordId: other }) => other !== view.recordId)
  return sendPage(
    c,
    <Page
      title={view.title}
      actor={actor}
      path={recordPath(view.recordId)}
      styles={preview === null ? [] : [recordStylesheet(preview.tools.length)]}
      aside={<Aside view={view} clean={clean} actor={actor} now={now} said={c.req.query('said')} outcome={outcome} replaced={replaced} />}
    >
      {preview === null ? <Hidden view={view} /> : <RecordPreview record={preview} />}
      <ChangesBlock tools={changes} names={names} now={now} />
    </Page>,
    statusOf(outcome),
  )
}

function statusOf(outcome: Outcome | undefined): 200 | 409 | 422 {
  if (outcome === undefined) return 200
  return outcome.status === 'refused' ? 409 : 422
}

type AsideProps = {
  view: RecordView
  /** How many verdicts may be accepted without reading. */
  clean: number
  actor: Actor
  now: Date
  said: string | undefined
  outcome: Outcome | undefined
  replaced: readonly Replaced[]
}

function Aside({ view, clean, actor, now, said, outcome, replaced }: AsideProps) {
  const isEditor = mayAs(actor, 'editor')
  return (
    <>
      <p class="kicker">
        <RecordMark status={view.recordStatus} />
      </p>
      <h1>{view.title}</h1>
      <p class="meta">
        Made <Moment at={view.createdAt} now={now} /> · <a href={panelPath(view.panelId)}>its panel</a>
        {isEditor ? (
          <>
            {' '}
            · <a href={againPath(view.panelId)}>Draft again with…</a>
          </>
        ) : null}
      </p>
      <Explained terms={['record', 'seat', 'verdict', 'unscored', 'split', 'flag', 'panel ship']} />
      {outcome === undefined ? <Said said={said} /> : <NotDoneBox outcome={outcome} />}
      <State view={view} now={now} />
      <PublicPages view={view} />
      <Replaces view={view} replaced={replaced} />
      {isEditor ? <RecordDecisions view={view} /> : <p class="meta">Editors decide about the record.</p>}
      <FourEyesNote view={view} />
      <RecordChecklist view={view} mayWaive={isEditor} />
      <Verdicts view={view} clean={clean} />
      <Timeline view={view} now={now} />
    </>
  )
}

const saidWords: Readonly<Record<string, string>> = {
  approve: 'Approved, exactly as shown. A later edit takes the approval away.',
  publish: 'Published: the site shows what was approved.',
  retract: 'Retracted. The page says so, with the reason.',
  reopen: 'Reopened. What is public stays as it is until it is published again or retracted.',
  void: 'The approval is taken back.',
  waive: 'Kept, with the reason. It no longer blocks.',
  unwaive: 'It is no longer kept, and blocks again.',
  'clear-stale': 'Noted: it still holds.',
}

function Said({ said }: { said: string | undefined }) {
  const words = said === undefined || !Object.hasOwn(saidWords, said) ? undefined : saidWords[said]
  return words === undefined ? null : <SaidBox>{words}</SaidBox>
}

function NotDoneBox({ outcome }: { outcome: Outcome }) {
  if (outcome.status === 'refused') return <RefusedBox {...outcome} />
  return (
    <ProblemBox head="Not done: what was sent will not do.">
      <ul>
        {outcome.problems.map(({ path, message }) => (
          <li>
            {path}: {message}
          </li>
        ))}
      </ul>
    </ProblemBox>
  )
}

/** What is out of the ordinary: a changed source, a panel that runs again, a public page that differs. */
function State({ view, now }: { view: RecordView; now: Date }) {
  const { stale, isDrafting, published, recordStatus } = view
  return (
    <>
      {stale === null ? null : (
        <p class="flag-box">
          A source changed <Moment at={stale.since} now={now} />: {stale.reason}
        </p>
      )}
      {isDrafting ? (
        <p class="flag-box">
          Its panel is running again. <a href={panelPath(view.panelId)}>Watch it</a>
        </p>
      ) : null}
      {published === null || recordStatus === 'published' ? null : (
        <p class="flag-box">
          {published.standing === 'published' ? 'Public as it was published' : 'Retracted in public'} (
          <Moment at={published.retraction?.at ?? published.publishedAt} now={now} />
          ); what is shown here may differ.
        </p>
      )}
    </>
  )
}

function Verdicts({ view: { recordId, verdicts }, clean }: { view: RecordView; clean: number }) {
  return (
    <section aria-labelledby="verdicts-title">
      <h2 id="verdicts-title">
        Verdicts · {verdicts.filter(({ state }) => state === 'accepted').length} of {verdicts.length} accepted
      </h2>
      {verdicts.some(({ state }) => state === 'drafted' || state === 'edited') ? (
        <form method="post" action={`${recordPath(recordId)}/accept-clean`} class="actions">
          {clean === 0 ? (
            <p class="meta">None of them is clean: each has something to read first.</p>
          ) : (
            <button type="submit" class="quiet">
              Accept the {clean === 1 ? 'clean verdict' : `${clean} clean verdicts`}
            </button>
          )}
          <a href={`${queuePath}?scope=all&record=${encodeURIComponent(recordId)}`}>Work through them in the queue</a>
        </form>
      ) : null}
      <ul class="timeline">
        {verdicts.map(({ verdictId, tool, persona, state, isHidden, call, openComments }) => (
          <li>
            <a href={verdictPath(recordId, verdictId)}>
              {persona.seat} on {tool.name}
            </a>
            <div class="meta">
              {isHidden ? 'your own call first' : `${state}${call === null ? '' : `, ${call}`}`}
              {openComments === 0 ? '' : ` · ${openComments} open ${openComments === 1 ? 'comment' : 'comments'}`}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Blind-first: before a reviewer's own calls, nothing of the drafts is shown. */
function Hidden({ view }: { view: RecordView }) {
  const first = view.verdicts.find(({ isHidden }) => isHidden)
  return (
    <div class="block">
      <h2>The record is hidden from you for now</h2>
      <p class="lede">
        Reviewers call each verdict themselves before they see the draft. Once you have called them all, the record is here as it will look
        in public.
      </p>
      <p class="actions">
        <a class="button" href={first === undefined ? queuePath : verdictPath(view.recordId, first.verdictId)}>
          Make your first call
        </a>
      </p>
    </div>
  )
}
