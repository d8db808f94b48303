import type { QueueItem, VerdictView } from '../../../review/views.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { Moment, reasonText } from '../parts.js'
import { verdictPath } from '../paths.js'
import { BlindCallForm, OwnBlindCall } from './blind.js'
import { AcceptAndReturn, AssignmentPart, Blocking, type DecisionProps, WhyNot } from './decisions.js'
import { VerdictChanges } from './diff.js'
import { EditorForm } from './editor-form.js'
import type { Problems } from './fields.js'
import { type FormContent, toComparable, toForm } from './form-content.js'
import { DraftPane, JuryStrip } from './jury.js'
import { isWritable, type OpenDraft } from './jury-drafts.js'
import { KeyBar, KeyList } from './keys.js'
import { actionPath } from './links.js'
import { readFields } from './marks.js'
import { type Notice, NoticeBox } from './notices.js'
import { Panes } from './panes.js'
import { Questions } from './questions.js'
import { QuoteReading, type Reading, readWords } from './reading.js'
import { Comments, OtherDrafts } from './remarks.js'
import { isSample } from './sample-line.js'
import { Sources } from './sources.js'
import { SteeringNote } from './steering-note.js'
import { stateLine, VerdictHead } from './verdict-head.js'
import { WaitingList } from './waiting-list.js'
import { WordsReading } from './words-reading.js'

/** The words in the editor: the current ones, a draft of one's own, or what was just sent and could not be saved. */
export type Editing = {
  content: FormContent
  base: number | null
  reason: string
  problems: Problems
  origin: 'current' | 'draft' | 'sent'
}

export type EditorPageProps = DecisionProps & {
  editing: Editing
  /** The first of those that wait for the actor, and how many there are. */
  waiting: readonly QueueItem[]
  /** Whose they are. */
  waitingHead: string
  waitingTotal: number
  notice: Notice | null
  /** Another juror's draft that is read beside the words in the editor. */
  open: OpenDraft | null
  /** Whether the actor may have the seat drafted again by another panel. */
  mayDraftAgain: boolean
  now: Date
}

/** What the editor opens with: a draft of one's own if there is one, or the current version, or nothing yet. */
export function startEditing(view: VerdictView): Editing {
  const { autosave, current } = view
  const clean = { reason: '', problems: new Map() }
  if (autosave !== null) return { ...clean, content: toForm(autosave.content), base: autosave.base, origin: 'draft' }
  if (current !== null) return { ...clean, content: toForm(current.content), base: current.number, origin: 'current' }
  return { ...clean, content: { call: null, quote: '', answers: [], evidence: [], predictions: [] }, base: null, origin: 'current' }
}

/** The words in the editor held against the sources; of a draft that the reader may not see yet, without its evidence. */
export function readEditing(view: VerdictView, content: FormContent): Reading {
  const model = view.modelDraft?.content ?? null
  return readWords(view.isHidden ? { ...content, evidence: [] } : content, { dossier: view.dossier, model, isSample: isSample(view) })
}

/** The whole editor: the verdict, beside it the sources, and what else waits. */
export function EditorPage(props: EditorPageProps) {
  const { view, editing, waiting } = props
  const reading = readEditing(view, editing.content)
  return (
    <div class="verdict-desk" data-keys="verdict" data-verdict={view.verdictId} data-address={verdictPath(view.recordId, view.verdictId)}>
      <Panes view={view} waiting={props.waitingTotal} />
      <section class="verdict-side" tabindex={0} aria-label="Verdict" id="verdict">
        <VerdictHead view={view} now={props.now} mayDraftAgain={props.mayDraftAgain} />
        <NoticeBox notice={props.notice} />
        {view.isHidden ? <BlindCallForm view={view} back={props.back} /> : <OpenVerdict {...props} reading={reading} />}
      </section>
      <section class="source-side" tabindex={0} aria-label="Sources" id="sources">
        {view.isHidden ? null : <DraftPane view={view} open={props.open} content={editing.content} />}
        {view.isHidden ? null : <OtherDrafts view={view} />}
        <Sources dossier={view.dossier} evidence={reading.evidence} isCitable={!view.isHidden && isWritable(view.state)} />
      </section>
      <section class="peek" id="peek" aria-label="The other side" hidden></section>
      <WaitingList view={view} waiting={waiting} head={props.waitingHead} total={props.waitingTotal} now={props.now} />
      <KeyBar state={stateLine(view)} />
      <KeyList place="verdict" />
    </div>
  )
}

