import type { PanelShip } from '../../contracts/record.js'

/** What a sentence ends with already: a mark, and whatever closes behind it. */
const ended = /[.!?…。！？][)\]}»”’"']*$/u

/** A text as a whole sentence: with a full stop unless it ends in a mark of its own, such as that of `Acme Inc.` or `Yahoo!`. */
export function asSentence(text: string): string {
  const trimmed = text.trimEnd()
  return trimmed === '' || ended.test(trimmed) ? trimmed : `${trimmed}.`
}

/**
 * `1 of 8 seats is split, 1 has no call`: the seats that count in no panel ship but those that abstain; empty when there is none. For the end of a
 * sentence on what the panel says.
 */
export function unscoredText(tools: readonly { panelShip: PanelShip }[]): string {
  const sum = (key: 'calls' | 'abstained' | 'unscored' | 'split') =>
    tools.reduce((total, { panelShip }) => total + (panelShip[key] ?? 0), 0)
  const [unscored, split] = [sum('unscored'), sum('split')]
  const seats = sum('calls') + sum('abstained') + unscored + split
  const said = [
    { count: split, verb: split === 1 ? 'is split' : 'are split' },
    { count: unscored, verb: unscored === 1 ? 'has no call' : 'have no call' },
  ].filter(({ count }) => count > 0)
  return said
    .map(({ count, verb }, index) => (index === 0 ? `${count} of ${seats} ${seats === 1 ? 'seat' : 'seats'} ${verb}` : `${count} ${verb}`))
    .join(', ')
}
