import { clampChroma, converter, formatHex, wcagContrast } from 'culori'
import { grounds } from '../../../site/pages/record/grounds.js'

export type Scheme = keyof typeof grounds

/** What WCAG 2.2 asks of text that is not large (1.4.3, level AA): accents colour the numbers of notes. */
const leastContrast = 4.5
const step = 0.004
const toOklch = converter('oklch')

/** How well a colour, `#rrggbb`, stands out from what pages of that scheme are shown on: from 1 to 21, of the ground it stands out from least. */
function accentContrast(colour: string, scheme: Scheme): number {
  return Math.min(...Object.values(grounds[scheme]).map((ground) => wcagContrast(colour, ground)))
}

/**
 * What is wrong with a colour, `#rrggbb`, as the accent of a scheme: it cannot be read, with the nearest colour of its hue that can; null where
 * nothing is.
 */
export function accentProblem(colour: string, scheme: Scheme): string | null {
  const contrast = accentContrast(colour, scheme)
  if (contrast >= leastContrast) return null
  // Cut, not rounded: 4.49 is not enough, and must not be said to be 4.5.
  const seen = (Math.floor(contrast * 100) / 100).toFixed(2)
  return `its contrast with ${scheme} pages is ${seen} to 1, and small text needs ${leastContrast} to 1. The nearest that has it is ${nearestAccent(colour, scheme)}`
}

/** The colour of the same hue that is nearest in lightness and can be read: darker on light pages, lighter on dark ones. */
function nearestAccent(colour: string, scheme: Scheme): string {
  const from = toOklch(colour) ?? { mode: 'oklch' as const, l: 0, c: 0, h: 0 }
  const direction = scheme === 'light' ? -step : step
  for (let l = from.l; l >= 0 && l <= 1; l += direction) {
    const found = formatHex(clampChroma({ ...from, l }, 'oklch'))
    if (accentContrast(found, scheme) >= leastContrast) return found
  }
  return scheme === 'light' ? '#000000' : '#ffffff'
}
