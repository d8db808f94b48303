import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import type { ChatRequest } from '../../contracts/model-call.js'
import { boundTokens, checkWindow, type PromptTokens } from '../context/check-window.js'
import { messageText } from '../reply/message-text.js'
import { type Asking, answerAt } from './pages.js'
import type { LlamaServer } from './server-facts.js'

/** llama.cpp's `POST /apply-template` and `POST /tokenize`, as far as they are used (`tools/server/README.md` in ggml-org/llama.cpp). */
const templateSchema = z.object({ prompt: z.string().max(longest.document) })
const tokensSchema = z.object({ tokens: z.array(z.unknown()).max(longest.document) })

/** A size that people write: whole thousands of 1,024. */
const stepTokens = 1024

/**
 * Throws `ProviderError` (`context-too-long`), with the command that fixes it, where a request does not fit a slot of llama.cpp's server. Its prompt
 * is counted by the server itself, where it may not fit.
 */
export async function fitWindow(
  asking: Asking,
  { server, request, signal }: { server: LlamaServer; request: ChatRequest; signal: AbortSignal },
): Promise<void> {
  const { least, most } = boundTokens(request.messages)
  if (most + request.sampling.maxOutputTokens <= server.contextTokens) return
  const counted = await countPrompt(asking, request, signal).catch(() => null)
  // What kept it from counting, the call itself meets as well.
  signal.throwIfAborted()
  const prompt = counted ?? { count: least, isCounted: false }
  const { provider } = asking.endpoint
  checkWindow({ provider, windowTokens: server.contextTokens, prompt, request, fix: (needed) => windowFix(server, needed) })
}

/** The prompt as the model's own template and tokenizer make it; null from a server that does not say. */
async function countPrompt(asking: Asking, { messages }: ChatRequest, signal: AbortSignal): Promise<PromptTokens | null> {
  const asked = { messages: messages.map((message) => ({ role: message.role, content: messageText(message) })) }
  const template = templateSchema.safeParse(await answerAt('apply-template', asking, signal, asked))
  if (!template.success) return null
  const content = { content: template.data.prompt, add_special: true, parse_special: true }
  const tokens = tokensSchema.safeParse(await answerAt('tokenize', asking, signal, content))
  return tokens.success ? { count: tokens.data.tokens.length, isCounted: true } : null
}

function windowFix({ slots }: LlamaServer, neededTokens: number): string {
  const each = Math.ceil(neededTokens / stepTokens) * stepTokens
  const shared = slots === 1 ? '' : ` -np ${slots}, which its ${slots} slots share (or -c ${each} -np 1)`
  return `Start it again with: llama-server -c ${each * slots}${shared}; where the model itself has less, shorten the dossier or seat one with a longer context`
}
