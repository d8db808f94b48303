import { z } from 'zod'
import { type DraftedField, factsReplyName, factsReplySchema } from '../../contracts/facts-reply.js'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import { buildRepair } from '../prompt/build-repair.js'
import { defuse, defuseAttribute } from '../prompt/defuse.js'
import { type FactSource, type ShownSource, showSources, wordsOf } from './fact-sources.js'
import { factsRules } from './facts-rules.js'

/** What a request shows of each short text, in UTF-16 code units. */
const longestShown = { source: 80, name: 120 } as const

/* The same objects in every request, as those of a seat's own. */
const systemMessage: Message = { role: 'system', parts: [{ text: factsRules, cacheable: true }] }
const replySchema: ChatRequest['replySchema'] = {
  name: factsReplyName,
  schema: z.toJSONSchema(factsReplySchema) as ChatRequest['replySchema']['schema'],
}
const sampling = { temperature: 0, maxOutputTokens: 3072 }

/** The most that is shown of all sources together: what stays cheap, in tokens. */
const mostTokens = 60_000
/** The context that a model is taken to have where its catalog entry says nothing. */
const assumedContextTokens = 32_768
/** Rules, schema and reply, and the same again for a repair, in tokens. */
const otherTokens = 6_000
/** Fewer than the four of English prose: code, tables and other scripts take more tokens for their bytes. */
const bytesPerToken = 3

export type FactsQuestion = {
  sources: readonly FactSource[]
  /** As far as it is known. */
  toolName: string | null
  /** The fields that no one found yet. */
  wanted: readonly DraftedField[]
}

/** A request, with the sources as it shows them. */
export type FactsRequest = { request: ChatRequest; shown: ShownSource[] }

/**
 * The first request for facts. Pure and byte-stable: the same sources and wanted fields give the same bytes. `contextTokens` is what the model takes,
 * null where no one knows.
 */
export function buildFactsRequest({ sources, toolName, wanted }: FactsQuestion, contextTokens: number | null): FactsRequest {
  const shown = showSources(sources, roomBytes(contextTokens))
  const name = defuseAttribute(toolName ?? '', longestShown.name)
  const text = [
    `<sources tool="${name}">`,
    ...shown.flatMap(renderSource),
    '</sources>',
    '<wanted>',
    `Facts: at most as many as the rules say. Fields: ${wanted.length === 0 ? 'none; leave the list empty' : wanted.join(', ')}.`,
    '</wanted>',
  ].join('\n')
  const request = { messages: [systemMessage, { role: 'user' as const, parts: [{ text, cacheable: false }] }], replySchema, sampling }
  return { request, shown }
}

/** The one repair round of a reply with facts. What was good is kept, so it is not asked for again. */
export function buildFactsRepair(request: ChatRequest, reply: { text: string; problems: readonly string[] }): ChatRequest {
  const ending =
    'Reply again with one JSON object of the same schema that holds only the entries that were wrong, with these problems fixed. Leave an entry out where you cannot fix it.'
  return buildRepair(request, reply, { longestProblem: 400, mostProblems: 20, ending })
}

function roomBytes(contextTokens: number | null): number {
  const context = contextTokens ?? assumedContextTokens
  // A context that is too short for the rules gets a little all the same, and its provider says that it is too long.
  const room = Math.max(1_000, Math.floor(context * 0.75) - otherTokens)
  return bytesPerToken * Math.min(mostTokens, room)
}

const lineEnd = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g

/**
 * A source's units, each on a line of its own behind its number: no text of a source begins a line, so that it cannot pass for a unit. Its title is
 * left out: it could not be cited, and was not searched for what wants to steer.
 */
function renderSource(shown: ShownSource): string[] {
  const { source, units } = shown
  if (shown.shown === 0) return []
  const lines = units.slice(0, shown.shown).map((unit, index) => `${index + 1}| ${wordsOf(shown, unit).trimEnd().replaceAll(lineEnd, ' ')}`)
  return [`<source id="${defuseAttribute(source.id, longestShown.source)}">`, defuse(lines.join('\n')), '</source>']
}
