import { z } from 'zod'
import { longest, most, recordOfAtMost } from '../../contracts/limits.js'
import type { ElsewhereText, FinishReason, ReadReply } from '../chat-model.js'
import { answerText, argumentsText, textIn } from './answer-text.js'
import { type ChatCompletionUsage, readChatUsage } from './chat-completion-usage.js'
import { oncePerBody } from './once-per-body.js'

/** A reply in the form of `POST /v1/chat/completions`, which OpenAI defined and many others speak, as far as it is used. */
export type ChatCompletion = Pick<ReadReply, 'text' | 'elsewhere'> & {
  /** What the model said instead of answering (OpenAI's `message.refusal`); null when it answered. */
  refusal: string | null
  /** In the provider's own words; null where it gave none. */
  finishReason: string | null
} & ChatCompletionUsage

/** Parts other than text, such as Mistral's `thinking`, are no part of the answer. */
const partSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string().max(longest.document) }).transform(({ text }) => text),
  z.looseObject({ type: z.string().max(longest.id) }).transform(() => ''),
])
/** A model that spent all its tokens on thinking, called a tool or refused has no content. */
const contentSchema = z
  .union([
    z.string().max(longest.document),
    z
      .array(partSchema)
      .max(most.members)
      .transform((parts) => parts.join('')),
  ])
  .nullish()
  .transform((content) => content ?? '')

/** Anything more is let through; only a first choice with a message must be there. */
const choiceSchema = z.object({
  message: z.looseObject({
    content: contentSchema,
    refusal: z.string().max(longest.document).regex(/\S/).nullable().default(null).catch(null),
  }),
  finish_reason: z.string().max(longest.id).nullable().default(null).catch(null),
})
const chatCompletionSchema = z.object({ choices: z.tuple([choiceSchema], z.unknown()), usage: z.unknown().optional() })

/** Pure. Null for a body that holds no message. */
export const readChatCompletion = oncePerBody((raw): ChatCompletion | null => {
  const parsed = chatCompletionSchema.safeParse(raw)
  if (!parsed.success) return null
  const [{ message, finish_reason }] = parsed.data.choices
  const { content, refusal } = message
  const isRefusal = content === '' && refusal !== null
  const answer = isRefusal ? { text: refusal } : answerText(content, () => (refusal === null ? placesBeside(rawMessage(raw)) : []))
  return { ...answer, refusal, finishReason: finish_reason, ...readChatUsage(parsed.data.usage) }
})

const rawMessageSchema = z.object({
  choices: z.tuple([z.object({ message: recordOfAtMost(z.record(z.string().max(longest.id), z.unknown()), most.parts) })], z.unknown()),
})

/** The message as it came, with the parts of its content that are no text. */
function rawMessage(raw: unknown): Record<string, unknown> {
  return rawMessageSchema.safeParse(raw).data?.choices[0].message ?? {}
}

/** Where servers put thinking: DeepSeek and vLLM, OpenRouter and newer vLLM, others. */
const thinkingFields = ['reasoning_content', 'reasoning', 'thinking', 'reasoning_details']

const toolCallsSchema = z
  .array(
    z.looseObject({
      function: z.looseObject({ arguments: z.unknown().optional() }).optional().catch(undefined),
      arguments: z.unknown().optional(),
    }),
  )
  .max(most.members)
  .catch([])
const functionCallSchema = z.object({ arguments: z.unknown().optional() })
const thinkingPartsSchema = z
  .array(z.unknown())
  .max(most.members)
  .transform((parts) => parts.filter((part) => !isTextPart(part)))
  .catch([])

function isTextPart(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'text'
}

function placesBeside(message: Record<string, unknown>): ElsewhereText[] {
  const toolCalls = toolCallsSchema.parse(message.tool_calls)
  const functionCall = functionCallSchema.safeParse(message.function_call).data
  return [
    { field: 'the parts of content that are no text', text: textIn(thinkingPartsSchema.parse(message.content)) },
    ...thinkingFields.map((field) => ({ field, text: textIn(message[field]) })),
    ...toolCalls.map((call, index) => ({
      field: `tool_calls[${index}].function.arguments`,
      text: argumentsText(call.function?.arguments ?? call.arguments),
    })),
    { field: 'function_call.arguments', text: argumentsText(functionCall?.arguments) },
  ]
}

/**
 * What the words for a reply's end mean, of OpenAI and of servers that speak its form with words of their own: Mistral (`model_length`), Z.ai
 * (`sensitive`, `model_context_window_exceeded`), Google's endpoint, Together (`eos`), gateways that hand another vendor's word on.
 */
const finishReasons: ReadonlyMap<string | undefined, FinishReason> = new Map([
  ...['stop', 'end_turn', 'stop_sequence', 'eos'].map((word) => [word, 'stop'] as const),
  ...['length', 'model_length', 'max_tokens', 'model_context_window_exceeded'].map((word) => [word, 'length'] as const),
  ...['content_filter', 'sensitive', 'safety', 'prohibited_content', 'recitation'].map((word) => [word, 'content-filter'] as const),
  ['refusal', 'refusal'],
])

/** A refusal may have `stop`, and is then known by the message's `refusal` ("Structured outputs" in OpenAI's guides). Pure. */
export function finishReasonOf({ finishReason, refusal }: Pick<ChatCompletion, 'finishReason' | 'refusal'>): FinishReason {
  if (refusal !== null) return 'refusal'
  return finishReasons.get(finishReason?.toLowerCase()) ?? 'other'
}

/** The codes that an error body gives itself: `code` and `type`, nested in `error` or not, as text; those it has. */
export function errorCodes(body: unknown): string[] {
  const flat = errorCodeSchema.safeParse(body)
  const nested = nestedErrorSchema.safeParse(body)
  return [nested.data?.error, flat.data].flatMap((codes) => [codes?.code, codes?.type]).filter((code) => typeof code === 'string')
}

const codeSchema = z
  .union([z.string().max(longest.id), z.number().transform(String)])
  .nullish()
  .catch(null)
const errorCodeSchema = z.object({ code: codeSchema, type: codeSchema })
const nestedErrorSchema = z.object({ error: errorCodeSchema })
