/** Numbers from 0 up to, and without, 1. */
export type Random = () => number

/**
 * The same numbers for the same seed, on every machine: mulberry32 (Tommy Ettinger, 2017, public domain), 32 bits of state. For shuffles
 * and tests, not for secrets. Pure but for the generator's own state.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * The items in a random order, every order as likely (Durstenfeld, "Algorithm 235: Random permutation", Communications of the ACM 7, 1964,
 * page 420).
 */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const list = [...items]
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const moved = list[last] as Item
    list[last] = list[other] as Item
    list[other] = moved
  }
  return list
}
