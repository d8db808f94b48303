import type { RecordDraft } from '../../../contracts/record-verdict.js'
import { juryCall } from '../../../panels/record/build-verdict.js'
import { revealAll, revealInvisible } from '../../../platform/html/safe-text.js'
import type { VerdictView } from '../../../review/views.js'
import { JurorSays } from '../../../site/pages/record/jury-parts.js'
import { draftName, leadText, ruleText, unstableText } from '../../../site/pages/record/jury-words.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { dayText, probabilityText } from '../../../site/pages/record/words.js'
import { reasonText } from '../parts.js'
import { verdictPath } from '../paths.js'
import { VerdictChanges } from './diff.js'
import { type FormContent, toComparable, toForm } from './form-content.js'
import { type Drafted, isWritable, type OpenDraft, shownDrafts } from './jury-drafts.js'
import { actionPath } from './links.js'
import { PassageList, QuoteReading, readWords } from './reading.js'

type Jury = NonNullable<NonNullable<VerdictView['verdict']>['jury']>
/** Drafts beyond these have no key of their own. */
const mostKeys = 9

/** A seat's jurors, what they come to and by which rule, and the way to each one's draft. Nothing for a seat of a single draft. */
export function JuryStrip({ view, open }: { view: VerdictView; open: OpenDraft | null }) {
  const verdict = view.verdict === null ? null : revealAll(view.verdict)
  if (view.isHidden || verdict?.jury === undefined) return null
  const { jury } = verdict
  const unstable = unstableText(jury)
  const lead = leadText(verdict)
  return (
    <section class="part jury-strip" id="jury">
      <h2>
        Jurors <CallMark call={juryCall(verdict) ?? null} />
      </h2>
      <p class="meta">{ruleText(jury)}</p>
      <ul class="jurors">
        {jury.jurors.map((juror) => (
          <li>
            <div>
              <JurorSays juror={juror} />
            </div>
            <DraftLinks view={view} jury={jury} model={juror.model} hasLead={lead !== null} open={open?.number ?? 0} />
          </li>
        ))}
      </ul>
      {unstable === null ? null : <p class="meta flag">{unstable}.</p>}
      {lead === null ? null : <p class="meta">{lead}</p>}
    </section>
  )
}

type LinksProps = { view: VerdictView; jury: Jury; model: string; hasLead: boolean; open: number }

function DraftLinks({ view, jury, model, hasLead, open }: LinksProps) {
  const own = shownDrafts(view).flatMap((draft, index) => (draft.model === model ? [{ draft, number: index + 1 }] : []))
  const isEdited = hasLead && view.verdict?.model === model
  return (
    <span class="draft-links">
      {isEdited ? <DraftLink view={view} number={0} isOpen={open === 0} words="edited here" name={revealInvisible(model)} /> : null}
      {own.map(({ draft, number }) => (
        <DraftLink
          view={view}
          number={number}
          isOpen={open === number}
          words={draft.status === 'drafted' ? 'read' : 'see why'}
          name={revealInvisible(draftName(draft, jury))}
        />
      ))}
    </span>
  )
}

type LinkProps = { view: VerdictView; number: number; isOpen: boolean; words: string; name: string }

function DraftLink({ view: { recordId, verdictId }, number, isOpen, words, name }: LinkProps) {
  return (
    <a
      href={draftPath({ recordId, verdictId }, number)}
      aria-current={isOpen ? 'true' : undefined}
      data-draft-link={String(number)}
      data-pane={number === 0 ? undefined : `${actionPath(recordId, verdictId, 'draft')}?draft=${number}`}
    >
      {number > mostKeys ? null : <kbd>{number}</kbd>} {words}
      <span class="hide">: draft of {name}</span>
    </a>
  )
}

function draftPath({ recordId, verdictId }: { recordId: string; verdictId: string }, number: number): string {
  const path = verdictPath(recordId, verdictId)
  return number === 0 ? `${path}#jury` : `${path}?draft=${number}#drafts`
}

type PaneProps = { view: VerdictView; open: OpenDraft | null; content: FormContent }

/** The place beside the words being edited where another juror's draft is read. */
export function DraftPane(props: PaneProps) {
  return (
    <section class="others" id="drafts" aria-label="Another juror’s draft" hidden={props.open === null}>
      <DraftInPane {...props} />
    </section>
  )
}

/** Another juror's draft: read-only, with ways to take its words over by hand, and how it differs from the words in the editor. */
export function DraftInPane({ view, open, content }: PaneProps) {
  const jury = view.verdict?.jury
  if (open === null || jury === undefined) return null
  const { draft, number } = open
  const all = shownDrafts(view).length
  return (
    <>
      <h2 id="draft-title" tabindex={-1}>
        <CallMark call={draft.call} /> <span class="mono">{revealInvisible(draftName(draft, jury))}</span>
      </h2>
      <p class="meta">
        Draft {number} of {all} others, as it was made; no one edits it.{' '}
        <a href={draftPath(view, 0)} data-draft-close="">
          Close it
        </a>
      </p>
      {draft.status === 'drafted' ? (
        <DraftWords view={view} draft={draft} number={number} content={content} />
      ) : (
        <p class="empty">No verdict. {reasonText((draft satisfies RecordDraft).reason)}</p>
      )}
    </>
  )
}

type WordsProps = { view: VerdictView; draft: Drafted; number: number; content: FormContent }

function DraftWords({ view, draft, number, content }: WordsProps) {
  const reading = readWords(toForm(draft), { dossier: view.dossier, model: draft, isSample: draft.origin === 'authored' })
  const before = toComparable(content)
  return (
    <>
      <QuoteReading reading={reading} isLinked={false} />
      <Take view={view} number={number} what="quote" value={`take-quote ${number}`} />
      <dl class="asked">
        {draft.answers.map(({ ask, answer }) => (
          <>
            <dt>{revealInvisible(view.persona.asks.find(({ id }) => id === ask)?.question ?? ask)}</dt>
            <dd>
              {revealInvisible(answer)} <Take view={view} number={number} what="answer" of={ask} value={`take-answer ${number} ${ask}`} />
            </dd>
          </>
        ))}
      </dl>
      <PassageList evidence={reading.evidence} />
      {draft.predictions.map(({ statement, deadline, probability }) => (
        <p class="meta">
          {probabilityText(probability)} likely by {dayText(deadline)}: {revealInvisible(statement)}
        </p>
      ))}
      {before === null ? null : (
        <details class="ask">
          <summary>How it differs from the words in the editor</summary>
          <VerdictChanges before={before} after={draft} />
        </details>
      )}
    </>
  )
}

type TakeProps = { view: VerdictView; number: number; what: 'quote' | 'answer'; of?: string; value: string }

/** A button of the editor's form: the page comes back with the words in their field, and the passages they cite among the evidence. */
function Take({ view, number, what, of, value }: TakeProps) {
  const { recordId, verdictId, may, current, state } = view
  if (!isWritable(state)) return null
  const permission = current === null ? may['hand-write'] : may.edit
  return (
    <button
      type="submit"
      form="editor"
      formaction={`${actionPath(recordId, verdictId, 'rows')}?draft=${number}`}
      name="do"
      value={value}
      class="link take"
      disabled={!permission.allowed}
    >
      Use this {what}
      {of === undefined ? null : <span class="hide"> to “{revealInvisible(of)}”</span>}
    </button>
  )
}
