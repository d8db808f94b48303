import type { Persona } from '../../contracts/persona.js'
import type { RequestForm } from '../../contracts/request-form.js'
import { withoutExamples } from '../persona/persona-examples.js'
import { renderPersona } from '../prompt/render-persona.js'

/** What a persona's variables say where it compares: names are data, in the dossiers. */
const references = {
  tool: 'each of the two tools',
  vendor: 'its vendor',
  category: 'its category',
  rivals: 'the rivals that its dossier names',
}

/**
 * The persona's part of a request that compares two tools: its template filled in, whole or compact, without the worked examples, which are replies of
 * another form; then what its reply is checked against. Pure, the same bytes for the same input.
 */
export function renderComparisonBrief(persona: Persona, { asOf, length }: { asOf: string; length: RequestForm['brief'] }): string {
  const { template, compact } = persona
  const text = length === 'compact' && compact !== undefined ? compact : withoutExamples(template)
  const prose = renderPersona({ ...persona, template: text }, { ...references, as_of: asOf })
  return [
    `<brief persona="${persona.id}" version="${persona.version}">`,
    prose.trim(),
    '',
    '## What you do with it here',
    '',
    'You compare the first tool with the second. What is said above of ship and skip tells you what weighs for a tool and what against it; you end on first, second or level, and on no call. You make no predictions.',
    '',
    'Ask these of both tools, and let the one that tells them apart decide. They need no answers of their own:',
    ...persona.asks.map(({ question }) => `- ${question}`),
    '',
    '## What your reply is checked against',
    '',
    ...checks(persona).map((check) => `- ${check}`),
    '</brief>',
  ].join('\n')
}

function checks({ quoteWords, forbids }: Persona): string[] {
  return [
    `The quote has ${quoteWords.min} to ${quoteWords.max} words, not counting markers such as [1].`,
    'Every marker in the argument and in the quote names an evidence item that exists, and the quote cites at least one.',
    ...(forbids.length === 0 ? [] : [`The quote uses none of these: ${forbids.join(', ')}.`]),
  ]
}
