import type { RecordDraft } from '../../../contracts/record-verdict.js'
import { renumberMarkers } from '../../../evidence/markers.js'
import { juryCall, otherDrafts } from '../../../panels/record/build-verdict.js'
import type { VerdictView } from '../../../review/views.js'
import type { FormContent } from './form-content.js'

export type Drafted = Extract<RecordDraft, { status: 'drafted' }>

/** The drafts of a seat beside the one that people edit, in their order; in the editor they are numbered from 1. None while they are hidden. */
export function shownDrafts({ isHidden, verdict }: Pick<VerdictView, 'isHidden' | 'verdict'>): readonly RecordDraft[] {
  return isHidden || verdict === null ? [] : otherDrafts(verdict)
}

/** The draft that an address asks for by its number; null for none, and for a number that no draft has. */
export function draftAsked(view: Pick<VerdictView, 'isHidden' | 'verdict'>, asked: string | undefined): OpenDraft | null {
  const number = /^\d{1,5}$/.test(asked ?? '') ? Number(asked) : 0
  const draft = shownDrafts(view)[number - 1]
  return draft === undefined ? null : { number, draft }
}

/** A draft that is open beside the words being edited, and its number. */
export type OpenDraft = { number: number; draft: RecordDraft }

/** Whether a seat is at rest, so that people may write on it. */
export function isWritable(state: VerdictView['state']): boolean {
  return state !== 'planned' && state !== 'drafting'
}

/** Whether the jurors of a seat are split, whatever people made of it: then a person may leave it at that. */
export function isSplitSeat({ verdict }: Pick<VerdictView, 'verdict'>): boolean {
  return verdict !== null && juryCall(verdict) === 'split'
}

/**
 * A quote or an answer of another draft in the place of the form's own, its markers leading to the same passages: those that the form does not quote
 * yet are added. Null for a button that asks for something else, or for what is not there. Pure.
 */
export function takeWords(form: FormContent, button: string, drafts: readonly RecordDraft[]): { form: FormContent; at: string } | null {
  const asked = /^take-(quote|answer) (\d{1,5})(?: (\S{1,500}))?$/.exec(button)
  const draft = drafts[Number(asked?.[2] ?? 0) - 1]
  if (asked === null || draft?.status !== 'drafted') return null
  if (asked[1] === 'quote') {
    const { text, evidence } = withEvidence(draft.quote, draft, form)
    return { form: { ...form, quote: text, evidence }, at: 'f-quote' }
  }
  const taken = draft.answers.find(({ ask }) => ask === asked[3])
  if (taken === undefined) return null
  const { text, evidence } = withEvidence(taken.answer, draft, form)
  const isThere = form.answers.some(({ ask }) => ask === taken.ask)
  const own = isThere ? form.answers : [...form.answers, { ask: taken.ask, answer: '' }]
  const answers = own.map((row) => (row.ask === taken.ask ? { ...row, answer: text } : row))
  return { form: { ...form, answers, evidence }, at: 'answers' }
}

function withEvidence(text: string, draft: Drafted, form: FormContent): { text: string; evidence: FormContent['evidence'] } {
  const evidence = [...form.evidence]
  const renumbered = renumberMarkers(text, (number) => {
    const cited = draft.evidence[number - 1]
    if (cited === undefined) return null
    const at = evidence.findIndex(({ source, quote }) => source === cited.source && quote === cited.quote)
    if (at >= 0) return at + 1
    // What a passage shows is said of the other draft's numbers.
    return evidence.push({ source: cited.source, quote: cited.quote, shows: renumberMarkers(cited.shows, () => null) })
  })
  return { text: renumbered, evidence }
}
