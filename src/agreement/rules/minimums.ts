import { type Figure, noFigure } from './figure.js'

/**
 * The fewest items (tools, or the verdicts that two jurors share) that a figure is shown for. On 20, two independent jurors correlate by
 * chance anywhere between about −0.44 and 0.44 (1.96 ÷ √20): fewer say nothing.
 */
export const fewestItems = 20

/** One juror agrees with no one. */
export const fewestJurors = 2

/** One persona differs from no one. */
export const fewestPersonas = 2

/** The figure, or none when it rests on fewer items than the minimum. Pure. */
export function measured<Value>(whole: Figure<Value>, items: number, minimum = fewestItems): Figure<Value> {
  return items < minimum ? noFigure('too-few-items') : whole
}
