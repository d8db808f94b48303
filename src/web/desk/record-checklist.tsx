import { revealInvisible } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { ChecklistItem } from '../../review/rules/checklist.js'
import type { RecordView } from '../../review/views.js'
import { recordPath, verdictPath } from './paths.js'

type Waivable = Extract<ChecklistItem['kind'], 'unscored-seat' | 'flag'>

/** What an editor may leave as it is, with a reason. */
function isWaivable(kind: ChecklistItem['kind']): kind is Waivable {
  return kind === 'unscored-seat' || kind === 'flag'
}

/** Everything that blocks an approval, each thing with the way to it; and what was waived. */
export function RecordChecklist({ view, mayWaive }: { view: RecordView; mayWaive: boolean }) {
  const { checklist, recordId } = view
  if (checklist === null) {
    return (
      <section aria-labelledby="checks-title">
        <h2 id="checks-title">What blocks</h2>
        <p class="meta">Hidden until you have made a call of your own on every verdict.</p>
      </section>
    )
  }
  const { blocking, waived } = checklist
  const names = namesOf(view)
  return (
    <section aria-labelledby="checks-title">
      <h2 id="checks-title">{blocking.length === 0 ? 'Nothing blocks' : `What blocks · ${blocking.length}`}</h2>
      {blocking.length === 0 ? (
        <p class="meta">Every verdict is accepted, every quote was found in its source, and no comment is open.</p>
      ) : (
        <ul class="checks">
          {blocking.map((item, index) => (
            <li>
              <span class="mark" aria-hidden="true">
                !
              </span>
              <div>
                <a href={linkTo(recordId, item)}>{names.get(item.verdictId)}</a>: {asSentence(revealInvisible(item.what))}
                <div class="meta">To do: {asSentence(item.fix)}</div>
                {mayWaive && isWaivable(item.kind) ? (
                  <WaiveForm recordId={recordId} item={item} kind={item.kind} id={`waive-${index + 1}`} />
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
      {waived.length === 0 ? null : <Waived view={view} names={names} mayWaive={mayWaive} />}
    </section>
  )
}

/** `The Builder on Mistral 3`, with the model where one persona sat several times on a tool. */
function namesOf({ verdicts }: RecordView): Map<string, string> {
  return new Map(
    verdicts.map(({ verdictId, tool, persona, model }) => {
      const twins = verdicts.filter((other) => other.tool.slug === tool.slug && other.persona.id === persona.id)
      return [verdictId, `${isolate(persona.seat)} on ${isolate(tool.name)}${twins.length > 1 ? ` (${model})` : ''}`]
    }),
  )
}

function linkTo(recordId: string, { verdictId, kind, part }: ChecklistItem): string {
  return `${verdictPath(recordId, verdictId)}${kind === 'open-comment' ? `#${part}` : ''}`
}

type WaiveFormProps = { recordId: string; item: ChecklistItem; kind: Waivable; id: string; isWithdrawal?: boolean }

/** Leave to approve in spite of something, or that leave taken back: neither without a reason. */
function WaiveForm({ recordId, item, kind, id, isWithdrawal = false }: WaiveFormProps) {
  return (
    <details class="ask">
      <summary>{isWithdrawal ? 'No longer keep it, with a reason' : 'Keep it, with a reason'}</summary>
      <form method="post" action={`${recordPath(recordId)}/${isWithdrawal ? 'unwaive' : 'waive'}`}>
        <input type="hidden" name="verdictId" value={item.verdictId} />
        <input type="hidden" name="kind" value={kind} />
        {kind === 'flag' ? <input type="hidden" name="flag" value={item.what} /> : null}
        <label class="meta" for={id}>
          {isWithdrawal ? 'Why it should block again' : 'Why you keep it; readers see this'}
        </label>
        <textarea id={id} name="reason" rows={3} required maxlength={2000}></textarea>
        <div class="actions">
          <button type="submit" class="quiet">
            {isWithdrawal ? 'No longer keep it' : 'Keep it'}
          </button>
        </div>
      </form>
    </details>
  )
}

function Waived({ view, names, mayWaive }: { view: RecordView; names: ReadonlyMap<string, string>; mayWaive: boolean }) {
  return (
    <details class="ask">
      <summary>Kept with a reason · {view.checklist?.waived.length}</summary>
      <ul class="checks">
        {view.checklist?.waived.map((item, index) => (
          <li class="ok">
            <span class="mark" aria-hidden="true">
              –
            </span>
            <div>
              <a href={linkTo(view.recordId, item)}>{names.get(item.verdictId)}</a>: {asSentence(revealInvisible(item.what))}
              <div class="meta">Because: {revealInvisible(item.reason)}</div>
              {mayWaive && isWaivable(item.kind) ? (
                <WaiveForm recordId={view.recordId} item={item} kind={item.kind} id={`unwaive-${index + 1}`} isWithdrawal />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}
