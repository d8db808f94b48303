import type { SeatCall } from '../../contracts/call.js'
import type { Lean, PanelShip } from '../../contracts/record.js'

/**
 * Panel ship of one tool: ships ÷ calls that are not abstentions, in percent, halves rounded up. `null` stands for a seat
 * without a call. A split seat is no call that counts. With none there is no percentage.
 */
export function panelShip(calls: readonly (SeatCall | null)[]): PanelShip {
  const count = (wanted: SeatCall | null) => calls.filter((call) => call === wanted).length
  const ships = count('ship')
  const counted = ships + count('skip')
  const split = count('split')
  return {
    ships,
    calls: counted,
    abstained: count('abstain'),
    unscored: count(null),
    ...(split === 0 ? {} : { split }),
    percent: counted === 0 ? null : Math.round((100 * ships) / counted),
  }
}

/**
 * The lean between tools: to the one whose share of ships is highest, compared as exact fractions and not as rounded
 * percentages; `level` when the highest share is shared; `none` with fewer than two tools that have a percentage.
 */
export function leanBetween(tools: readonly { slug: string; panelShip: PanelShip }[]): Lean {
  const scored = tools.filter((tool) => tool.panelShip.calls > 0)
  if (scored.length < 2) return { kind: 'none' }
  const ranked = scored.toSorted((a, b) => compareShares(b.panelShip, a.panelShip))
  const [first, second] = ranked
  if (first === undefined || second === undefined || compareShares(first.panelShip, second.panelShip) === 0) return { kind: 'level' }
  return { kind: 'leans', tool: first.slug }
}

function compareShares(a: PanelShip, b: PanelShip): number {
  return a.ships * b.calls - b.ships * a.calls
}
