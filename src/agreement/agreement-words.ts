import type { AgreementFigures, AgreementReport, CallDecomposition, EffectiveJurors, Estimate } from '../contracts/agreement.js'

/** What stands for a figure that there is not. */
const none = '—'

type Interval = NonNullable<Estimate['interval']>

/** Two decimals, with a minus sign; never a minus zero. Pure. */
export function decimalText(value: number): string {
  const text = Math.abs(value).toFixed(2)
  return value < 0 && text !== '0.00' ? `−${text}` : text
}

/** A share of 0 to 1 in whole percent; one that would round to nothing or to all says on which side of it it is. Pure. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1%'
  return share < 1 && share >= 0.995 ? 'over 99%' : `${Math.round(100 * share)}%`
}

/** `0.32 to 0.50`; a share's as `24% to 38%`. Pure. */
export function intervalText({ low, high }: Interval, textOf: (value: number) => string = decimalText): string {
  return `${textOf(low)} to ${textOf(high)}`
}

/** `0.41 (0.32 to 0.50)`, or a dash. Pure. */
export function estimateText({ value, interval }: Estimate): string {
  return value === null || interval === null ? none : `${decimalText(value)} (${intervalText(interval)})`
}

/** What a draft is compared with, in the order in which it is shown. */
export type Comparison = { short: string; name: string; figures: AgreementFigures }

/** The four comparisons of a report. Pure. */
export function comparisonsOf({ jurors, personas, repeats, people }: AgreementReport): Comparison[] {
  return [
    { short: 'Jurors', name: 'Jurors on the same seat', figures: jurors },
    { short: 'Personas', name: 'A juror’s personas on the same tool', figures: personas },
    { short: 'Repeats', name: 'A juror asked the same again', figures: repeats },
    { short: 'Draft and reviewer', name: 'A draft and a reviewer who had not seen it', figures: people },
  ]
}

/** Why figures are missing, each reason once; empty where none is. Pure. */
export function reasonsOf({ alpha, ac1 }: AgreementFigures): string[] {
  const reasons = [
    ['alpha', alpha.why],
    ['AC1', ac1.why],
  ] as const
  const given = reasons.filter(([, why]) => why !== null)
  if (given.length === 2 && alpha.why === ac1.why) return [`${alpha.why}`]
  return given.map(([name, why]) => `no ${name}: ${why}`)
}

/** `5 jurors on a seat are worth 1.8 independent ones`; why not, where that cannot be told. Pure. */
export function effectiveText({ value, jurors, why }: EffectiveJurors): string {
  if (value === null) return `What jurors are worth as independent ones is not known: ${why}`
  return `${jurors} jurors on a seat are worth ${value.toFixed(1)} independent ${value.toFixed(1) === '1.0' ? 'one' : 'ones'}`
}

/** What it rests on: `2 of them, as the same persona, correlate with 0.44; independent ones would with −0.06 to 0.06`. Null where there is nothing. Pure. */
export function correlationText({ correlation, independent }: EffectiveJurors): string | null {
  if (correlation === null) return null
  const found = `2 of them, as the same persona, correlate with ${decimalText(correlation)}`
  if (independent === null) return found
  const isWithin = independent.low <= correlation && correlation <= independent.high
  return `${found}; independent ones would with ${intervalText(independent)}${isWithin ? ', so this may be chance' : ''}`
}

/** The four shares of a decomposition by what they are called; empty where there is none. Pure. */
export function sharesOf({ shares }: CallDecomposition) {
  if (shares === null) return []
  return [
    { name: 'Persona', part: shares.persona },
    { name: 'Juror', part: shares.juror },
    { name: 'Tool', part: shares.tool },
    { name: 'Rest', part: shares.rest },
  ]
}

/** What the rest is made of; empty where there is no decomposition. Pure. */
export function restOf({ ofRest }: CallDecomposition) {
  if (ofRest === null) return []
  return [
    { name: 'Persona with juror', part: ofRest.personaJuror },
    { name: 'Persona with tool', part: ofRest.personaTool },
    { name: 'Juror with tool', part: ofRest.jurorTool },
    { name: 'All 3, and chance', part: ofRest.allThree },
    ...(ofRest.repeat === null ? [] : [{ name: 'Asking the same again', part: ofRest.repeat }]),
  ]
}

/** What it says and what not, wherever figures are. */
export const whatAgreementSays = 'It says how alike calls are, not how right: jurors can agree and be wrong together.'
