import { type Figure, figure, noFigure } from './figure.js'
import { type Interval, jackknifeInterval } from './jackknife.js'
import { fewestJurors, fewestPersonas } from './minimums.js'
import {
  addCell,
  addPairSums,
  type CallCell,
  emptyTallies,
  type PairSums,
  pairSumsOf,
  pairSumsWithout,
  subtractPairSums,
  type Tallies,
} from './pair-sums.js'
import { type VarianceComponents, varianceComponents } from './variance-components.js'

export type Component = {
  /** In calls squared, with ship 1 and skip 0. A component that comes out below 0 is set to 0. */
  variance: number
  /** Of the sum of the components of persona, juror, tool and rest: 0 to 1. */
  share: number
  /** 95 % of the share, ending at 0 and 1. */
  interval: Figure<Interval>
  /** Whether it came out below 0 and was set to 0. */
  setToZero: boolean
}

/** These four shares add up to 1. */
export type MainSource = 'persona' | 'juror' | 'tool' | 'rest'

/** What the rest is made of. These shares add up to that of the rest, unless one of them was set to 0. */
export type RestSource = 'personaJuror' | 'personaTool' | 'jurorTool' | 'allThree'

export type Decomposition = Record<MainSource, Component> & {
  ofRest: Record<RestSource, Component>
  /** Within `allThree`: how much asking again changes; null when nothing was asked twice. */
  repeat: Component | null
  personas: number
  jurors: number
  tools: number
  calls: number
}

/** Below this, a component below 0 is rounding. */
const rounding = 1e-12

/**
 * How much of the variance of calls lies between personas, between jurors and between tools, and how much in the rest: that they combine,
 * such as one persona's view of one tool, and chance. Random effects, crossed, by `varianceComponents`, which takes missing cells and
 * repeats as they are: a call that is missing because of what it would have been, such as an abstention from doubt, is not made up for.
 *
 * The intervals come from leaving out one tool at a time (`jackknifeInterval`). They say what other tools would give with the same personas
 * and jurors, and nothing about other personas or jurors: there are too few for that. 0/1 calls hold much chance: also with personas that
 * fully explain how likely a ship is, the rest is large.
 *
 * The same to the last digit in any order of cells, and whatever ids are. Linear in cells. A call that is not finite is a bug and throws.
 * Pure.
 */
export function decomposeCalls(cells: readonly CallCell[]): Figure<Decomposition> {
  const { whole, tools } = tally(cells)
  const levels = { personas: whole.persona.size, jurors: whole.juror.size, tools: tools.length, calls: cells.length }
  if (levels.personas < fewestPersonas) return noFigure('too-few-personas')
  if (levels.jurors < fewestJurors) return noFigure('too-few-jurors')
  if (levels.tools < 2) return noFigure('too-few-items')
  const { all, without } = componentsOf(whole, tools)
  if (all === null) return noFigure('missing-cells')
  const total = totalOf(all)
  if (total < rounding) return noFigure('one-value')
  const component = (source: keyof VarianceComponents): Component => ({
    variance: Math.max(0, all[source] ?? 0),
    share: Math.max(0, all[source] ?? 0) / total,
    interval: intervalOf(source, all, without),
    setToZero: (all[source] ?? 0) < -rounding,
  })
  return figure({
    persona: component('persona'),
    juror: component('juror'),
    tool: component('tool'),
    rest: component('rest'),
    ofRest: {
      personaJuror: component('personaJuror'),
      personaTool: component('personaTool'),
      jurorTool: component('jurorTool'),
      allThree: component('allThree'),
    },
    repeat: all.repeat === null ? null : component('repeat'),
    ...levels,
  })
}

function tally(cells: readonly CallCell[]): { whole: Tallies; tools: Tallies[] } {
  const whole = emptyTallies()
  const tools = new Map<string, Tallies>()
  for (const cell of cells) {
    if (!Number.isFinite(cell.call)) throw new RangeError(`The call of ${cell.persona} and ${cell.juror} on ${cell.tool} is not a number.`)
    const tool = tools.get(cell.tool) ?? emptyTallies()
    tools.set(cell.tool, tool)
    addCell(tool, cell)
    addCell(whole, cell)
  }
  return { whole, tools: [...tools.values()] }
}

/** Of all tools, and with each tool left out: null where they cannot be told. */
function componentsOf(
  whole: Tallies,
  tools: readonly Tallies[],
): { all: VarianceComponents | null; without: (VarianceComponents | null)[] } {
  const anyTool = pairSumsOf(whole)
  const ofEach: PairSums[] = tools.map(pairSumsOf)
  const sameTool = addPairSums(ofEach)
  return {
    all: varianceComponents(anyTool, sameTool),
    without: tools.map((tool, index) =>
      varianceComponents(pairSumsWithout(anyTool, whole, tool), subtractPairSums(sameTool, ofEach[index] as PairSums)),
    ),
  }
}

/** What shares are of: the four components, without those below 0. */
function totalOf({ persona, juror, tool, rest }: VarianceComponents): number {
  return [persona, juror, tool, rest].reduce((sum, variance) => sum + Math.max(0, variance), 0)
}

/** The interval of a share: here also a component below 0 counts as it came out, so that one that is near 0 has a spread. */
function intervalOf(
  source: keyof VarianceComponents,
  all: VarianceComponents,
  without: readonly (VarianceComponents | null)[],
): Figure<Interval> {
  const shares: number[] = []
  for (const components of without) {
    const share = components === null ? null : shareOf(source, components)
    if (share === null) return noFigure('hangs-on-one-item')
    shares.push(share)
  }
  const { value, reason } = jackknifeInterval(shareOf(source, all) ?? 0, shares, { low: 0, high: 1 })
  return value === null ? noFigure(reason) : figure(value.interval)
}

function shareOf(source: keyof VarianceComponents, components: VarianceComponents): number | null {
  const variance = components[source]
  const total = totalOf(components)
  return variance === null || total < rounding ? null : variance / total
}
