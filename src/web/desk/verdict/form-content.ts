import { type SeatCall, seatCallSchema } from '../../../contracts/call.js'
import type { VerdictContent } from '../../../contracts/revision.js'
import { renumberMarkers } from '../../../evidence/markers.js'
import type { AutosavedContent } from '../../../review/views.js'
import { textOf } from '../send.js'

/** A verdict as a form holds it: every word as it was typed, also those that cannot be saved. */
export type FormContent = {
  call: SeatCall | null
  quote: string
  answers: { ask: string; answer: string }[]
  evidence: { source: string; quote: string; shows: string }[]
  predictions: { statement: string; deadline: string; probability: string; resolution: string }[]
}

/** More rows than any verdict may hold, so that one too many is reported and not cut off. */
const maxRows = 60

/** What a form sent: names as `evidence.0.quote`. Line ends become those that texts have here; browsers send CR LF. */
export function readContent(form: FormData): FormContent {
  const text = (name: string) => textOf(form, name)
  const rows = <Row>(list: string, first: string, read: (at: string) => Row): Row[] => {
    const items: Row[] = []
    for (let index = 0; index < maxRows && form.has(`${list}.${index}.${first}`); index += 1) items.push(read(`${list}.${index}`))
    return items
  }
  const call = seatCallSchema.safeParse(form.get('call'))
  return {
    call: call.success ? call.data : null,
    quote: text('quote'),
    answers: rows('answers', 'ask', (at) => ({ ask: text(`${at}.ask`), answer: text(`${at}.answer`) })),
    evidence: rows('evidence', 'source', (at) => ({
      source: text(`${at}.source`),
      quote: text(`${at}.quote`),
      shows: text(`${at}.shows`),
    })),
    predictions: rows('predictions', 'statement', (at) => ({
      statement: text(`${at}.statement`),
      deadline: text(`${at}.deadline`),
      probability: text(`${at}.probability`),
      resolution: text(`${at}.resolution`),
    })),
  }
}

/** The fields of a form that sends this content again. */
export function contentFields(content: FormContent): [name: string, value: string][] {
  const list = (name: string, rows: readonly Record<string, string>[]) =>
    rows.flatMap((row, index) => Object.entries(row).map(([field, value]): [string, string] => [`${name}.${index}.${field}`, value]))
  return [
    ...(content.call === null ? [] : ([['call', content.call]] satisfies [string, string][])),
    ['quote', content.quote],
    ...list('answers', content.answers),
    ...list('evidence', content.evidence),
    ...list('predictions', content.predictions),
  ]
}

/** A revision's words, or a draft of one's own, for a form. */
export function toForm({ call, quote, answers, evidence, predictions }: VerdictContent | AutosavedContent): FormContent {
  return {
    call,
    quote,
    answers: answers.map(({ ask, answer }) => ({ ask, answer })),
    evidence: evidence.map(({ source, quote: passage, shows }) => ({ source, quote: passage, shows })),
    predictions: predictions.map(({ statement, deadline, probability, resolution }) => ({
      statement,
      deadline,
      probability: probability === null ? '' : String(probability),
      resolution,
    })),
  }
}

/** Words as they are being written, for a comparison; null while the call is open. */
export function toComparable(content: FormContent) {
  const { call, predictions } = content
  if (call === null) return null
  return { ...content, call, predictions: predictions.map((row) => ({ ...row, probability: Number(row.probability) })) }
}

/** A form's words as a draft of one's own may be: a probability that is no number is left open. */
export function toDraft(form: FormContent): AutosavedContent {
  const predictions = form.predictions.map((row) => {
    const probability = readProbability(row.probability)
    return { ...row, probability: Number.isFinite(probability) ? probability : null }
  })
  return { ...form, predictions }
}

/** Without rows that nothing was written into; markers follow their evidence. */
export function dropEmptyRows(form: FormContent): FormContent {
  const empty = form.evidence.flatMap((row, index) => (row.quote.trim() === '' && row.shows.trim() === '' ? [index] : []))
  const { predictions, ...rest } = empty.toReversed().reduce(removeEvidence, form)
  return { ...rest, predictions: predictions.filter((row) => Object.values(row).some((text) => text.trim() !== '')) }
}

/** A form's words as they are to be saved. What is no number stays unknown and is reported as such. */
export function toSave(form: FormContent): unknown {
  return { ...form, predictions: form.predictions.map((row) => ({ ...row, probability: readProbability(row.probability) ?? undefined })) }
}

function readProbability(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim().replace(',', '.'))
}

/** Without that piece of evidence, counted from 0: its markers go from quote and answers, and those behind it count one less. */
export function removeEvidence(form: FormContent, index: number): FormContent {
  if (index < 0 || index >= form.evidence.length) return form
  const gone = index + 1
  const renumbered = (text: string) => renumberMarkers(text, (number) => (number === gone ? null : number > gone ? number - 1 : number))
  const answers = form.answers.map((row) => ({ ...row, answer: renumbered(row.answer) }))
  return { ...form, quote: renumbered(form.quote), answers, evidence: form.evidence.filter((_row, at) => at !== index) }
}

/** What a button that adds or removes a row makes of the form, and where its page should open; null for a button that is none. */
export function changeRows(form: FormContent, button: string): { form: FormContent; at: string } | null {
  if (button === 'add-evidence') {
    const evidence = [...form.evidence, { source: '', quote: '', shows: '' }]
    return { form: { ...form, evidence }, at: `evidence-${evidence.length}` }
  }
  if (button === 'add-prediction') {
    const predictions = [...form.predictions, { statement: '', deadline: '', probability: '', resolution: '' }]
    return { form: { ...form, predictions }, at: `prediction-${predictions.length}` }
  }
  const removal = /^remove-(evidence|prediction) (\d{1,2})$/.exec(button)
  if (removal === null) return null
  const index = Number(removal[2]) - 1
  if (removal[1] === 'evidence') return { form: removeEvidence(form, index), at: 'evidence' }
  return { form: { ...form, predictions: form.predictions.filter((_row, at) => at !== index) }, at: 'predictions' }
}
