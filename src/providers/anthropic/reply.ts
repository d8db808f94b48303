import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import type { ElsewhereText, ReadReply, ReplyReader } from '../chat-model.js'
import type { ReplyForm } from '../http/failed-reply.js'
import { unreadableBody } from '../http/unreadable-body.js'
import { answerText, argumentsText, textIn } from '../reply/answer-text.js'
import { oncePerBody } from '../reply/once-per-body.js'
import { finishReasonOf } from './finish-reason.js'
import { anthropicUsageSchema, usageOf } from './usage.js'

/** Text is what we read; the other places where a model may write, and whatever comes next year, are let through. */
const blockSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string().max(longest.document) }).transform(({ text }) => ({ text, beside: null })),
  z
    .object({ type: z.literal('thinking'), thinking: z.unknown().optional() })
    .transform(({ thinking }) => beside('thinking', textIn(thinking))),
  z
    .object({ type: z.literal(['tool_use', 'server_tool_use']), input: z.unknown().optional() })
    .transform(({ type, input }) => beside(`the input of ${type}`, argumentsText(input))),
  z.object({ type: z.string().max(longest.id) }).transform(() => ({ text: '', beside: null })),
])

function beside(field: string, text: string): { text: string; beside: ElsewhereText | null } {
  return { text: '', beside: { field, text } }
}

const addressFix = 'Check that ANTHROPIC_BASE_URL is the address of the Anthropic API'
const nothingCounted = { input_tokens: null, cache_read_input_tokens: null, cache_creation_input_tokens: null, output_tokens: null }

const stopReasonSchema = z.string().max(longest.id).nullable().default(null).catch(null)
const usageSchema = anthropicUsageSchema.default(nothingCounted).catch(nothingCounted)

/** A message of `POST /v1/messages`, as far as it is used. A refusal may have no content at all; only the list itself must be there. */
const messageSchema = z.object({ content: z.array(blockSchema).max(most.members), stop_reason: stopReasonSchema, usage: usageSchema })
const endingSchema = messageSchema.pick({ stop_reason: true })
const countedSchema = messageSchema.pick({ usage: true })

/** Pure. Throws `ProviderError` of kind `unreadable-reply` for a body that is no message. */
export const readAnthropicReply = oncePerBody((raw): ReadReply => {
  const parsed = messageSchema.safeParse(raw)
  if (!parsed.success) throw unreadableBody({ provider: 'anthropic', raw, missing: 'content', fix: addressFix })
  const { content, stop_reason, usage } = parsed.data
  const otherPlaces = () => content.flatMap((block) => (block.beside === null ? [] : [block.beside]))
  const answer = answerText(content.map(({ text }) => text).join(''), otherPlaces)
  return { ...answer, finishReason: finishReasonOf(stop_reason), usage: usageOf(usage) }
})

export const anthropicReader: ReplyReader = { read: readAnthropicReply }

/** How a message is distinguished from a failure that came with status 200. */
export const anthropicForm: ReplyForm = {
  ...anthropicReader,
  usageOf: (body) => usageOf(countedSchema.parse(body).usage),
  endingOf: (body) => endingSchema.parse(body).stop_reason,
  isOwn: (body) => 'content' in body || 'stop_reason' in body,
}
