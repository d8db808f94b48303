import type { Tie } from '../../../contracts/conflict.js'
import type { PanelRecord, PanelShip, RecordTool } from '../../../contracts/record.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { isFewCalls } from '../../few-calls.js'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** What stands for a thing that is not known: never a zero. */
export const dash = '—'

/** A date (YYYY-MM-DD) or the UTC day of an ISO instant, as `22 Nov 2026`. */
export function dayText(dateOrInstant: string): string {
  const [year = '', month = '', day = ''] = dateOrInstant.slice(0, 10).split('-')
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`
}

/** A whole number with a comma between thousands. */
export function groupDigits(count: number): string {
  return count.toLocaleString('en-US')
}

/** What ties the model that drafted a verdict to the tool, for readers. */
export function tieText({ kind, maker, named }: Tie): string {
  return kind === 'vendor'
    ? `Drafted by a model of the tool’s own vendor, ${isolate(maker)}`
    : `Drafted by a model of ${isolate(maker)}, whose ${isolate(named)} the dossier names as a rival`
}

/** `A`, `A and B`, `A, B and C`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).map(isolate).join(', ')} and ${isolate(words.at(-1) ?? '')}`
}

/** The same text with a capital first letter. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Whole percent, or a dash when there is none. */
export function percentText(percent: number | null): string {
  return percent === null ? dash : `${percent}%`
}

/** A probability above 0 and below 1 in whole percent; one that would round to certainty says which side of it it is on. */
export function probabilityText(probability: number): string {
  const percent = Math.round(probability * 100)
  if (percent < 1) return 'under 1%'
  return percent > 99 ? 'over 99%' : `${percent}%`
}

/** The counts behind a panel ship, `2 of 4`, with what was counted apart: `2 of 3 · 1 split · 1 unscored`. */
export function countsText({ ships, calls, abstained, unscored, split = 0 }: PanelShip): string {
  return [
    calls === 0 ? 'no calls' : `${ships} of ${calls}`,
    ...(split > 0 ? [`${split} split`] : []),
    ...(abstained > 0 ? [`${abstained} abstained`] : []),
    ...(unscored > 0 ? [`${unscored} unscored`] : []),
  ].join(' · ')
}

/** So few votes are no more than an impression. */
const fewestVotes = 5

/** The counts for where no type can be smaller, such as a feed: `1 of 1, few calls`. */
export function frankCounts(panelShip: PanelShip): string {
  return `${countsText(panelShip)}${panelShip.calls > 0 && isFewCalls(panelShip) ? ', few calls' : ''}`
}

/** The same of readers' votes: fewer than five. */
export function isFewVotes(votes: number): boolean {
  return votes < fewestVotes
}

/** The class of a figure's number. */
export function figureClass(isFew: boolean): string {
  return isFew ? 'num few' : 'num'
}

/** `1 review`, `2 reviews`: a count in digits and its noun, whose plural takes an s; beside other digits. */
export function digitsOf(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A tool's name where room is short, to be set into a sentence. */
export function shortName({ name, shortName }: Pick<RecordTool, 'name' | 'shortName'>): string {
  return isolate(shortName ?? name)
}

/** US dollars: cents from one cent up, four decimals below, and a zero that says why it is one. */
export function costText(costUsd: number | null): string {
  if (costUsd === null) return 'not known'
  if (costUsd === 0) return '$0: the replies came from a local model or were written by people'
  return costUsd < 0.01 ? `$${costUsd.toFixed(4)}` : `$${costUsd.toFixed(2)}`
}

export const statusWords: Record<PanelRecord['status'], { kicker: string; sentence: string }> = {
  in_review: { kicker: 'draft for review', sentence: 'In review: no person has approved this yet.' },
  approved: { kicker: 'approved, not yet published', sentence: 'Approved by a person, and not yet published.' },
  published: { kicker: 'published, panel of', sentence: 'Approved by a person and published.' },
  retracted: { kicker: 'retracted, panel of', sentence: 'Retracted: it no longer holds.' },
}

export const commercialUseWords: Record<RecordTool['license']['commercialUse'], string> = {
  yes: 'commercial use allowed',
  no: 'no commercial use',
  conditional: 'commercial use under conditions',
  unknown: 'commercial use not known',
}
