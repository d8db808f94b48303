import type { RecordDecision } from '../../contracts/review.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { Permission, RecordView } from '../../review/views.js'
import { listWords, sentenceCase } from '../../site/pages/record/words.js'
import { Moment } from './parts.js'
import { auditPath, recordPath } from './paths.js'

/** What can be decided about the record now. What cannot says why; what makes no sense in this state is left out. */
export function RecordDecisions({ view }: { view: RecordView }) {
  const { may, recordStatus, recordId, contentSha256, stale } = view
  const path = recordPath(recordId)
  return (
    <section class="decide" aria-labelledby="decide-title">
      <h2 id="decide-title">Decide</h2>
      {stale === null ? null : (
        <ReasonForm
          action={`${path}/clear-stale`}
          name="reason"
          label="Say why it still holds"
          button="It still holds"
          permission={may['clear-stale']}
        />
      )}
      {recordStatus === 'in_review' ? (
        <SeenForm action={`${path}/approve`} button="Approve" seen={contentSha256} permission={may.approve} />
      ) : null}
      {recordStatus === 'approved' ? (
        <>
          <SeenForm action={`${path}/publish`} button="Publish" seen={contentSha256} permission={may.publish} />
          <ReasonForm
            action={`${path}/void`}
            name="reason"
            label="Why the approval is taken back"
            button="Take the approval back"
            permission={may.void}
          />
        </>
      ) : null}
      {view.standing === 'published' ? (
        <ReasonForm
          action={`${path}/retract`}
          name="publicReason"
          label="Why it is retracted; readers see this"
          button="Retract"
          permission={may.retract}
          isGrave
        />
      ) : null}
      {recordStatus === 'published' || recordStatus === 'retracted' ? (
        <ReasonForm action={`${path}/reopen`} name="reason" label="Why work goes on" button="Reopen" permission={may.reopen} />
      ) : null}
    </section>
  )
}

type SeenFormProps = { action: string; button: string; seen: string | null; permission: Permission }

/** A decision on exactly what is shown: its hash goes along. */
function SeenForm({ action, button, seen, permission }: SeenFormProps) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="seenSha256" value={seen ?? ''} />
      <button type="submit" disabled={!permission.allowed}>
        {button}
      </button>
      <WhyNot permission={permission} />
    </form>
  )
}

type ReasonFormProps = { action: string; name: string; label: string; button: string; permission: Permission; isGrave?: boolean }

/** A decision that needs a reason; folded, for it is the rarer one. */
function ReasonForm({ action, name, label, button, permission, isGrave = false }: ReasonFormProps) {
  const id = `${action.split('/').at(-1)}-reason`
  if (!permission.allowed) return null
  return (
    <details class="ask">
      <summary>{button}</summary>
      <form method="post" action={action}>
        <label class="meta" for={id}>
          {label}
        </label>
        <textarea id={id} name={name} rows={3} required maxlength={2000}></textarea>
        <div class="actions">
          <button type="submit" class={isGrave ? 'grave' : 'quiet'}>
            {button}
          </button>
        </div>
      </form>
    </details>
  )
}

function WhyNot({ permission }: { permission: Permission }) {
  if (permission.allowed) return null
  return (
    <p class="why">
      Not now: {asSentence(permission.why)} {asSentence(sentenceCase(permission.fix))}
    </p>
  )
}

/** Who may approve, as the setting and what was done so far say. */
export function FourEyesNote({ view: { settings, approval, hands } }: { view: RecordView }) {
  const names = hands.map(({ name, did }) => `${isolate(name)} (${did.join(', ')})`)
  return (
    <p class="meta">
      {settings.fourEyes
        ? 'Four eyes: the approver is an editor who wrote no word of it, accepted no verdict of it, and kept nothing that blocked.'
        : 'Four eyes are switched off here: a person who wrote or accepted something in it, or kept what blocked, may approve it, and the public page says so.'}
      {names.length === 0 ? null : ` ${settings.fourEyes ? 'Not' : 'With a hand in it'}: ${revealInvisible(listWords(names))}.`}
      {approval === null ? null : ` Approved by ${isolate(approval.by.name)}${approval.fourEyes ? '' : ', without four eyes'}.`}
    </p>
  )
}

const decisionWords: Record<RecordDecision['kind'], string> = {
  approve: 'approved it',
  void: 'took the approval back',
  publish: 'published it',
  retract: 'retracted it',
  reopen: 'reopened it',
}

/** What was decided so far, oldest first. */
export function Timeline({ view: { decisions, recordId }, now }: { view: RecordView; now: Date }) {
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">Decisions</h2>
      {decisions.length === 0 ? <p class="meta">None yet.</p> : null}
      <ol class="timeline">
        {decisions.map((decision) => (
          <li>
            <b>{decision.by.name}</b> {decisionWords[decision.kind]} <Moment at={decision.at} now={now} />
            <Reason decision={decision} />
          </li>
        ))}
      </ol>
      <p class="meta">
        <a href={`${auditPath}?record=${recordId}`}>The record’s log</a>
      </p>
    </section>
  )
}

function Reason({ decision }: { decision: RecordDecision }) {
  if (decision.kind === 'retract') return <div>In public: {revealInvisible(decision.publicReason)}</div>
  return 'reason' in decision ? <div>{revealInvisible(decision.reason)}</div> : null
}
