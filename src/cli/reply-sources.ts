import type { PanelRecord } from '../contracts/record.js'

/** Where the replies of this run came from, in one or two sentences. */
export function replySources({ run }: PanelRecord): string {
  const { called, fromLedger, replayed } = run.replies
  if (called === 0) {
    if (replayed > 0) return `No model was called: ${count(replayed, 'reply', 'replies')} came from recordings.`
    return fromLedger > 0
      ? `No model was called: ${count(fromLedger, 'reply', 'replies')} stood in the ledger already.`
      : 'No model was called.'
  }
  const kept = fromLedger === 0 ? '' : `; ${count(fromLedger, 'reply', 'replies')} stood in the ledger already`
  return `${count(called, 'model call', 'model calls')} made${kept}.`
}

/** What this run spent, in words: never 0 for a price that is not known. */
export function spentText({ run, totals }: PanelRecord): string {
  if (run.replies.called === 0) return 'nothing'
  if (run.spentUsd === null) return 'not known (no price for the model)'
  return run.spentUsd === 0 && totals.modelCalls.recorded > 0 ? 'nothing (the models run locally)' : `$${run.spentUsd.toFixed(4)}`
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
