import type { ReadReply } from '../../providers/chat-model.js'
import { parseReply, type ReplySchema } from './parse-reply.js'

/** A reply with the text to judge. `misplaced` says where its answer is instead, when it is in no place that can be used; else null. */
export type PlacedReply = ReadReply & { misplaced: string | null }

/**
 * Takes the text of another place, such as `reasoning_content` or a tool call's arguments, for the answer of a reply that has none in its own,
 * when that text alone fits the reply's schema. Nothing is asked again for a reply that does not fit: the model would write there again.
 */
export function placeReply(read: ReadReply, schema: ReplySchema<unknown>): PlacedReply {
  const { elsewhere = [], finishReason } = read
  if (elsewhere.length === 0 || finishReason === 'refusal' || finishReason === 'content-filter') return { ...read, misplaced: null }
  const fitting = elsewhere.filter(({ text }) => parseReply(text, schema).status === 'parsed')
  const [text, ...others] = new Set(fitting.map((place) => place.text))
  if (text !== undefined && others.length === 0) return { ...read, text, misplaced: null }
  // Cut off while it was thinking: there is no answer yet.
  if (finishReason === 'length') return { ...read, misplaced: null }
  const shown = { ...read, text: elsewhere.map((place) => place.text).join('\n\n') }
  if (others.length > 0) return { ...shown, misplaced: `the reply is empty, and ${fieldsOf(fitting)} hold different answers` }
  return { ...shown, misplaced: `the reply is empty: the answer was in ${fieldsOf(elsewhere)} and does not fit the reply's schema` }
}

function fieldsOf(places: NonNullable<ReadReply['elsewhere']>): string {
  return places.map(({ field }) => field).join(', ')
}
