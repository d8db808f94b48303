import type { AgreementFigures, Estimate } from '../../contracts/agreement.js'
import type { Call } from '../../contracts/call.js'
import type { Figure } from './figure.js'
import { ac1Of, tallyForAc1 } from './gwet-ac1.js'
import { type Jackknife, jackknife } from './jackknife.js'
import { alphaOf, tallyForAlpha } from './krippendorff-alpha.js'
import { measured } from './minimums.js'
import { whyNone } from './why-none.js'

/** One value of a unit: who called what. */
export type Rated = { tool: string; unit: string; rater: string; call: Call }

/** What can be called: chance is rarer among three. */
const calls = ['ship', 'skip', 'abstain'] as const
/** Alpha and AC1 lie between these. */
const within = { low: -1, high: 1 }

/**
 * Alpha and AC1 of these calls with their intervals, where there are enough tools. The items of the jackknife are tools, with all units of each:
 * the seats of one tool are not independent of each other. A unit with a single call compares nothing and is left out. Linear in calls. Pure.
 */
export function agreementOf(rated: readonly Rated[]): AgreementFigures {
  const compared = withPairs(rated)
  const tools = [...compared.values()].map((units) => [...units.values()].map((unit) => unit.map(({ call }) => call)))
  const raters = new Set([...compared.values()].flatMap((units) => [...units.values()].flatMap((unit) => unit.map(({ rater }) => rater))))
  const alpha = jackknife(
    tools.map((units) => tallyForAlpha(units)),
    alphaOf,
    within,
  )
  const ac1 = jackknife(
    tools.map((units) => tallyForAc1(units, calls)),
    ac1Of,
    within,
  )
  return {
    alpha: toEstimate(alpha, tools.length),
    ac1: toEstimate(ac1, tools.length),
    tools: tools.length,
    units: tools.reduce((sum, units) => sum + units.length, 0),
    raters: raters.size,
  }
}

/** By tool, the units that several called. Pure. */
export function withPairs(rated: readonly Rated[]): Map<string, Map<string, Rated[]>> {
  const tools = new Map<string, Map<string, Rated[]>>()
  for (const one of rated) {
    const units = tools.get(one.tool) ?? new Map<string, Rated[]>()
    tools.set(one.tool, units)
    const unit = units.get(one.unit)
    if (unit === undefined) units.set(one.unit, [one])
    else unit.push(one)
  }
  for (const [tool, units] of tools) {
    for (const [unit, values] of units) if (values.length < 2) units.delete(unit)
    if (units.size === 0) tools.delete(tool)
  }
  return tools
}

function toEstimate(found: Figure<Jackknife>, tools: number): Estimate {
  const { value, reason } = measured(found, tools)
  return value === null
    ? { value: null, interval: null, why: whyNone(reason, tools) }
    : { value: value.estimate, interval: value.interval, why: null }
}
