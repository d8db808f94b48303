import type { Dossier } from '../../../contracts/dossier.js'
import { cutPassage } from '../../../evidence/cut-passages.js'
import { textOf } from '../send.js'
import type { FormContent } from './form-content.js'

/** What a form's numbers of sentences come to: the form with the passage they cut as another piece of evidence, or what is wrong at which field. */
export type Cited = { form: FormContent; at: string } | { path: string; message: string }

/** Adds the passage that the fields `cite.source`, `cite.from` and `cite.to` name; an empty `to` is one sentence. */
export function citeByNumbers(form: FormData, content: FormContent, dossier: Dossier): Cited {
  const id = textOf(form, 'cite.source')
  const source = dossier.sources.find((candidate) => candidate.id === id)
  if (source === undefined) return { path: 'cite.source', message: 'choose one of the sources' }
  const from = numberOf(textOf(form, 'cite.from'))
  const to = textOf(form, 'cite.to').trim() === '' ? from : numberOf(textOf(form, 'cite.to'))
  if (from === null) return { path: 'cite.from', message: 'write the number of a sentence' }
  if (to === null) return { path: 'cite.to', message: 'write the number of a sentence, or nothing for one' }
  const cut = cutPassage(source, { from, to })
  if ('why' in cut) return { path: 'cite.from', message: cut.why }
  const evidence = [...content.evidence, { source: source.id, quote: cut.quote, shows: '' }]
  return { form: { ...content, evidence }, at: `evidence-${evidence.length}` }
}

function numberOf(text: string): number | null {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) > 0 ? Number(text) : null
}
