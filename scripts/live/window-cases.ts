import { z } from 'zod'
import { parseModelId } from '../../src/providers/catalog/model-id.js'
import { ask, complete, longPrompt, outcomeOf } from './calls.js'
import { type Case, type Live, type Seen, type Shape, seen } from './case.js'
import { askRaw } from './pages.js'
import { isChat, type Target } from './target.js'

/** Prompts that are too long for the server's window: as it is started, and as the model has it at most. */
export const windowCases: readonly Case[] = [
  { name: 'context-too-long', title: 'a prompt longer than the context', run: tooLong },
  {
    name: 'context-small',
    title: 'a context of 1,024 tokens, a prompt of 1,400 and more',
    needsStart: true,
    run: (live) => shorterWindow(live, { shape: { contextTokens: 1024, slots: 1 }, words: 1_400 }),
  },
  {
    name: 'context-default',
    title: "the server's default context, a prompt of 4,600 tokens and more",
    needsStart: true,
    run: (live) => shorterWindow(live, { shape: { contextTokens: 0, slots: 1 }, words: 4_600 }),
  },
]

/** Two prompts: one that no tokenizer makes short enough, and one that is a quarter too long, which only counting tells. */
async function tooLong(live: Live): Promise<Seen> {
  const target = await live.target()
  const windowTokens = await windowOf(live, target)
  if (windowTokens === null) return { status: 'not run', happened: 'the server does not say how long its context is' }
  const surely = await tryPrompt(live, target, longPrompt(windowTokens * 2, 'Surely too long'))
  const justly = await tryPrompt(live, target, longPrompt(Math.ceil(windowTokens * 1.25), 'Too long'))
  const isGood = [surely, justly].every(({ kind }) => kind === 'context-too-long') && !surely.isSent
  return seen(
    isGood,
    `${windowTokens.toLocaleString('en')} tokens`,
    `twice as many words: ${surely.says}`,
    `a quarter more: ${justly.says}`,
  )
}

/** A prompt that does not fit how the server was started: sent raw, as any client would, and through our adapter. */
async function shorterWindow(live: Live, { shape, words }: { shape: Shape; words: number }): Promise<Seen> {
  const target = await live.target(shape)
  const raw = await sendRaw(live, target, longPrompt(words, 'A raw request'))
  const ours = await tryPrompt(live, target, longPrompt(words, 'A request of ours'))
  const isWhole = ours.kind === null && (ours.inputTokens ?? 0) >= words
  const isGood = isWhole || ours.kind === 'context-too-long'
  return seen(
    isGood,
    `raw: ${rawWords(raw, words)}`,
    `ours: ${isWhole ? `the whole prompt was read, ${ours.inputTokens?.toLocaleString('en')} tokens` : ours.says}`,
  )
}

type Tried = { kind: string | null; isSent: boolean; says: string; inputTokens: number | null }

const longestFix = 160

async function tryPrompt(live: Live, { chat, wire }: Target, prompt: string): Promise<Tried> {
  const before = wire.sent.length
  const outcome = await outcomeOf(complete(chat, ask(prompt, { maxOutputTokens: 16 }), live.signal))
  const isSent = wire.sent.slice(before).some(isChat)
  if ('reply' in outcome) {
    const { inputTokens } = outcome.reply.usage
    return { kind: null, isSent, says: `answered, ${inputTokens?.toLocaleString('en') ?? 'unknown'} tokens of prompt counted`, inputTokens }
  }
  const { kind, message } = outcome.error
  const fix = /\. (?<fix>(?:Start it again|Shorten)[^\n]{1,400})/.exec(message)?.groups?.fix ?? message
  const shown = fix.length > longestFix ? `${fix.slice(0, longestFix)}…` : fix
  return { kind, isSent, says: `${kind} ${isSent ? 'from the server' : 'before anything was sent'} ("${shown}")`, inputTokens: null }
}

const ollamaReplySchema = z.object({ prompt_eval_count: z.int().nonnegative() })
const openAiReplySchema = z.object({ usage: z.object({ prompt_tokens: z.int().nonnegative() }) })

type Raw = { status: number; readTokens: number | null }

/** As a client without our settings asks. */
async function sendRaw(live: Live, { url, server }: Target, prompt: string): Promise<Raw> {
  const { model } = parseModelId(live.model)
  const messages = [{ role: 'user', content: prompt }]
  const { signal } = live
  if (server.kind === 'Ollama') {
    const body = { model, messages, stream: false, options: { num_predict: 1 } }
    const { status, value } = await askRaw(live.runtime, `${url}/api/chat`, { body, signal })
    return { status, readTokens: ollamaReplySchema.safeParse(value).data?.prompt_eval_count ?? null }
  }
  const { status, value } = await askRaw(live.runtime, `${url}/v1/chat/completions`, { body: { model, messages, max_tokens: 1 }, signal })
  return { status, readTokens: openAiReplySchema.safeParse(value).data?.usage.prompt_tokens ?? null }
}

/** Pure. */
function rawWords({ status, readTokens }: Raw, words: number): string {
  if (status !== 200) return `refused with status ${status}`
  if (readTokens === null) return 'answered, without a count'
  const count = `${readTokens.toLocaleString('en')} tokens read`
  return readTokens < words ? `cut in silence, ${count} of ${words.toLocaleString('en')} and more` : `answered, ${count}`
}

const showSchema = z.object({ model_info: z.record(z.string(), z.unknown()) })

/** How many tokens a call of the model has at most: as its server lists it, as Ollama shows it, else as the catalog knows it. */
async function windowOf(live: Live, { registry, url, server, catalog }: Target): Promise<number | null> {
  const { model } = parseModelId(live.model)
  const listing = await registry.listModelsOf(live.provider, { signal: live.signal })
  const listed = 'models' in listing ? listing.models.find(({ name }) => name === model)?.contextTokens : undefined
  if (listed !== undefined) return listed
  if (server.kind === 'Ollama') {
    const { value } = await askRaw(live.runtime, `${url}/api/show`, { body: { model }, signal: live.signal })
    const facts = Object.entries(showSchema.safeParse(value).data?.model_info ?? {})
    const shown = z
      .int()
      .positive()
      .safeParse(facts.find(([name]) => name.endsWith('.context_length'))?.[1])
    if (shown.success) return shown.data
  }
  return catalog.find(live.model).contextTokens
}
