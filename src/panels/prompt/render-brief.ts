import type { Dossier } from '../../contracts/dossier.js'
import type { Persona, TemplateVariable } from '../../contracts/persona.js'
import type { RequestForm } from '../../contracts/request-form.js'
import { renderPersona } from './render-persona.js'

/**
 * What a persona's variables say. The brief instructs, so no text from outside is in it: the names are data, in the dossier above, and
 * the brief points there. Beside being safe, that makes the brief the same bytes for every tool of one date (ADR 22).
 */
const references: Readonly<Record<Exclude<TemplateVariable, 'as_of'>, string>> = {
  tool: 'the tool under review',
  vendor: 'its vendor',
  category: 'its category',
  rivals: 'the rivals that the dossier names',
}

/** The last briefs of each persona, for as long as it is in use: the tools of a panel mostly have one date. */
const rendered = new WeakMap<Persona, Map<string, string>>()

/** The persona's part of the request, last in it: its template filled in, whole or compact, then what its reply is checked against. */
export function renderBrief(persona: Persona, { asOf }: Pick<Dossier, 'asOf'>, length: RequestForm['brief'] = 'full'): string {
  const known = rendered.get(persona)
  const key = `${length} ${asOf}`
  const found = known?.get(key)
  if (found !== undefined) return found
  const { compact } = persona
  const brief = render(length === 'full' || compact === undefined ? persona : { ...persona, template: compact }, asOf)
  rendered.set(persona, new Map([...(known ?? []), [key, brief] as const].slice(-2)))
  return brief
}

function render(persona: Persona, asOf: string): string {
  const prose = renderPersona(persona, { ...references, as_of: asOf })
  return [
    `<brief persona="${persona.id}" version="${persona.version}">`,
    prose.trim(),
    '',
    '## What your reply is checked against',
    '',
    'Answer each of these asks once, under its id:',
    ...persona.asks.map((ask) => `- ${ask.id}: ${ask.question}${ask.choices ? ` Answer with one of: ${ask.choices.join(' | ')}.` : ''}`),
    '',
    ...checks(persona).map((check) => `- ${check}`),
    '</brief>',
  ].join('\n')
}

function checks({ quoteWords, predictions, forbids }: Persona): string[] {
  return [
    `The quote has ${quoteWords.min} to ${quoteWords.max} words, not counting markers such as [1].`,
    predictions.min === 0
      ? 'Predictions are welcome and not required; an empty list is fine.'
      : `The reply holds at least ${predictions.min} prediction${predictions.min === 1 ? '' : 's'}.`,
    'Every marker in the quote and in the answers names an evidence item that exists, and the quote cites at least one.',
    ...(forbids.length === 0 ? [] : [`The quote uses none of these: ${forbids.join(', ')}.`]),
  ]
}
