import type { Revision } from '../../../contracts/revision.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { VerdictView } from '../../../review/views.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { Moment } from '../parts.js'
import { recordPath, verdictPath } from '../paths.js'
import { NamedText, type Typed, typedOf, WhyNot } from './decisions.js'
import { VerdictChanges } from './diff.js'
import { Hidden } from './fields.js'
import { toForm } from './form-content.js'
import { actionPath } from './links.js'
import { type Notice, NoticeBox } from './notices.js'
import { QuoteReading, readWords } from './reading.js'
import { isSample, SampleLine } from './sample-line.js'
import { authorOf } from './verdict-head.js'

export type HistoryProps = {
  view: VerdictView
  /** The two revisions to compare. */
  before: Revision
  after: Revision
  notice: Notice | null
  typed: Typed | null
  now: Date
}

const kindWords: Record<Revision['kind'], string> = {
  model: 'drafted',
  'hand-written': 'written by hand',
  edit: 'edited',
  merge: 'merged with another edit',
  restore: 'restored',
  accept: 'accepted',
  return: 'returned',
}

/** Every revision of a verdict, any two of them word against word, and the way back to each. */
export function HistoryPage({ view, before, after, notice, typed, now }: HistoryProps) {
  const { recordId, verdictId, persona, tool, recordTitle } = view
  return (
    <div class="history" data-keys="history">
      <p class="kicker">
        <a href={recordPath(recordId)}>{revealInvisible(recordTitle)}</a> ·{' '}
        <a href={verdictPath(recordId, verdictId)} data-key="e">
          Back to the verdict
        </a>
      </p>
      <h1 class="title">
        History of {revealInvisible(persona.seat)} on {revealInvisible(tool.name)}
      </h1>
      <SampleLine view={view} />
      <NoticeBox notice={notice} />
      <form method="get" action={actionPath(recordId, verdictId, 'history')}>
        <Revisions view={view} before={before} after={after} now={now} />
        <div class="actions">
          <button type="submit" class="quiet">
            Compare
          </button>
        </div>
      </form>
      <section class="block" id="changes">
        <h2>
          From revision {before.number} to revision {after.number}
        </h2>
        <VerdictChanges before={before.content} after={after.content} />
      </section>
      <section class="block" id="reads">
        <h2>
          How revision {after.number} reads <CallMark call={after.content.call} />
        </h2>
        <QuoteReading
          reading={readWords(toForm(after.content), {
            dossier: view.dossier,
            model: view.modelDraft?.content ?? null,
            isSample: isSample(view),
          })}
          isLinked={false}
        />
      </section>
      <Restore view={view} revision={after} typed={typed} />
    </div>
  )
}

type RevisionsProps = Pick<HistoryProps, 'view' | 'before' | 'after' | 'now'>

function Revisions({ view, before, after, now }: RevisionsProps) {
  return (
    <table class="list stack-early">
      <caption class="hide">Revisions, newest first</caption>
      <thead>
        <tr>
          <th scope="col" class="num">
            Revision
          </th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">When</th>
          <th scope="col">Why</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
        </tr>
      </thead>
      <tbody>
        {view.history.toReversed().map((revision) => (
          <tr>
            <th scope="row" class="num">
              <span class="hide">Revision </span>
              {revision.number}
            </th>
            <td>
              <CallMark call={revision.content.call} /> {kindWords[revision.kind]}
              {revision.restores === null ? null : ` from revision ${revision.restores}`}
            </td>
            <td data-label="Who">{authorOf(revision)}</td>
            <td data-label="When">
              <Moment at={revision.at} now={now} />
            </td>
            <td data-label="Why">{revision.reason === null ? '—' : revealInvisible(revision.reason)}</td>
            <td data-label="From">
              <Pick name="from" number={revision.number} isPicked={revision === before} />
            </td>
            <td data-label="To">
              <Pick name="to" number={revision.number} isPicked={revision === after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Pick({ name, number, isPicked }: { name: 'from' | 'to'; number: number; isPicked: boolean }) {
  const label = `compare ${name} revision ${number}`
  return <input type="radio" name={name} value={String(number)} checked={isPicked} aria-label={label} />
}

function Restore({ view, revision, typed }: { view: VerdictView; revision: Revision; typed: Typed | null }) {
  const { current, may, recordId, verdictId } = view
  if (current === null || revision.contentSha256 === current.contentSha256) return null
  const { value, problems } = typedOf(typed, 'restore', 'reason')
  return (
    <section class="block" id="restore">
      <h2>Restore revision {revision.number}</h2>
      <p class="meta">It becomes a new revision with the words of that one; nothing in between is lost.</p>
      <form method="post" action={actionPath(recordId, verdictId, 'restore')}>
        <Hidden
          fields={[
            ['base', String(current.number)],
            ['restores', String(revision.number)],
          ]}
        />
        <NamedText name="reason" id="restore-reason" label="Reason" value={value} problems={problems} />
        <div class="actions">
          <button type="submit" disabled={!may.restore.allowed}>
            Restore it
          </button>
        </div>
        <WhyNot permission={may.restore} />
      </form>
    </section>
  )
}
