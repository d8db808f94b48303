import wrapAnsi from 'wrap-ansi'
import type { JurorEstimate, PanelEstimate } from '../panels/estimate/estimate-panel.js'
import { barredText, conflictText } from '../panels/plan/conflicts.js'
import { asSentence } from '../platform/text/sentence.js'
import { digitsOf } from '../site/pages/record/words.js'
import { exitCodes } from './exit.js'

/** Prints an estimate on stdout, as one JSON document or for people, and returns the exit code. */
export function printEstimate(
  estimate: PanelEstimate,
  { json = false, budgetUsd, columns: configured }: { json?: boolean; budgetUsd: number | null; columns: number | null },
): number {
  const { stdout } = process
  const columns = stdout.columns ?? configured
  stdout.write(json ? `${JSON.stringify({ ...estimate, budgetUsd }, null, 2)}\n` : renderEstimate(estimate, { budgetUsd, columns }))
  return exitCodes.done
}

const labelWidth = 20
const maxColumns = 100

/** An estimate for people, no wider than the terminal. Pure. */
export function renderEstimate(
  estimate: PanelEstimate,
  { budgetUsd, columns }: { budgetUsd: number | null; columns: number | null },
): string {
  const { jurors, secondOpinion = [], total } = estimate
  const width = Math.max(40, Math.min(columns ?? maxColumns, maxColumns))
  const row = (label: string, text: string) =>
    wrapAnsi(text, width - labelWidth, { hard: true })
      .split('\n')
      .map((line, index) => `${(index === 0 ? label : '').padEnd(labelWidth)}${line}`)
      .join('\n')
  const all = [...jurors, ...secondOpinion]
  const blocks = [
    ...jurors.map((juror) => [juror.model, ...rows(juror, row)]),
    ...secondOpinion.map((reader) => [`Second opinion of ${reader.model}`, ...rows(reader, row, 'assumed: drafts are not known yet')]),
  ]
  const isLocal = all.every(({ price }) => price === 'local')
  const sum = [
    secondOpinion.length > 0 ? 'All calls' : jurors.length > 1 ? 'All jurors' : 'The panel',
    ...(all.length > 1 ? totalRows(total, { isLocal }, row) : []),
    row('  seats', seatsText(total)),
    row(
      '  time',
      `${durationText(total)}${total.durationMs === null || total.calls === 0 ? '' : `, ${digitsOf(estimate.concurrency, 'draft')} at once`}`,
    ),
    ...(budgetUsd === null ? [] : [row('  budget', budgetText(total, { budgetUsd, isLocal }))]),
  ]
  const notes = wrapAnsi(
    'An estimate: no model was called and nothing stored. Counted are first replies; a reply that needs a repair makes one call more. ' +
      `Tokens in are counted as one for ${estimate.bytesPerToken} bytes. Prices are those of the catalog, as of their date (panel models).`,
    width,
  )
  const warnings = [
    ...estimate.conflicts.map((conflict) => `Warning: ${conflictText(conflict)}`),
    ...(estimate.barred ?? []).map((barred) => `Note: ${barredText(barred)}`),
  ].map((text) => wrapAnsi(asSentence(text), width))
  return `${[...blocks, sum, ...(warnings.length === 0 ? [] : [warnings])].map((lines) => lines.join('\n')).join('\n\n')}\n\n${notes}\n`
}

type Row = (label: string, text: string) => string

function rows(juror: JurorEstimate, row: Row, assumed = 'assumed, as none of its calls is settled yet'): string[] {
  const { calls, fromLedger, inputTokens, outputTokens, outputTokensPerCall, basedOnCalls } = juror
  const perCall = `${count(outputTokensPerCall)} a call`
  const basis = basedOnCalls === 0 ? assumed : `median of ${settledCalls(basedOnCalls)}`
  if (calls === 0) return [row('  calls', callsText(calls, fromLedger))]
  return [
    row('  calls', callsText(calls, fromLedger)),
    row('  tokens in', `about ${count(inputTokens)}`),
    row('  tokens out', `about ${count(outputTokens)} (${perCall}: ${basis})`),
    ...costRows(juror, { isLocal: juror.price === 'local' }, row),
  ]
}

function totalRows(total: PanelEstimate['total'], { isLocal }: { isLocal: boolean }, row: Row): string[] {
  const { calls, fromLedger, inputTokens, outputTokens } = total
  return [
    row('  calls', callsText(calls, fromLedger)),
    row('  tokens in', `about ${count(inputTokens)}`),
    row('  tokens out', `about ${count(outputTokens)}`),
    ...costRows(total, { isLocal }, row),
  ]
}

type Costs = Pick<JurorEstimate, 'withoutCacheUsd' | 'withCacheUsd' | 'worstCaseUsd'>

function costRows({ withoutCacheUsd, withCacheUsd, worstCaseUsd }: Costs, { isLocal }: { isLocal: boolean }, row: Row): string[] {
  if (isLocal) return [row('  cost', 'no charge (local)')]
  if (withoutCacheUsd === null) return [row('  cost', 'unknown (no price in the catalog; panel.config.yaml can name one)')]
  const worst = row('  worst case', `${dollars(worstCaseUsd)}, what a budget reserves for these calls`)
  if (withCacheUsd === withoutCacheUsd) return [row('  cost', `${dollars(withoutCacheUsd)}; a prompt cache would change nothing`), worst]
  return [
    row('  cost', `${dollars(withoutCacheUsd)} without the prompt cache`),
    row('  cost, cached', `${dollars(withCacheUsd)} with it: one call of each beginning goes ahead, the others read it`),
    worst,
  ]
}

/** Seats are personas on tools; several jurors or repeats make more drafts than seats. */
function seatsText({ seats, drafts }: PanelEstimate['total']): string {
  return drafts === seats ? `${seats}, one draft each` : `${seats}, of which jurors make ${digitsOf(drafts, 'draft')}`
}

function callsText(calls: number, fromLedger: number): string {
  if (fromLedger === 0) return `${calls} to make`
  return `${calls} to make; ${fromLedger} of ${calls + fromLedger} are in the ledger already and cost nothing`
}

function budgetText({ worstCaseUsd }: Costs, { budgetUsd, isLocal }: { budgetUsd: number; isLocal: boolean }): string {
  const budget = dollars(budgetUsd)
  if (isLocal) return `${budget}, of which nothing is needed`
  if (worstCaseUsd === null) return `${budget}; a model without a known price cannot be held to it, and its seats would stay unscored`
  return worstCaseUsd <= budgetUsd
    ? `${budget}, enough for the worst case`
    : `${budget}, less than the worst case: seats wait for each other, and some may stay unscored`
}

/** How long a panel would take, in words. */
export function durationText({ calls, durationMs }: PanelEstimate['total']): string {
  if (calls === 0) return 'no call to wait for'
  if (durationMs === null) return '— (no settled call of the model to go by)'
  const seconds = durationMs / 1000
  return seconds < 90 ? `about ${seconds.toFixed(seconds < 10 ? 1 : 0)} s` : `about ${Math.round(seconds / 60)} min`
}

/** US dollars, never 0 for a price that is not known. */
export function dollars(usd: number | null): string {
  return usd === null ? 'unknown' : `$${usd.toFixed(usd > 0 && usd < 0.01 ? 6 : 4)}`
}

function settledCalls(calls: number): string {
  return calls === 1 ? '1 settled call' : `${calls} settled calls`
}

function count(number: number): string {
  return number.toLocaleString('en-US')
}
