import { z } from 'zod'
import type { Dossier } from '../../contracts/dossier.js'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import { replySchema } from '../../contracts/verdict.js'
import { defuse, defuseLine } from './defuse.js'
import { renderBrief } from './render-brief.js'
import { renderDossier } from './render-dossier.js'
import { systemRules } from './rules.js'

/** The reply's JSON Schema (draft 2020-12), the same bytes for every persona. */
export const replyJsonSchema = z.toJSONSchema(replySchema) as ChatRequest['replySchema']['schema']

/* The same objects in every request: what is made of them, as their part of a call's key, is made once. */
const systemMessage: Message = { role: 'system', parts: [{ text: systemRules, cacheable: true }] }
const verdictSchema: ChatRequest['replySchema'] = { name: 'verdict', schema: replyJsonSchema }
/** Warm enough to read like a person, cool enough to keep to the schema. */
const sampling = { temperature: 0.4, maxOutputTokens: 4096 }

/**
 * The first request of a seat. Pure and byte-stable: the same dossier and persona give the same bytes.
 * Order, from what is shared most to least: system rules, dossier (cache breakpoint behind each), the persona's brief.
 */
export function buildRequest({ dossier, persona }: { dossier: Dossier; persona: Persona }): ChatRequest {
  return {
    messages: [
      systemMessage,
      {
        role: 'user',
        parts: [
          { text: renderDossier(dossier), cacheable: true },
          { text: renderBrief(persona, dossier), cacheable: false },
        ],
      },
    ],
    replySchema: verdictSchema,
    sampling,
  }
}

/** What a repair round says of one problem, and how many of them: a reply of nothing but errors must not fill the context. */
const longestProblem = 600
const mostProblems = 25

/**
 * The one repair round: the same conversation, then the model's own reply and exactly what is wrong with it. Both hold what the model
 * wrote, which may repeat a control token of a source, so both are defused.
 */
export function buildRepairRequest(request: ChatRequest, reply: { text: string; problems: readonly string[] }): ChatRequest {
  const unsaid = reply.problems.length - mostProblems
  const complaint = [
    'Your reply cannot be used as it stands. What is wrong with it:',
    ...reply.problems.slice(0, mostProblems).map((problem, index) => `${index + 1}. ${defuseLine(problem, longestProblem)}`),
    ...(unsaid > 0 ? [`And ${unsaid} more of the same kinds.`] : []),
    'Reply again with the whole JSON object, these problems fixed and nothing else changed. Keep your call unless a problem is about the call.',
  ].join('\n')
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', parts: [{ text: reply.text.trim() === '' ? '(an empty reply)' : defuse(reply.text), cacheable: false }] },
      { role: 'user', parts: [{ text: complaint, cacheable: false }] },
    ],
  }
}
