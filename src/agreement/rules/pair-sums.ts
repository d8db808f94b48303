/** A call, and whose it is. Repeats are several with the same persona, juror and tool; what was not called is not there. */
export type CallCell = {
  persona: string
  juror: string
  tool: string
  /** 1 for ship, 0 for skip; any other finite number works the same way. */
  call: number
}

/** Calls of a group, their sum, and the sum of their squares. Whole numbers for 0/1 calls: exact in any order. */
type Tally = { calls: number; sum: number; squares: number }

/** Over pairs of calls: how many, and half the sum of their squared differences. */
export type PairSum = { pairs: number; halfSquares: number }

/** Pairs that have in common: at least nothing, the persona, the juror, both. */
export type PairSums = { all: PairSum; persona: PairSum; juror: PairSum; both: PairSum }

type Shared = keyof PairSums

/** Tallies by what the calls of a group have in common, and by who that is. */
export type Tallies = Record<Shared, Map<string, Tally>>

export function emptyTallies(): Tallies {
  return { all: new Map(), persona: new Map(), juror: new Map(), both: new Map() }
}

/** Adds a call to its four groups, in place. */
export function addCell(tallies: Tallies, cell: CallCell): void {
  for (const shared of kinds) {
    const key = keyOf[shared](cell)
    const tally = tallies[shared].get(key) ?? { calls: 0, sum: 0, squares: 0 }
    tallies[shared].set(key, tally)
    tally.calls += 1
    tally.sum += cell.call
    tally.squares += cell.call ** 2
  }
}

/** The pairs within all groups. Pure. */
export function pairSumsOf(tallies: Tallies): PairSums {
  return mapShared((shared) => addPairs([...tallies[shared].values()].map(pairsWithin)))
}

/**
 * The pairs within all groups when the calls of a part are not there, from the sums of the whole: only the groups that the part has calls
 * in are looked at. Pure.
 */
export function pairSumsWithout(sums: PairSums, whole: Tallies, part: Tallies): PairSums {
  return mapShared((shared) => {
    const losses = [...part[shared]].map(([key, tally]) => {
      const group = whole[shared].get(key) ?? tally
      return subtractPairs(pairsWithin(group), pairsWithin(subtractTally(group, tally)))
    })
    return subtractPairs(sums[shared], addPairs(losses))
  })
}

/** a − b for each kind of pair. Pure. */
export function subtractPairSums(a: PairSums, b: PairSums): PairSums {
  return mapShared((shared) => subtractPairs(a[shared], b[shared]))
}

/** The sum for each kind of pair. Pure. */
export function addPairSums(list: readonly PairSums[]): PairSums {
  return mapShared((shared) => addPairs(list.map((sums) => sums[shared])))
}

const kinds = ['all', 'persona', 'juror', 'both'] as const

const keyOf: Record<Shared, (cell: CallCell) => string> = {
  all: () => '',
  persona: ({ persona }) => persona,
  juror: ({ juror }) => juror,
  both: ({ persona, juror }) => JSON.stringify([persona, juror]),
}

function mapShared(sumOf: (shared: Shared) => PairSum): PairSums {
  return { all: sumOf('all'), persona: sumOf('persona'), juror: sumOf('juror'), both: sumOf('both') }
}

/** Σ over pairs of (a − b)² = n·Σ a² − (Σ a)². */
function pairsWithin({ calls, sum, squares }: Tally): PairSum {
  return { pairs: (calls * (calls - 1)) / 2, halfSquares: (calls * squares - sum * sum) / 2 }
}

function addPairs(list: readonly PairSum[]): PairSum {
  return list.reduce((total, { pairs, halfSquares }) => ({ pairs: total.pairs + pairs, halfSquares: total.halfSquares + halfSquares }), {
    pairs: 0,
    halfSquares: 0,
  })
}

/** a − b. Pure. */
export function subtractPairs(a: PairSum, b: PairSum): PairSum {
  return { pairs: a.pairs - b.pairs, halfSquares: a.halfSquares - b.halfSquares }
}

function subtractTally(a: Tally, b: Tally): Tally {
  return { calls: a.calls - b.calls, sum: a.sum - b.sum, squares: a.squares - b.squares }
}
