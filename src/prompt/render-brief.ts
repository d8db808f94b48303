import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import { inline } from './render-dossier.js'
import { renderPersona } from './render-persona.js'

/** The persona's part of the request, last in it: its template filled in, then what its reply is checked against. */
export function renderBrief(persona: Persona, dossier: Dossier): string {
  const prose = renderPersona(persona, {
    tool: inline(dossier.tool.name),
    vendor: inline(dossier.tool.vendor),
    category: inline(dossier.tool.category),
    as_of: dossier.asOf,
    rivals: inline(dossier.rivals.join(', ')),
  })
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
    'Every marker in the quote names an evidence item that exists, and the quote cites at least one.',
    ...(forbids.length === 0 ? [] : [`The quote uses none of these: ${forbids.join(', ')}.`]),
  ]
}
