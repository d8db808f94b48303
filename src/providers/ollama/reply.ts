import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import type { ElsewhereText, ReadReply, ReplyReader } from '../chat-model.js'
import type { ReplyForm } from '../http/failed-reply.js'
import { unreadableBody } from '../http/unreadable-body.js'
import { answerText, argumentsText, textIn } from '../reply/answer-text.js'
import { oncePerBody } from '../reply/once-per-body.js'
import { finishReasonOf } from './finish-reason.js'
import { usageOf } from './usage.js'

/** A count that makes no sense is one we do not know. */
const countSchema = z.int().nonnegative().nullable().default(null).catch(null)
const countsSchema = z.object({ prompt_eval_count: countSchema, eval_count: countSchema })
const doneReasonSchema = z.string().max(longest.id).nullable().default(null).catch(null)
const endingSchema = z.object({ done_reason: doneReasonSchema })
const toolCallsSchema = z
  .array(z.object({ function: z.object({ arguments: z.unknown().optional() }) }))
  .max(most.members)
  .catch([])

/** The reply of `POST /api/chat` with `stream: false`, as far as it is used. Anything more is let through; only the message must be there. */
const replySchema = z.object({
  message: z.object({
    content: z
      .string()
      .max(longest.document)
      .nullish()
      .transform((content) => content ?? ''),
    thinking: z.unknown().optional(),
    tool_calls: toolCallsSchema,
  }),
  done_reason: doneReasonSchema,
  ...countsSchema.shape,
})

/** The fix for a body that is not Ollama's. */
export const addressFix = 'Check that OLLAMA_HOST is the address of an Ollama server'

/** Pure. Throws `ProviderError` of kind `unreadable-reply` for a body that holds no message. */
export const readOllamaReply = oncePerBody((raw): ReadReply => {
  const parsed = replySchema.safeParse(raw)
  if (!parsed.success) throw unreadableBody({ provider: 'ollama', raw, missing: 'message.content', fix: addressFix })
  const { message, done_reason, ...counts } = parsed.data
  return { ...answerText(message.content, () => placesBeside(message)), finishReason: finishReasonOf(done_reason), usage: usageOf(counts) }
})

/** Ollama parts thinking and tool calls from the answer by itself (`api/types.go` in ollama/ollama, `Message`). */
function placesBeside({ thinking, tool_calls }: z.infer<typeof replySchema>['message']): ElsewhereText[] {
  const calls = tool_calls.map((call, index) => ({
    field: `tool_calls[${index}].function.arguments`,
    text: argumentsText(call.function.arguments),
  }))
  return [{ field: 'thinking', text: textIn(thinking) }, ...calls]
}

/** Each request names the window it needs (`num_ctx`), so OLLAMA_CONTEXT_LENGTH, which is for requests that name none, changes nothing. */
export const contextFix =
  "give it a larger one: each call asks for the num_ctx that it needs, up to the model's contextTokens in the catalog of panel.config.yaml, and Ollama grants what the model has (ollama show) and its memory holds (ollama ps)"

export const ollamaReader: ReplyReader = { read: readOllamaReply, contextFix }

/** How a reply is distinguished from a failure that came with status 200. */
export const ollamaForm: ReplyForm = {
  ...ollamaReader,
  usageOf: (body) => usageOf(countsSchema.parse(body)),
  endingOf: (body) => endingSchema.parse(body).done_reason,
  isOwn: (body) => 'message' in body || 'done' in body,
}
