import type { AgreementReport } from '../../contracts/agreement.js'
import type { BlindPair, DraftedCall } from '../drafted-call.js'
import { agreementOf, type Rated, withPairs } from './agreement-of.js'
import { callParts } from './call-parts.js'
import { jurorVotes } from './juror-votes.js'
import { fewestItems, fewestJurors, fewestPersonas } from './minimums.js'
import { onceEachTool } from './once-a-tool.js'

export type AgreementInput = {
  /** An instant. */
  at: string
  /** Newest first. */
  calls: readonly DraftedCall[]
  blindPairs: readonly BlindPair[]
  basis: Pick<AgreementReport['basis'], 'records' | 'mostRecords' | 'mostCalls' | 'samples'>
}

/**
 * How alike calls are, in one document. Jurors and personas are compared by each juror's first draft: a majority of several is steadier than one
 * draft, so records with and without repeats could not be measured together. The same in whatever order jurors, personas and tools come. Pure.
 */
export function reportAgreement({ at, calls, blindPairs, basis }: AgreementInput): AgreementReport {
  const used = onceEachTool(calls)
  const firsts = used.filter(({ repeat }) => repeat === 1)
  const count = (keyOf: (call: DraftedCall) => string) => new Set(used.map(keyOf)).size
  return {
    schema: 'panel.agreement/1',
    at,
    basis: {
      ...basis,
      calls: calls.length,
      tools: count(({ tool }) => tool),
      personas: count(({ persona }) => persona),
      jurors: count(({ juror }) => juror),
      blindCalls: new Set(blindPairs.map(({ seat, reviewer }) => JSON.stringify([seat, reviewer]))).size,
    },
    fewest: { tools: fewestItems, jurors: fewestJurors, personas: fewestPersonas },
    jurors: agreementOf(firsts.map(({ tool, persona, juror, call }) => ({ tool, unit: persona, rater: juror, call }))),
    personas: agreementOf(firsts.map(({ tool, persona, juror, call }) => ({ tool, unit: juror, rater: persona, call }))),
    repeats: repeats(used),
    people: people(blindPairs),
    effectiveJurors: jurorVotes(used),
    decomposition: callParts(used),
  }
}

function repeats(calls: readonly DraftedCall[]): AgreementReport['repeats'] {
  const rated = calls.map(
    ({ tool, persona, juror, repeat, call }): Rated => ({ tool, unit: JSON.stringify([persona, juror]), rater: String(repeat), call }),
  )
  const units = [...withPairs(rated).values()].flatMap((ofTool) => [...ofTool.values()])
  const changed = units.filter((unit) => unit.some(({ call }) => call !== unit[0]?.call)).length
  const figures = agreementOf(rated)
  return { ...figures, changed: figures.tools < fewestItems ? null : changed }
}

/** Each blind call with each juror's draft is a unit of its own: neither reviewers nor jurors are compared with each other. */
function people(pairs: readonly BlindPair[]): AgreementReport['people'] {
  const inOrder = pairs.toSorted((a, b) => compare(a.tool, b.tool))
  const rated = inOrder.flatMap(({ tool, person, draft }, index): Rated[] => [
    { tool, unit: String(index), rater: 'person', call: person },
    { tool, unit: String(index), rater: 'draft', call: draft },
  ])
  return { ...agreementOf(rated), raters: new Set(pairs.map(({ reviewer }) => reviewer)).size }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
