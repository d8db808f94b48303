import wrapAnsi from 'wrap-ansi'
import { exampleModelId } from '../contracts/examples.js'
import type { PanelEstimate } from '../panels/estimate/estimate-panel.js'
import { asSentence } from '../platform/text/sentence.js'
import { isolate } from '../platform/text/text-direction.js'
import type { ModelFacts } from '../providers/model-facts.js'
import { digitsOf } from '../site/pages/record/words.js'
import { dollars, durationText } from './estimate.js'
import { priceText } from './models-table.js'
import { renderTable } from './table.js'

/** A model of a jury. `reason` says what is the matter with it, and `fix` what to do; null where nothing is. */
export type ListedJuror = Pick<ModelFacts, 'model' | 'vendor' | 'contextTokens' | 'price' | 'runsOn'> & {
  status: 'ready' | 'not-listed' | 'not-configured' | 'failed' | 'unknown'
  reason: string | null
  fix: string | null
}

/** `estimate` is that of one tool with all personas; null where a provider is not there. */
export type ListedJury = {
  name: string
  repeat: number
  jurors: ListedJuror[]
  reserves: ListedJuror[]
  estimate: PanelEstimate['total'] | null
}

export type JuryList = {
  schema: 'panel.juries/1'
  /** The tool that they are priced on. */
  tool: { slug: string; name: string; isSample: boolean }
  /** How many personas play. */
  personas: number
  juries: ListedJury[]
}

/** Juries for people, each with its models in a table. Pure. */
export function renderJuries(list: JuryList, { columns }: { columns: number }): string {
  if (list.juries.length === 0) {
    const text = 'There is no jury. Name one in panel.config.yaml, such as'
    return `${text}\n  juries: { quick: [${exampleModelId}, …] }\n`
  }
  const blocks = list.juries.map((jury) => renderJury(jury, { columns }))
  const isLocal = list.juries.every(({ jurors }) => jurors.every(({ price }) => price.kind === 'local'))
  return `${[...blocks, wrapAnsi(notes(list, { isLocal }), columns)].join('\n\n')}\n`
}

function renderJury({ name, repeat, jurors, reserves, estimate }: ListedJury, { columns }: { columns: number }): string {
  const parts = [
    digitsOf(jurors.length, 'juror'),
    ...(reserves.length === 0 ? [] : [digitsOf(reserves.length, 'reserve')]),
    ...(repeat === 1 ? [] : [`each seat drafted ${repeat} times`]),
  ]
  const isLocal = jurors.every(({ price }) => price.kind === 'local')
  const rows = [...jurors.map((juror) => cells(juror, '')), ...reserves.map((reserve) => cells(reserve, 'reserve: '))]
  const table = renderTable({ head: ['MODEL', '$ IN / OUT', 'RUNS ON', 'NOW'], rows, columns: columns - 2 })
  return [
    `${name}: ${parts.join(', ')}`,
    ...wrapAnsi(costText(estimate, { isLocal }), columns - 2).split('\n'),
    ...table.trimEnd().split('\n'),
  ]
    .map((line, index) => (index === 0 ? line : `  ${line}`))
    .join('\n')
}

function cells({ model, price, runsOn, status, reason, fix }: ListedJuror, prefix: string): string[] {
  const now = status === 'ready' ? 'ready' : [asSentence(reason ?? status), ...(fix === null ? [] : [`Fix: ${fix}`])].join(' ')
  return [`${prefix}${model}`, priceText(price), runsOn, now]
}

function costText(estimate: ListedJury['estimate'], { isLocal }: { isLocal: boolean }): string {
  if (estimate === null) return 'One tool: cost and time unknown, as a provider is not there yet'
  const { calls, withCacheUsd, worstCaseUsd } = estimate
  const cost = isLocal && withCacheUsd === 0 ? 'no charge' : withCacheUsd === null ? 'cost unknown' : `about ${dollars(withCacheUsd)}`
  const worst = worstCaseUsd === null || worstCaseUsd === 0 ? '' : ` (at most ${dollars(worstCaseUsd)})`
  const time = estimate.durationMs === null ? 'time unknown' : durationText(estimate)
  return `One tool: ${digitsOf(calls, 'call')}, ${cost}${worst}, ${time}`
}

function notes({ tool, personas }: JuryList, { isLocal }: { isLocal: boolean }): string {
  const which = tool.isSample ? 'the sample that comes with Ship Panel, as no tool is known yet' : 'the newest tool'
  return [
    `One tool is ${isolate(tool.name)}, ${which}, with ${digitsOf(personas, 'persona')}, as if nothing were in the ledger.`,
    isLocal ? '' : '$ IN / OUT: US dollars for a million tokens. Costs are with the prompt cache; at most is what a budget reserves.',
    'Time is unknown until a call of each model is settled. Use one: panel compare <dossier…> --jury <name>',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
