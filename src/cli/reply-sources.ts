import type { PanelRecord } from '../contracts/record.js'

/** Where the replies of this run came from, in one or two sentences. */
export function replySources({ run, totals }: PanelRecord): string {
  const { called, fromLedger, replayed } = run.replies
  const { lostCalls: lost = 0 } = run
  const kept = fromLedger === 0 ? '' : `${count(fromLedger, 'reply', 'replies')} came from the ledger`
  if (lost > 0) return `${madeText(called)}, beside ${lostText(lost)}${kept === '' ? '' : `; ${kept}`}.`
  if (called > 0) return `${madeText(called)}${kept === '' ? '' : `; ${kept}`}.`
  if (replayed > 0) return `No model was called: ${count(replayed, 'reply', 'replies')} came from recordings.`
  if (kept !== '') return `No model was called: ${kept}.`
  // A call that was refused or failed at no charge is no reply, but a model was called.
  return totals.unscored > 0 ? 'No reply was bought.' : 'No model was called.'
}

/** What this run spent, in words: never 0 for a price that is not known, nor for a call that may have been billed. */
export function spentText({ run, totals }: PanelRecord): string {
  const { called } = run.replies
  const { lostCalls: lost = 0 } = run
  if (called === 0 && lost === 0) return 'nothing'
  if (run.spentUsd === null)
    return lost > 0 ? `not known (no price for the model, or for ${lostText(lost)})` : 'not known (no price for the model)'
  if (lost > 0) return `at most $${run.spentUsd.toFixed(4)} (what ${lostText(lost)} cost is not known)`
  return run.spentUsd === 0 && totals.modelCalls.recorded > 0 ? 'nothing (the models run locally)' : `$${run.spentUsd.toFixed(4)}`
}

function madeText(called: number): string {
  return `${count(called, 'model call', 'model calls')} made`
}

function lostText(lost: number): string {
  return `${count(lost, 'call', 'calls')} that brought no reply and may have been billed`
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
