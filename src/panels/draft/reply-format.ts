import type { ChatRequest } from '../../contracts/model-call.js'
import { type Reply, type ReplyV1, replySchema, replyV1Schema } from '../../contracts/verdict.js'
import type { ReplySchema } from './parse-reply.js'

/** The version of the reply's schema: 1 copies evidence in words, 2 cites it by number. */
export type ReplyVersion = 1 | 2

/** What is asked for now. */
export const currentVersion: ReplyVersion = 2

/** Which version a request asked for, by the schema it sent: version 1 had a quote in each piece of evidence. Anything else is today's. */
export function replyVersionOf({ replySchema: { schema } }: ChatRequest): ReplyVersion {
  const item = at(at(at(schema, 'properties'), 'evidence'), 'items')
  return at(at(item, 'properties'), 'quote') === undefined ? 2 : 1
}

/** What a reply of that version is read with. */
export function replySchemaOf(version: ReplyVersion): ReplySchema<Reply | ReplyV1> {
  return version === 1 ? replyV1Schema : replySchema
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}
