import { type PairSum, type PairSums, subtractPairs } from './pair-sums.js'

/** Variance components as they come out, in calls squared. They may be below 0, where the true one is small. */
export type VarianceComponents = {
  persona: number
  juror: number
  tool: number
  /** All but the three above: the four below, and, where calls were repeated, what one repeat differs from the next. */
  rest: number
  personaJuror: number
  personaTool: number
  jurorTool: number
  /** Persona, juror and tool together, with the noise of a single call. */
  allThree: number
  /** Of `allThree`, what the same persona and juror say differently when asked about the same tool again; null without repeats. */
  repeat: number | null
}

/**
 * Components from pairs of calls: half the mean squared difference of two calls is the sum of the components in which they differ. With g_S
 * that of the pairs which have exactly S in common: persona = g_∅ − g_P, and so on; persona × juror = g_P + g_J − g_PJ − g_∅, and so on;
 * rest = g_∅ − persona − juror − tool. Any cells may be missing, and calls be repeated. Unbiased; with all cells equally often there, the
 * same as the analysis of variance (Koch, "A general approach to the estimation of variance components", Technometrics 9, 1967, pages 93 to
 * 118, and, with squared differences, "Some further remarks" on it, Technometrics 10, 1968, pages 551 to 558).
 *
 * `anyTool` has the pairs whatever their tools, `sameTool` those of one tool. Null when there is no pair of one of the seven kinds. Pure.
 */
export function varianceComponents(anyTool: PairSums, sameTool: PairSums): VarianceComponents | null {
  const { all, persona, juror, both } = exactly(anyTool, sameTool)
  const [nothing, p, j, t] = [meanOf(all.other), meanOf(persona.other), meanOf(juror.other), meanOf(all.same)]
  const [pj, pt, jt] = [meanOf(both.other), meanOf(persona.same), meanOf(juror.same)]
  if (nothing === null || p === null || j === null || t === null || pj === null || pt === null || jt === null) return null
  const rest = p + j + t - 2 * nothing
  const [personaJuror, personaTool, jurorTool] = [p + j - pj - nothing, p + t - pt - nothing, j + t - jt - nothing]
  return {
    persona: nothing - p,
    juror: nothing - j,
    tool: nothing - t,
    rest,
    personaJuror,
    personaTool,
    jurorTool,
    allThree: rest - personaJuror - personaTool - jurorTool,
    repeat: meanOf(both.same),
  }
}

type Exactly = { same: PairSum; other: PairSum }

/** From pairs with at least so much in common to pairs with exactly so much in common, of the same tool and of others. */
function exactly(anyTool: PairSums, sameTool: PairSums): Record<keyof PairSums, Exactly> {
  const same = exactlyOneOf(sameTool)
  const any = exactlyOneOf(anyTool)
  const split = (shared: keyof PairSums): Exactly => ({ same: same[shared], other: subtractPairs(any[shared], same[shared]) })
  return { all: split('all'), persona: split('persona'), juror: split('juror'), both: split('both') }
}

function exactlyOneOf({ all, persona, juror, both }: PairSums): PairSums {
  const onlyPersona = subtractPairs(persona, both)
  const onlyJuror = subtractPairs(juror, both)
  return { all: subtractPairs(subtractPairs(all, onlyPersona), juror), persona: onlyPersona, juror: onlyJuror, both }
}

function meanOf({ pairs, halfSquares }: PairSum): number | null {
  return pairs === 0 ? null : halfSquares / pairs
}
