import type { NoFigureReason } from './figure.js'
import { fewestItems } from './minimums.js'

const words: Record<Exclude<NoFigureReason, 'too-few-items'>, string> = {
  'too-few-personas': 'it takes 2 personas, and calls of theirs on the same tools',
  'too-few-jurors': 'it takes 2 jurors, and calls of theirs on the same seats',
  'no-pairs': `no 2 made calls that differ on ${fewestItems} of the same tools`,
  'one-value': 'all calls are the same: nothing tells agreement from chance',
  'one-category': 'only one call could be made',
  'missing-cells': 'too many calls are missing to tell one kind of difference from another',
  'hangs-on-one-item': 'without one of the tools there is no figure',
  'no-spread': 'it is the same whichever tool is left out: an interval of no width would look like certainty',
}

/** Why there is no figure, in words without an end; `tools` is how many it rests on. Pure. */
export function whyNone(reason: NoFigureReason, tools: number): string {
  if (reason !== 'too-few-items') return words[reason]
  if (tools === 0) return `nothing to compare so far; at least ${fewestItems} tools are needed`
  return `${tools === 1 ? '1 tool' : `${tools} tools`} so far; at least ${fewestItems} are needed`
}
