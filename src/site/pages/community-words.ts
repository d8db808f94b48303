import type { Tally } from '../../contracts/site.js'
import { dash, groupDigits } from './record/words.js'

/**
 * How many further votes, all of them against what most voted so far, it takes until most votes say the other thing. A level count is
 * turned by one vote; without a vote there is nothing to turn: null.
 */
export function votesToTurn({ ships, votes }: Pick<Tally, 'ships' | 'votes'>): number | null {
  return votes === 0 ? null : Math.abs(2 * ships - votes) + 1
}

/** The counts behind a percentage: `12 of 20 votes`, or that there are none. */
export function tallyText({ ships, votes }: Tally): string {
  return votes === 0 ? 'no votes yet' : `${groupDigits(ships)} of ${groupDigits(votes)} ${votes === 1 ? 'vote' : 'votes'}`
}

/** What the community's result is and how sure it is, in one sentence; null until there are votes. */
export function turnText(tally: Tally): string | null {
  const turn = votesToTurn(tally)
  if (turn === null) return null
  const { ships, votes } = tally
  if (2 * ships === votes) return 'Readers are level; one vote would turn it.'
  if (votes === 1) return `The only reader so far ${ships === 1 ? 'ships; 2 more skips' : 'skips; 2 more ships'} would turn it.`
  const [side, other] = 2 * ships > votes ? (['ship', 'skip'] as const) : (['skip', 'ship'] as const)
  return `Most readers ${side}; ${groupDigits(turn)} more ${other}${turn === 1 ? '' : 's'} would turn it.`
}

/** A tally in a sentence, `60% ship, 12 of 20 votes`, or that there are no votes. */
export function tallyWords(tally: Tally): string {
  return tally.votes === 0 ? tallyText(tally) : `${tallyPercent(tally)} ship, ${tallyText(tally)}`
}

/** A tally's percentage, or a dash until there are votes. */
export function tallyPercent({ percent, votes }: Tally): string {
  return percent === null || votes === 0 ? dash : `${percent}%`
}
