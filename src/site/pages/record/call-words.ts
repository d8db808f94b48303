import type { SeatCall } from '../../../contracts/call.js'

/** A call in a word. */
export const callWords: Record<SeatCall | 'none', string> = {
  ship: 'Ship',
  skip: 'Skip',
  abstain: 'Abstain',
  split: 'Split',
  none: 'No call',
}

/** What a call does, after the reviewer's name: `The Builder ships`. */
export const callVerbs: Record<SeatCall | 'none', string> = {
  ship: 'ships',
  skip: 'skips',
  abstain: 'abstains',
  split: 'is split',
  none: 'has no call',
}