type OpenProps = EditorPageProps & { reading: Reading }

function OpenVerdict(props: OpenProps) {
  const { view, editing, reading, now, typed } = props
  return (
    <>
      <OwnBlindCall view={view} />
      <JuryStrip view={view} open={props.open} />
      <Unscored {...props} />
      {isWritable(view.state) ? null : <p class="empty">The seat is being drafted. Its verdict comes here when the worker is done.</p>}
      {view.current === null ? null : (
        <section class="part standing" id="reads">
          <div id="reading">
            <HowItReads view={view} editing={editing} reading={reading} />
          </div>
          {editing.origin === 'current' ? null : <AsItStands view={view} current={view.current} />}
          <AcceptAndReturn {...props} />
        </section>
      )}
      <SteeringNote view={view} />
      <Questions view={view} />
      <Blocking {...props} />
      {isWritable(view.state) ? (
        <section class="part" id="edit">
          <h2>{view.current === null ? 'Write the verdict by hand' : 'Edit'}</h2>
          <DraftNote view={view} editing={editing} now={now} />
          <WhyNot permission={view.current === null ? view.may['hand-write'] : view.may.edit} />
          <EditorForm view={view} reading={reading} editing={editing} />
        </section>
      ) : null}
      <Comments view={view} now={now} typed={typed} />
      <AssignmentPart {...props} />
    </>
  )
}

/** The words as readers will see them, beside the sources: the part that is fetched again while someone writes. */
export function HowItReads({
  view,
  editing,
  reading,
}: {
  view: VerdictView
  editing: Pick<Editing, 'content' | 'origin'>
  reading: Reading
}) {
  return (
    <>
      <h2>
        {editing.origin === 'current' && view.current !== null ? `How revision ${view.current.number} reads` : 'How your words read'}{' '}
        <CallMark call={editing.content.call} />
      </h2>
      <WordsReading reading={reading} fields={readFields(reading, view)} />
    </>
  )
}

/** What would be accepted, where the words above it are other ones. */
function AsItStands({ view, current }: { view: VerdictView; current: NonNullable<VerdictView['current']> }) {
  const model = view.modelDraft?.content ?? null
  return (
    <details class="ask">
      <summary>
        Revision {current.number} as it is <CallMark call={current.content.call} />
      </summary>
      <QuoteReading
        reading={readWords(toForm(current.content), { dossier: view.dossier, model, isSample: isSample(view) })}
        isLinked={false}
      />
    </details>
  )
}

/** Whose words are in the editor when they are not those of the revision. */
function DraftNote({ view, editing, now }: { view: VerdictView; editing: Editing; now: Date }) {
  if (editing.origin === 'current') return null
  const { autosave, history } = view
  const begun = history.find(({ number }) => number === editing.base)
  const changed = toComparable(editing.content)
  return (
    <div class="flag-box" id="draft">
      <p>
        {editing.origin === 'sent' ? 'These are the words you sent; they are not saved as a revision. ' : null}
        {editing.origin === 'draft' && autosave !== null ? (
          <>
            Your own draft, saved <Moment at={autosave.at} now={now} />; no one else sees it.{' '}
          </>
        ) : null}
        {editing.base === null ? null : `Begun on revision ${editing.base}. `}
        {view.current !== null && editing.base !== view.current.number
          ? `Revision ${view.current.number} is current by now: saving will show both versions.`
          : null}
      </p>
      {begun === undefined || changed === null ? null : (
        <details class="ask">
          <summary>What you changed</summary>
          <VerdictChanges before={begun.content} after={changed} />
        </details>
      )}
      {autosave === null ? null : (
        <form method="post" action={actionPath(view.recordId, view.verdictId, 'discard-draft')}>
          <button type="submit" class="link">
            Discard my draft
          </button>
        </form>
      )}
    </div>
  )
}

function Unscored({ view }: OpenProps) {
  if (view.state !== 'unscored') return null
  return (
    <section class="part" id="unscored">
      <p class="flag-box">
        The seat is unscored: it counts neither as a ship nor as a skip. {view.unscored === null ? null : reasonText(view.unscored.reason)}
      </p>
      <form method="post" action={actionPath(view.recordId, view.verdictId, 'retry')}>
        <div class="actions">
          <button type="submit" class="quiet" disabled={!view.may.retry.allowed}>
            Try the model again
          </button>
        </div>
        <WhyNot permission={view.may.retry} />
      </form>
    </section>
  )
}
