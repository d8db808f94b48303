import type { MessageCreateParamsStreaming, MessageParam, TextBlockParam } from '@anthropic-ai/sdk/resources/messages'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import type { CatalogModel } from '../catalog/catalog-entry.js'
import { withSchemaInPrompt } from '../structured-output/json-in-prompt.js'
import { toOutputSchema } from './output-schema.js'

/** A request may hold so many (platform.claude.com/docs/en/build-with-claude/prompt-caching). */
const mostBreakpoints = 4

type Mapping = { model: string; request: ChatRequest; known: Pick<CatalogModel, 'structuredOutput' | 'thinking' | 'noThinking'> }

/**
 * A chat request in the form of `POST /v1/messages`. The temperature is not sent: API version 2026-10-21, which the SDK speaks, has none and
 * answers 400 to it, whatever the model (platform.claude.com/docs/en/api/versioning). Pure.
 */
export function toAnthropicRequest({ model, request, known }: Mapping): MessageCreateParamsStreaming {
  const isNative = known.structuredOutput === 'json-schema'
  const { messages, replySchema, sampling } = isNative ? request : withSchemaInPrompt(request)
  const marks = breakpoints(messages)
  const system = messages.filter(({ role }) => role === 'system').flatMap((message) => blocks(message, marks))
  const format = { type: 'json_schema' as const, schema: toOutputSchema(replySchema.schema) }
  const { thinking, effort } = thinkingOf(known)
  const outputConfig = { ...(effort === null ? {} : { effort }), ...(isNative ? { format } : {}) }
  return {
    model,
    max_tokens: sampling.maxOutputTokens,
    ...(system.length === 0 ? {} : { system }),
    messages: messages.flatMap((message) => turn(message, marks)),
    ...(thinking === null ? {} : { thinking }),
    ...(Object.keys(outputConfig).length === 0 ? {} : { output_config: outputConfig }),
    // Long replies arrive bit by bit, so that no proxy takes the silence for a dead connection, and the reply's beginning is seen.
    stream: true,
  }
}

type Part = Message['parts'][number]

/**
 * The parts that end a prefix worth caching. Of too many the last stay: a prefix that an earlier request has cached is looked for behind
 * each of them, up to 20 blocks back.
 */
function breakpoints(messages: readonly Message[]): ReadonlySet<Part> {
  return new Set(
    messages
      .flatMap(({ parts }) => parts)
      .filter(({ cacheable }) => cacheable)
      .slice(-mostBreakpoints),
  )
}

function turn(message: Message, marks: ReadonlySet<Part>): MessageParam[] {
  return message.role === 'system' ? [] : [{ role: message.role, content: blocks(message, marks) }]
}

/**
 * A message's parts as blocks. A blank line comes before each but the first, as in `messageText`, so that two delimiters never share a line,
 * whatever the API puts between blocks. It refuses a block without text.
 */
function blocks({ parts }: Message, marks: ReadonlySet<Part>): TextBlockParam[] {
  return parts.map((part, index) => {
    const text = part.text.trim() === '' ? '(empty)' : part.text
    const marked = marks.has(part) ? { cache_control: { type: 'ephemeral' as const } } : {}
    return { type: 'text', text: index === 0 ? text : `\n\n${text}`, ...marked }
  })
}

/**
 * Thinking would spend the reply's tokens where no reader sees it; the schema puts the reasons before the call instead. Newer models think
 * unless told not to, in a word that differs by model, and a few cannot be told: those take the effort they make
 * (platform.claude.com/docs/en/build-with-claude/thinking).
 */
function thinkingOf({ thinking, noThinking }: Mapping['known']) {
  if (thinking !== 'off') return { thinking: { type: 'adaptive' as const }, effort: thinking }
  return { thinking: noThinking === undefined ? null : { type: noThinking }, effort: null }
}
