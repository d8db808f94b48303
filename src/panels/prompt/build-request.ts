import { z } from 'zod'
import type { Dossier } from '../../contracts/dossier.js'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import { type RequestForm, usualForm } from '../../contracts/request-form.js'
import { replySchema } from '../../contracts/verdict.js'
import { buildRepair } from './build-repair.js'
import { renderBrief } from './render-brief.js'
import { renderDossier, renderWithSteering } from './render-dossier.js'
import { replyGrammar } from './reply-grammar.js'
import { systemRules } from './rules.js'

/** The reply's JSON Schema (draft 2020-12), the same bytes for every persona. */
export const replyJsonSchema = z.toJSONSchema(replySchema) as ChatRequest['replySchema']['schema']

/* The same objects in every request: what is made of them, as their part of a call's key, is made once. */
const systemMessage: Message = { role: 'system', parts: [{ text: systemRules, cacheable: true }] }
const verdictSchema: ChatRequest['replySchema'] = { name: 'verdict', schema: replyJsonSchema }
type RequestParts = { dossier: Dossier; persona: Persona; seesSteering?: boolean; form?: RequestForm }

/**
 * The first request of a seat. Pure and byte-stable: the same dossier and persona give the same bytes. Passages of its sources that want to steer
 * who reads them are left out, but where `seesSteering` asks for the dossier with them. `form` is how the juror is asked, as usual when left out.
 * Order, from what is shared most to least: system rules, dossier (cache breakpoint behind each), the persona's brief.
 */
export function buildRequest({ dossier, persona, seesSteering = false, form = usualForm }: RequestParts): ChatRequest {
  const { brief, grammar, sampling } = form
  return {
    messages: [
      systemMessage,
      {
        role: 'user',
        parts: [
          { text: (seesSteering ? renderWithSteering : renderDossier)(dossier), cacheable: true },
          { text: renderBrief(persona, dossier, brief), cacheable: false },
        ],
      },
    ],
    replySchema: grammar ? { ...verdictSchema, grammar: replyGrammar({ dossier, persona }, brief) } : verdictSchema,
    sampling,
  }
}

/** The one repair round of a verdict. */
export function buildRepairRequest(request: ChatRequest, reply: { text: string; problems: readonly string[] }): ChatRequest {
  return buildRepair(request, reply, {
    longestProblem: 600,
    mostProblems: 25,
    ending:
      'Reply again with the whole JSON object, these problems fixed and nothing else changed. Keep your call unless a problem is about the call.',
  })
}
