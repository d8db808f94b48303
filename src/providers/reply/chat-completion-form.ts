import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import type { Usage } from '../../contracts/model-call.js'
import type { ReplyReader } from '../chat-model.js'
import type { ReplyForm } from '../http/failed-reply.js'
import { readChatCompletion } from './chat-completion.js'
import { type ChatCompletionUsage, readChatUsage } from './chat-completion-usage.js'

const countedSchema = z.object({ usage: z.unknown().optional() })
const endingSchema = z.object({ choices: z.tuple([z.object({ finish_reason: z.string().max(longest.id) })], z.unknown()) })

/** How replies in the form of OpenAI's chat completions are distinguished from failures; the provider's own map of usage comes along. Pure. */
export function chatCompletionForm(reader: ReplyReader, usageOf: (counted: ChatCompletionUsage) => Usage): ReplyForm {
  return {
    ...reader,
    usageOf: (body) => usageOf(readChatCompletion(body) ?? readChatUsage(countedSchema.safeParse(body).data?.usage)),
    endingOf: (body) => endingSchema.safeParse(body).data?.choices[0].finish_reason ?? null,
    isOwn: (body) => 'choices' in body,
  }
}
