import {
  comparisonsOf,
  correlationText,
  effectiveText,
  estimateText,
  intervalText,
  reasonsOf,
  restOf,
  sharesOf,
  shareText,
  whatAgreementSays,
} from '../agreement/agreement-words.js'
import type { AgreementReport, CallDecomposition } from '../contracts/agreement.js'
import { digitsOf } from '../site/pages/record/words.js'
import { exitCodes } from './exit.js'
import { answer, type JsonOption } from './json-option.js'
import { withApp } from './session.js'
import { renderTable } from './table.js'

const defaultColumns = 100

/** How alike calls are across records, with an interval for each figure, or why there is none. Figures that are missing are no failure. */
export async function agreement(options: JsonOption): Promise<void> {
  process.exitCode = await withApp(async ({ app, config }) => {
    const report = await app.measureAgreement()
    const columns = process.stdout.columns ?? config.columns ?? defaultColumns
    answer((text) => process.stdout.write(text), options, { document: report, text: renderAgreement(report, columns) })
    return exitCodes.done
  })
}

/** The report for a terminal of that many columns. Pure. */
export function renderAgreement(report: AgreementReport, columns: number): string {
  const { basis, fewest, effectiveJurors, decomposition, repeats } = report
  const correlation = correlationText(effectiveJurors)
  const comparisons = comparisonsOf(report)
  const rows = comparisons.map(({ short, figures }) => [
    short,
    String(figures.tools),
    String(figures.raters),
    estimateText(figures.alpha),
    estimateText(figures.ac1),
  ])
  const missing = comparisons.flatMap(({ name, figures }) => {
    const reasons = reasonsOf(figures)
    return reasons.length === 0 ? [] : [`${name}: ${reasons.join('; ')}.`]
  })
  return [
    `${basisText(basis)}${samplesText(basis.samples)}`,
    `${whatAgreementSays} No figure from fewer than ${fewest.tools} tools.`,
    '',
    renderTable({ head: ['calls of', 'tools', 'raters', 'alpha (95%)', 'AC1 (95%)'], rows, columns }),
    ...(missing.length === 0 ? [] : [...missing, '']),
    ...(repeats.changed === null ? [] : [`Asked the same again, ${repeats.changed} of ${repeats.units} calls changed.`]),
    `${effectiveText(effectiveJurors)}.`,
    ...(correlation === null ? [] : [`${correlation}.`]),
    '',
    renderParts(decomposition, columns),
  ]
    .join('\n')
    .concat('\n')
}

function basisText({ tools, personas, jurors, calls, records }: AgreementReport['basis']): string {
  const who = [digitsOf(tools, 'tool'), digitsOf(personas, 'persona'), digitsOf(jurors, 'juror')].join(', ')
  return `${who}; ${digitsOf(calls, 'call')} in ${digitsOf(records, 'record')}`
}

function samplesText(samples: number): string {
  return samples === 0 ? '' : `; ${samples} more left out: people wrote their replies as a sample`
}

function renderParts(decomposition: CallDecomposition, columns: number): string {
  if (decomposition.why !== null) return `What calls differ by is not known: ${decomposition.why}.`
  const rows = [
    ...sharesOf(decomposition).map(({ name, part }) => ({ name, part })),
    ...restOf(decomposition).map(({ name, part }) => ({ name: `  ${name.toLowerCase()}`, part })),
  ].map(({ name, part }) => [
    name,
    shareText(part.share),
    part.interval === null ? `no interval: ${part.why}` : intervalText(part.interval, shareText),
  ])
  return renderTable({ head: ['calls differ by', 'share', '95%'], rows, columns }).trimEnd()
}
