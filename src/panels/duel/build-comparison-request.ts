import { z } from 'zod'
import type { Dossier } from '../../contracts/dossier.js'
import { comparisonReplySchema } from '../../contracts/head-to-head.js'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import { type RequestForm, usualForm } from '../../contracts/request-form.js'
import { buildRepair } from '../prompt/build-repair.js'
import { renderDossier } from '../prompt/render-dossier.js'
import { comparisonGrammar } from '../prompt/reply-grammar.js'
import { comparisonRules } from './comparison-rules.js'
import { renderComparisonBrief } from './render-comparison-brief.js'

/** Two dossiers, in the order in which a juror reads them. */
export type InOrder = { first: Dossier; second: Dossier }

/* The same objects in every request: what is made of them, as their part of a call's key, is made once. */
const systemMessage: Message = { role: 'system', parts: [{ text: comparisonRules, cacheable: true }] }
const replySchema: ChatRequest['replySchema'] = {
  name: 'comparison',
  schema: z.toJSONSchema(comparisonReplySchema) as ChatRequest['replySchema']['schema'],
}

/**
 * The first request of a comparison in one order. Pure and byte-stable. The tools are told apart by their places alone; passages that want to steer
 * are left out. Order, from what is shared most to least: system rules, the two dossiers (cache breakpoint behind each), the persona's brief.
 */
export function buildComparisonRequest({
  first,
  second,
  persona,
  form = usualForm,
}: InOrder & { persona: Persona; form?: RequestForm | undefined }): ChatRequest {
  return {
    messages: [
      systemMessage,
      {
        role: 'user',
        parts: [
          { text: `The first tool:\n${renderDossier(first)}\n`, cacheable: true },
          { text: `The second tool:\n${renderDossier(second)}\n`, cacheable: true },
          { text: renderComparisonBrief(persona, { asOf: latest(first, second), length: form.brief }), cacheable: false },
        ],
      },
    ],
    replySchema: form.grammar ? { ...replySchema, grammar: comparisonGrammar({ first, second, persona }, form.brief) } : replySchema,
    sampling: form.sampling,
  }
}

/** Dates written YYYY-MM-DD compare as text. */
function latest(one: Pick<Dossier, 'asOf'>, other: Pick<Dossier, 'asOf'>): string {
  return one.asOf > other.asOf ? one.asOf : other.asOf
}

/** The one repair round of a comparison. */
export function buildComparisonRepair(request: ChatRequest, reply: { text: string; problems: readonly string[] }): ChatRequest {
  return buildRepair(request, reply, {
    longestProblem: 600,
    mostProblems: 25,
    ending:
      'Reply again with the whole JSON object, these problems fixed and nothing else changed. Keep your choice unless a problem is about the choice.',
  })
}
