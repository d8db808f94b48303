import type { Call } from '../../contracts/call.js'
import type { BlindCall } from '../../contracts/review.js'

export type Agreement = {
  equal: number
  /** Blind calls on verdicts where the model made a call: the divisor. */
  total: number
  /** equal ÷ total in whole percent; null without a call. */
  percent: number | null
  /** Cohen's kappa: 1 for full agreement, 0 for what chance gives; null without a call, or when both always made the same one call. */
  kappa: number | null
}

export type BlindAgreement = {
  all: Agreement
  /** By persona, in the order in which they first come. */
  personas: { persona: string; agreement: Agreement }[]
  /** Blind calls on seats where no model made a call: counted nowhere else. */
  withoutModelCall: number
}

type Pair = { persona: string; person: Call; model: Call }

/**
 * How often reviewers who had not seen a draft called as the model did. Each blind call counts once, also several on one verdict. It says how
 * alike two judgements are, not how right either is.
 */
export function blindAgreement(blindCalls: readonly BlindCall[], modelCalls: ReadonlyMap<string, Call>): BlindAgreement {
  const pairs = blindCalls.flatMap(({ verdictId, persona, call }): Pair[] => {
    const model = modelCalls.get(verdictId)
    return model === undefined ? [] : [{ persona, person: call, model }]
  })
  const personas = [...new Set(pairs.map(({ persona }) => persona))]
  return {
    all: agreementOf(pairs),
    personas: personas.map((persona) => ({ persona, agreement: agreementOf(pairs.filter((pair) => pair.persona === persona)) })),
    withoutModelCall: blindCalls.length - pairs.length,
  }
}

function agreementOf(pairs: readonly Pair[]): Agreement {
  const equal = pairs.filter(({ person, model }) => person === model).length
  const total = pairs.length
  return { equal, total, percent: total === 0 ? null : Math.round((100 * equal) / total), kappa: cohenKappa(pairs) }
}

/**
 * κ = (pₒ − pₑ) ÷ (1 − pₑ), with pₒ the share of equal calls and pₑ the share expected if both called at random with their own frequencies
 * (Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960, pages 37 to 46). Counted in whole
 * numbers up to the last division. All reviewers together stand for one rater.
 */
function cohenKappa(pairs: readonly Pair[]): number | null {
  const total = pairs.length
  const equal = pairs.filter(({ person, model }) => person === model).length
  const byChance = (['ship', 'skip', 'abstain'] as const)
    .map((call) => pairs.filter(({ person }) => person === call).length * pairs.filter(({ model }) => model === call).length)
    .reduce((sum, product) => sum + product, 0)
  const beyondChance = total * total - byChance
  return beyondChance === 0 ? null : (total * equal - byChance) / beyondChance
}
