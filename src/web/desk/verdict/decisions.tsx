import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import type { Permission, VerdictView } from '../../../review/views.js'
import { sentenceCase } from '../../../site/pages/record/words.js'
import { Hidden, type Problems } from './fields.js'
import { actionPath } from './links.js'

/** Who a verdict can be handed to. */
export type Colleague = { userId: string; name: string }

/** What came with an action that was not done, so that nothing has to be typed again. */
export type Typed = { action: string; fields: Readonly<Record<string, string>>; problems: Problems }

export type DecisionProps = {
  view: VerdictView
  colleagues: readonly Colleague[]
  userId: string
  typed: Typed | null
  /** Where to go after it is done: this page again, or the queue. */
  back: 'verdict' | 'queue'
}

const none: Problems = new Map()

/** What was typed into a field of that action, and what is wrong with it. */
export function typedOf(typed: Typed | null, action: string, field: string): { value: string; problems: Problems } {
  if (typed?.action !== action) return { value: '', problems: none }
  const problem = typed.problems.get(field)
  return { value: typed.fields[field] ?? '', problems: problem === undefined ? none : new Map([[`${action}-${field}`, problem]]) }
}

/** Accept, or return with a note: the two ends of reading a verdict. */
export function AcceptAndReturn({ view, typed, back }: DecisionProps) {
  const { current, may } = view
  if (current === null) return null
  const base: [string, string][] = [
    ['base', String(current.number)],
    ['back', back],
  ]
  const path = (action: string) => actionPath(view.recordId, view.verdictId, action)
  const note = typedOf(typed, 'return', 'note')
  return (
    <div class="decide">
      <form method="post" action={path('accept')} id="accept">
        <Hidden fields={base} />
        <button type="submit" disabled={!may.accept.allowed} data-key="a">
          Accept revision {current.number}
        </button>
        <WhyNot permission={may.accept} />
        {view.autosave === null ? null : <p class="why">Your own draft below is not part of it.</p>}
      </form>
      <details class="ask" id="return" open={typed?.action === 'return'}>
        <summary>Return with a note</summary>
        <form method="post" action={path('return')}>
          <Hidden fields={base} />
          <NamedText name="note" id="return-note" label="Note" hint="It stays as an open comment." {...note} />
          <button type="submit" class="quiet" disabled={!may.return.allowed}>
            Return it
          </button>
          <WhyNot permission={may.return} />
        </form>
      </details>
    </div>
  )
}

/** Why a button does nothing now, and what to do about it. */
export function WhyNot({ permission }: { permission: Permission }) {
  if (permission.allowed) return null
  return (
    <p class="why">
      Not now: {asSentence(revealInvisible(permission.why))} {asSentence(sentenceCase(permission.fix))}
    </p>
  )
}

type NamedTextProps = { name: string; id: string; label: string; value: string; problems: Problems; hint?: string }

/** A text of a form that is not the editor: its id is its own, its name what the action reads. */
export function NamedText({ name, id, label, value, problems, hint }: NamedTextProps) {
  const problem = problems.get(id)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} name={name} rows={2} required aria-invalid={problem === undefined ? undefined : 'true'}>
        {`\n${value}`}
      </textarea>
      {problem === undefined ? null : <p class="problem">{problem}</p>}
      {hint === undefined ? null : <p class="hint">{hint}</p>}
    </div>
  )
}

/** Whose turn it is, to be taken, handed over or left to anyone. */
export function AssignmentPart({ view, colleagues, userId, typed, back }: DecisionProps) {
  const { assignment, may } = view
  const to = assignment?.to ?? null
  const path = actionPath(view.recordId, view.verdictId, 'assign')
  const others = colleagues.filter((person) => person.userId !== userId)
  const backField: [string, string] = ['back', back]
  return (
    <section class="part small" id="assignment">
      <h2>Whose turn</h2>
      <p>
        {whoseTurn({ to, colleagues, userId })}
        {to === null || assignment?.note == null ? null : <> “{revealInvisible(assignment.note)}”</>}
      </p>
      <div class="actions">
        {to?.userId === userId ? null : (
          <form method="post" action={path}>
            <Hidden fields={[['to', userId], backField]} />
            <button type="submit" class="quiet" data-key="t">
              Take it
            </button>
          </form>
        )}
        {to === null || !may.assign.allowed ? null : (
          <form method="post" action={path}>
            <Hidden fields={[['to', ''], backField]} />
            <button type="submit" class="quiet">
              Leave it to anyone
            </button>
          </form>
        )}
      </div>
      {others.length === 0 ? null : (
        <details class="ask" open={typed?.action === 'assign'}>
          <summary>Hand it over</summary>
          <form method="post" action={path}>
            <Hidden fields={[backField]} />
            <div class="field">
              <label for="assign-to">To</label>
              <select id="assign-to" name="to">
                {others.map((person) => (
                  <option value={person.userId} selected={person.userId === typed?.fields.to}>
                    {revealInvisible(person.name)}
                  </option>
                ))}
              </select>
            </div>
            <AssignNote typed={typed} />
            <button type="submit" class="quiet">
              Hand over
            </button>
            <WhyNot permission={may.assign} />
          </form>
        </details>
      )}
    </section>
  )
}

