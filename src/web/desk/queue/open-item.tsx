import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { VerdictView } from '../../../review/views.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { Passage } from '../../../site/pages/record/passage.js'
import { reasonText } from '../parts.js'
import { verdictPath } from '../paths.js'
import { BlindCallForm, OwnBlindCall } from '../verdict/blind.js'
import { AcceptAndReturn, AssignmentPart, Blocking, type DecisionProps, typedOf, WhyNot } from '../verdict/decisions.js'
import { CallChoice, Hidden } from '../verdict/fields.js'
import { toForm } from '../verdict/form-content.js'
import { isSplitSeat } from '../verdict/jury-drafts.js'
import { actionPath } from '../verdict/links.js'
import { readFields } from '../verdict/marks.js'
import { QuoteReading, type Reading, readWords } from '../verdict/reading.js'
import { Comments } from '../verdict/remarks.js'
import { isSample, SampleLine } from '../verdict/sample-line.js'
import { Sources } from '../verdict/sources.js'
import { StateWord } from '../verdict/verdict-head.js'

export type OpenItemProps = Omit<DecisionProps, 'back'> & { now: Date }

/** One verdict of the queue, to be decided without leaving it. */
export function OpenItem(props: OpenItemProps) {
  const { view } = props
  const { persona, tool, recordId, verdictId, current, isHidden } = view
  const decision: DecisionProps = { ...props, back: 'queue' }
  return (
    <>
      <h2 class="title">
        {revealInvisible(persona.seat)} on {revealInvisible(tool.name)}
      </h2>
      <p class="meta">
        <StateWord view={view} />
        {' · '}
        <a href={verdictPath(recordId, verdictId)} data-key="e">
          {isHidden ? 'Open it with its sources' : 'Edit it with its sources'}
        </a>
        {current === null ? null : (
          <>
            {' · '}
            <a href={actionPath(recordId, verdictId, 'history')} data-key="h">
              History
            </a>
          </>
        )}
      </p>
      <SampleLine view={view} />
      {isHidden ? <Blind view={view} /> : null}
      {view.state === 'unscored' ? (
        <p class="flag-box">
          {view.unscored === null ? 'The seat has no verdict.' : reasonText(view.unscored.reason)}{' '}
          <a href={verdictPath(recordId, verdictId)}>Write it by hand, or retry it</a>.
        </p>
      ) : null}
      {isHidden || current === null ? null : <Words decision={decision} />}
      {isHidden ? null : (
        <>
          <Blocking {...decision} />
          <Comments view={view} now={props.now} typed={props.typed} />
        </>
      )}
      <AssignmentPart {...decision} />
    </>
  )
}

function Blind({ view }: { view: VerdictView }) {
  return (
    <>
      <BlindCallForm view={view} back="queue" />
      <section class="part">
        <Sources dossier={view.dossier} evidence={[]} />
      </section>
    </>
  )
}

function Words({ decision }: { decision: DecisionProps }) {
  const { view } = decision
  if (view.current === null) return null
  const { content } = view.current
  const reading = readWords(toForm(content), { dossier: view.dossier, model: view.modelDraft?.content ?? null, isSample: isSample(view) })
  return (
    <>
      <OwnBlindCall view={view} />
      <section class="part standing">
        <h3>
          Revision {view.current.number} <CallMark call={content.call} />
        </h3>
        <QuoteReading reading={reading} isLinked={false} />
        <ToLookAt view={view} reading={reading} />
        <Evidence reading={reading} />
        <AcceptAndReturn {...decision} />
      </section>
      <CallForm decision={decision} />
    </>
  )
}

/** What the editor marks in the sentences, counted: here they are read without their sources. */
function ToLookAt({ view, reading }: { view: VerdictView; reading: Reading }) {
  const marks = readFields(reading, view).flatMap(({ sentences }) => (sentences ?? []).flatMap((sentence) => sentence.marks))
  if (marks.length === 0) return null
  return (
    <p class="flag-box">
      <a href={`${verdictPath(view.recordId, view.verdictId)}#look-1`}>{marks.length} to look at</a>: without evidence, unsupported or
      questioned. See why before you accept.
    </p>
  )
}

function Evidence({ reading: { evidence } }: { reading: Reading }) {
  return (
    <ol class="passages">
      {evidence.map((item) => (
        <li>
          <Passage item={item} /> <span class="meta">{revealInvisible(item.source)}</span>{' '}
          {item.status === 'found' ? <span class="meta">verbatim</span> : <b class="words off">not found: {revealInvisible(item.why)}</b>}
          {item.status === 'found' && item.warning !== undefined ? <b class="words off"> {revealInvisible(item.warning)}</b> : null}
        </li>
      ))}
    </ol>
  )
}

/** The call alone, changed with a reason: what `s` and `x` lead to. */
function CallForm({ decision: { view, typed, back } }: { decision: DecisionProps }) {
  const { current, may, recordId, verdictId } = view
  if (current === null) return null
  const { value, problems } = typedOf(typed, 'call', 'reason')
  const problem = problems.get('call-reason')
  const call = typed?.action === 'call' ? (typed.fields.call ?? null) : current.content.call
  return (
    <form method="post" action={actionPath(recordId, verdictId, 'call')} id="call-form" class="part">
      <Hidden
        fields={[
          ['base', String(current.number)],
          ['back', back],
        ]}
      />
      <CallChoice call={call} prefix="call" legend="Change the call" isSplit={isSplitSeat(view)} />
      <div class="field">
        <label for="call-reason">Reason</label>
        <input id="call-reason" name="reason" type="text" required autocomplete="off" value={value} />
        {problem === undefined ? null : <p class="problem">{problem}</p>}
      </div>
      <div class="actions">
        <button type="submit" class="quiet" disabled={!may.edit.allowed}>
          Save the call
        </button>
      </div>
      <WhyNot permission={may.edit} />
    </form>
  )
}
