import type { PanelShip } from '../../contracts/record.js'

/** What a sentence ends with already: a mark, and whatever closes behind it. */
const ended = /[.!?…。！？][)\]}»”’"']*$/u

/** A text as a whole sentence: with a full stop unless it ends in a mark of its own, such as that of `Acme Inc.` or `Yahoo!`. */
export function asSentence(text: string): string {
  const trimmed = text.trimEnd()
  return trimmed === '' || ended.test(trimmed) ? trimmed : `${trimmed}.`
}

/** `1 of 8 seats has no call`; empty when each has one. For the end of a sentence on what the panel says. */
export function unscoredText(tools: readonly { panelShip: PanelShip }[]): string {
  const sum = (key: 'calls' | 'abstained' | 'unscored') => tools.reduce((total, { panelShip }) => total + panelShip[key], 0)
  const unscored = sum('unscored')
  const seats = sum('calls') + sum('abstained') + unscored
  return unscored === 0 ? '' : `${unscored} of ${seats} ${seats === 1 ? 'seat' : 'seats'} ${unscored === 1 ? 'has' : 'have'} no call`
}
