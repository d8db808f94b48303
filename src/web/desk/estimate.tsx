import type { Barred, Conflict } from '../../contracts/conflict.js'
import { coverOf } from '../../panels/estimate/budget-cover.js'
import type { JurorEstimate, PanelEstimate } from '../../panels/estimate/estimate-panel.js'
import { type Budgets, budgetWarnings } from '../../panels/estimate/month-cover.js'
import { barredText, conflictText } from '../../panels/plan/conflicts.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { digitsOf } from '../../site/pages/record/words.js'
import { countText, usdText } from './parts.js'

/** What is beside the budget: an estimate, or why there is none. */
export type Outlook =
  | { kind: 'none' }
  | { kind: 'problem'; message: string }
  | { kind: 'replay'; seats: number; conflicts: readonly Conflict[] }
  | ({ kind: 'estimate'; estimate: PanelEstimate } & Budgets)

export const outlookId = 'outlook'

/** The estimate: read out when it changes, and taken by itself where a page should not reload. */
export function OutlookBox({ outlook }: { outlook: Outlook }) {
  return (
    <div id={outlookId} role="status" class="outlook">
      <OutlookText outlook={outlook} />
    </div>
  )
}

/** What the box says. It comes into a box that stays: one that was put in the place of another would miss the answer that comes next. */
export function OutlookText({ outlook }: { outlook: Outlook }) {
  if (outlook.kind === 'none')
    return <p class="meta">Once tools, personas and jurors are chosen, this shows what the panel would use and cost.</p>
  if (outlook.kind === 'problem') return <p class="meta">No estimate yet: {asSentence(outlook.message)}</p>
  if (outlook.kind === 'replay')
    return (
      <>
        <p>{digitsOf(outlook.seats, 'seat')} on recordings: no model is called, and nothing is spent.</p>
        <Conflicts conflicts={outlook.conflicts} />
      </>
    )
  return <Estimate {...outlook} />
}

function Estimate({ estimate, budgetUsd, month }: { estimate: PanelEstimate } & Budgets) {
  const { jurors, secondOpinion = [], total } = estimate
  const isLocal = [...jurors, ...secondOpinion].every(({ price }) => price === 'local')
  return (
    <>
      <dl class="facts">
        <Fact term="Seats" note={total.drafts === total.seats ? null : digitsOf(total.drafts, 'draft')}>
          {countText(total.seats)}
        </Fact>
        <Fact term="Calls" note={total.fromLedger > 0 ? fromLedgerText(total.fromLedger) : null}>
          {countText(total.calls)}
        </Fact>
        <Fact term="Tokens in, out">
          {countText(total.inputTokens)}, {countText(total.outputTokens)}
        </Fact>
        <Fact term="Cost" note={isLocal ? null : 'with the prompt cache'}>
          {isLocal ? 'no charge' : usdText(total.withCacheUsd)}
        </Fact>
        <Fact term="Worst case" note="what a budget reserves">
          {isLocal ? 'no charge' : usdText(total.worstCaseUsd)}
        </Fact>
        <Fact term="Time">{durationText(total)}</Fact>
      </dl>
      {budgetWarnings(estimate, { budgetUsd, month }).map((warning) => (
        <p class="flag-box">{warning}</p>
      ))}
      {budgetUsd === null ? null : <BudgetSaid estimate={estimate} budgetUsd={budgetUsd} />}
      {jurors.length > 1 ? <Jurors jurors={jurors} /> : null}
      {secondOpinion.length === 0 ? null : <Jurors jurors={secondOpinion} before="Second opinion of " />}
      <Conflicts conflicts={estimate.conflicts} barred={estimate.barred ?? []} />
      <p class="meta">
        First replies only; a reply that needs a repair makes one call more. About one token for {estimate.bytesPerToken} bytes. A dash is a
        price or time that is not known.
      </p>
    </>
  )
}

/** Jurors with a tie to a tool that they judge, and those that do not judge one for it, one line each. */
export function Conflicts({ conflicts, barred = [] }: { conflicts: readonly Conflict[]; barred?: readonly Barred[] }) {
  return (
    <>
      {conflicts.map((conflict) => (
        <p class="flag">Warning: {asSentence(revealInvisible(conflictText(conflict)))}</p>
      ))}
      {barred.map((each) => (
        <p class="meta">{asSentence(revealInvisible(barredText(each)))}</p>
      ))}
    </>
  )
}

function fromLedgerText(count: number): string {
  return count === 1 ? '1 more is in the ledger and costs nothing' : `${count} more are in the ledger and cost nothing`
}

function Fact({ term, note = null, children }: { term: string; note?: string | null; children: unknown }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {children} {note === null ? null : <small>{note}</small>}
      </dd>
    </div>
  )
}

function Jurors({ jurors, before = '' }: { jurors: readonly JurorEstimate[]; before?: string }) {
  return (
    <ul class="rows">
      {jurors.map(({ model, calls, price, withCacheUsd }) => (
        <li class="meta">
          {before}
          <span class="mono">{model}</span>: {digitsOf(calls, 'call')}, {price === 'local' ? 'no charge' : usdText(withCacheUsd)}
        </li>
      ))}
    </ul>
  )
}

/** How far a budget reaches that is not below the estimate. */
function BudgetSaid({ estimate, budgetUsd }: { estimate: PanelEstimate; budgetUsd: number }) {
  const { kind } = coverOf(estimate, budgetUsd)
  if (kind === 'short' || kind === 'unpriced') return null
  if (kind === 'tight')
    return (
      <p class="flag">
        The budget of {usdText(budgetUsd)} is less than the worst case: seats wait for each other, and some may stay unscored.
      </p>
    )
  const isFree = estimate.total.calls === 0 || estimate.total.worstCaseUsd === 0
  return (
    <p class="meta">
      {isFree
        ? `Of the budget of ${usdText(budgetUsd)}, nothing is needed.`
        : `The budget of ${usdText(budgetUsd)} is enough for the worst case.`}
    </p>
  )
}

/** How long calls take, in words; a dash where it is not known. */
export function durationText({ calls, durationMs }: Pick<PanelEstimate['total'], 'calls' | 'durationMs'>): string {
  if (calls === 0) return 'none'
  if (durationMs === null) return '—'
  const seconds = durationMs / 1000
  return seconds < 90 ? `about ${Math.ceil(seconds)} s` : `about ${Math.round(seconds / 60)} min`
}