type Turn = Pick<DecisionProps, 'colleagues' | 'userId'> & { to: { userId: string; name: string } | null }

/** Who cannot sign in any more has no turn, as in the queue. */
function whoseTurn({ to, colleagues, userId }: Turn): string {
  if (to === null) return 'No one’s yet.'
  if (to.userId === userId) return `${revealInvisible(to.name)} (you).`
  const isHere = colleagues.some((person) => person.userId === to.userId)
  return isHere ? `${revealInvisible(to.name)}.` : `No one’s: ${revealInvisible(to.name)}, who had it, is deactivated.`
}

function AssignNote({ typed }: { typed: Typed | null }) {
  const { value, problems } = typedOf(typed, 'assign', 'note')
  const problem = problems.get('assign-note')
  return (
    <div class="field">
      <label for="assign-note">Note, if any</label>
      <input id="assign-note" name="note" type="text" value={value} autocomplete="off" />
      {problem === undefined ? null : <p class="problem">{problem}</p>}
    </div>
  )
}

/** What keeps the verdict from being accepted or its record from being approved, and what an editor may waive of it. */
export function Blocking({ view, typed }: DecisionProps) {
  const { blocking, waived, may } = view
  if (blocking.length === 0 && waived.length === 0) return null
  return (
    <section class="part small" id="blocking">
      <h2>
        {blocking.length === 0
          ? 'Kept with a reason'
          : `${blocking.length} ${blocking.length === 1 ? 'thing blocks' : 'things block'} the approval`}
      </h2>
      <ul class="rows">
        {blocking.map(({ kind, what, fix }) => (
          <li class="blocks">
            {/* Why the seat has no verdict is said above. */}
            <b>{kind === 'unscored-seat' ? 'The seat is unscored.' : asSentence(revealInvisible(what))}</b> To do: {asSentence(fix)}
            {kind === 'flag' && may.waive.allowed ? <Waive view={view} kind="flag" flag={what} typed={typed} /> : null}
            {kind === 'unscored-seat' && may.waive.allowed ? <Waive view={view} kind="unscored-seat" flag="" typed={typed} /> : null}
          </li>
        ))}
        {waived.map(({ kind, what, reason }) => (
          <li>
            <s>{kind === 'unscored-seat' ? 'The seat is unscored.' : revealInvisible(what)}</s> Kept: {revealInvisible(reason)}
            {may['withdraw-waiver'].allowed && (kind === 'flag' || kind === 'unscored-seat') ? (
              <Waive view={view} kind={kind} flag={kind === 'flag' ? what : ''} typed={typed} isWithdrawal />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

type WaiveProps = { view: VerdictView; kind: 'flag' | 'unscored-seat'; flag: string; typed: Typed | null; isWithdrawal?: boolean }

function Waive({ view, kind, flag, typed, isWithdrawal = false }: WaiveProps) {
  const action = isWithdrawal ? 'unwaive' : 'waive'
  const isTyped = typed?.action === action && (typed.fields.flag ?? '') === flag
  return (
    <details class="ask" open={isTyped}>
      <summary>{isWithdrawal ? 'No longer keep it, with a reason' : 'Keep it, with a reason'}</summary>
      <form method="post" action={actionPath(view.recordId, view.verdictId, action)}>
        <Hidden
          fields={[
            ['kind', kind],
            ['flag', flag],
          ]}
        />
        <label class="field">
          <span class="label">Reason</span>
          <input type="text" name="reason" required autocomplete="off" value={isTyped ? (typed?.fields.reason ?? '') : ''} />
        </label>
        <button type="submit" class="quiet">
          {isWithdrawal ? 'No longer keep it' : 'Keep it'}
        </button>
      </form>
    </details>
  )
}
