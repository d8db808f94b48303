import { makeBadge } from 'badge-maker'
import type { PanelShip } from '../../contracts/record.js'
import { isFewCalls } from '../few-calls.js'
import { frankCounts, percentText } from './record/words.js'

/** The visual language's ink and its two call colours; the words carry the meaning. */
const colors = { ship: '#0a6b4f', skip: '#a3361c', level: '#5c564d', label: '#1b1916' }

/** A tool's panel ship with its counts as a small SVG for a README, with a title for those who do not see it. Pure. */
export function badgeSvg(panelShip: PanelShip): string {
  return makeBadge({
    label: 'panel ship',
    message: panelShip.percent === null ? frankCounts(panelShip) : `${percentText(panelShip.percent)}, ${frankCounts(panelShip)}`,
    labelColor: colors.label,
    color: colorOf(panelShip),
    style: 'flat-square',
  })
}

/** What stands for a tool that has no page any more, or none yet. */
export function badgeWithoutVerdict(): string {
  return makeBadge({ label: 'panel ship', message: 'no verdict', labelColor: colors.label, color: colors.level, style: 'flat-square' })
}

/** Few calls have no colour of their own. */
function colorOf(panelShip: PanelShip): string {
  const { ships, calls } = panelShip
  if (2 * ships === calls || isFewCalls(panelShip)) return colors.level
  return 2 * ships > calls ? colors.ship : colors.skip
}
