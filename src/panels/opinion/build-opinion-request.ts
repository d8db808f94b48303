import { z } from 'zod'
import type { Dossier } from '../../contracts/dossier.js'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import { opinionReplySchema } from '../../contracts/second-opinion.js'
import type { Draft, Evidence } from '../../contracts/verdict.js'
import { buildRepair } from '../prompt/build-repair.js'
import { defuseAttribute, defuseLine } from '../prompt/defuse.js'
import { opinionRules } from './opinion-rules.js'
import { type Pair, textOfPart } from './pairs.js'

/** What a request shows of each text, in UTF-16 code units; what is longer is cut, and the cut shown. */
export const longestShown = { sentence: 800, passage: 1_500, above: 300, title: 200, source: 80 } as const

export const opinionReplyName = 'support'

/* The same objects in every request, as those of a seat's own. */
const systemMessage: Message = { role: 'system', parts: [{ text: opinionRules, cacheable: true }] }
const replySchema: ChatRequest['replySchema'] = {
  name: opinionReplyName,
  schema: z.toJSONSchema(opinionReplySchema) as ChatRequest['replySchema']['schema'],
}
const sampling = { temperature: 0, maxOutputTokens: 4096 }

/** Whether a request asks for a second opinion, and not for a verdict. */
export function isOpinionRequest({ replySchema: { name } }: Pick<ChatRequest, 'replySchema'>): boolean {
  return name === opinionReplyName
}

export type OpinionQuestion = {
  draft: Pick<Draft, 'quote' | 'answers' | 'evidence'>
  dossier: Pick<Dossier, 'sources'>
  /** What is asked about, numbered from 1 in this order. */
  pairs: readonly Pair[]
}

/** The first request of a second opinion. Pure and byte-stable: the same draft, dossier and pairs give the same bytes. */
export function buildOpinionRequest({ draft, dossier, pairs }: OpinionQuestion): ChatRequest {
  const cited = [...new Set(pairs.map(({ evidence }) => evidence))].sort((a, b) => a - b)
  const text = [
    '<passages>',
    ...cited.flatMap((number) => renderPassage(number, draft.evidence[number - 1], dossier)),
    '</passages>',
    '<pairs>',
    ...pairs.map((pair, index) => {
      const sentence = textOfPart(draft, pair.part)?.slice(pair.start, pair.end) ?? ''
      return `pair ${index + 1}, passage ${pair.evidence}: ${defuseLine(sentence, longestShown.sentence)}`
    }),
    '</pairs>',
  ].join('\n')
  return { messages: [systemMessage, { role: 'user', parts: [{ text, cacheable: false }] }], replySchema, sampling }
}

/** The bytes of passages and pairs of the sample's drafts, which have 7 to 11 pairs each: 1.3 to 2.1 KB. */
const usualBytes = 2_000

/** A request of the length that they usually have, to estimate what one takes before there is a draft. */
export const usualOpinionRequest: ChatRequest = {
  messages: [systemMessage, { role: 'user', parts: [{ text: 'x'.repeat(usualBytes), cacheable: false }] }],
  replySchema,
  sampling,
}

function renderPassage(number: number, item: Evidence | undefined, { sources }: Pick<Dossier, 'sources'>): string[] {
  if (item?.status !== 'found') throw new Error(`a pair cites passage ${number}, which was not found`)
  const source = sources.find(({ id }) => id === item.source)
  const passage = source?.text.slice(item.start, item.end) ?? item.quote
  const { surroundings } = item
  const title = defuseAttribute(source?.title ?? '', longestShown.title)
  return [
    `<passage number="${number}" source="${defuseAttribute(item.source, longestShown.source)}" title="${title}">`,
    ...(surroundings?.above == null ? [] : [`Under: ${defuseLine(surroundings.above, longestShown.above)}`]),
    defuseLine(passage, longestShown.passage),
    ...(surroundings === undefined || surroundings.before + surroundings.after === ''
      ? []
      : [`In its sentence: ${defuseLine(inItsSentence(surroundings), longestShown.passage)}`]),
    '</passage>',
  ]
}

function inItsSentence({ before, passage, after }: { before: string; passage: string; after: string }): string {
  return `${before}⟦${passage}⟧${after}`
}

/** The one repair round of an opinion. */
export function buildOpinionRepair(request: ChatRequest, reply: { text: string; problems: readonly string[] }): ChatRequest {
  const ending = 'Reply again with the whole JSON object: one entry for each pair, under its number, and nothing else.'
  return buildRepair(request, reply, { longestProblem: 300, mostProblems: 15, ending })
}
