import { onceFor } from '../../../platform/once-for.js'

/** Amounts by their value's key, with the units they are of. */
type Amounts = ReadonlyMap<string, ReadonlySet<string>>

const mostDigits = 3

/**
 * The units of the amounts that a round number may stand for: "about 12,000" and "12k" for 12,345, "over 1,800" for 1,840. Rounded or cut to as
 * many digits as the round number has, and no more than a tenth away.
 */
export function unitsRounded(amounts: Amounts, value: number): ReadonlySet<string> {
  const digits = significantDigits(value)
  return (digits > mostDigits ? undefined : roundedIndex(amounts).get(`${digits}:${keyOf(value)}`)) ?? none
}

const none: ReadonlySet<string> = new Set()

/** Whether one of the amounts is a share of about so many percent: "a fifth" of 22 %. */
export function percentsNear(amounts: Amounts, percent: number): boolean {
  const known = wholePercents(amounts)
  for (let near = Math.ceil(percent * 0.9); near <= percent * 1.1; near += 1) if (known.has(near)) return true
  return false
}

const wholePercents = onceFor(
  (amounts: Amounts) => new Set([...amounts].flatMap(([key, units]) => (units.has('%') ? [Math.round(Number(key))] : []))),
)

/** Read when a round number is first asked for. */
const roundedIndex = onceFor((amounts: Amounts) => {
  const index = new Map<string, Set<string>>()
  for (const [key, units] of amounts) {
    const value = Number(key)
    for (let digits = 1; digits <= mostDigits; digits += 1) {
      const rounds = [Number(value.toPrecision(digits)), cut(value, digits)].filter((round) => Math.abs(round - value) <= value / 10)
      for (const round of rounds) {
        const name = `${digits}:${keyOf(round)}`
        const known = index.get(name) ?? new Set()
        for (const unit of units) known.add(unit)
        index.set(name, known)
      }
    }
  }
  return index
})

/** To so many digits, downwards. */
function cut(value: number, digits: number): number {
  if (!Number.isFinite(value) || value <= 0) return value
  const place = 10 ** (Math.floor(Math.log10(value)) - digits + 1)
  return Math.floor(value / place + 1e-9) * place
}

function significantDigits(value: number): number {
  for (let digits = 1; digits <= mostDigits; digits += 1) if (Number(value.toPrecision(digits)) === value) return digits
  return mostDigits + 1
}

function keyOf(value: number): string {
  return value.toPrecision(6)
}
