import { z } from 'zod'
import type { ChatRequest } from '../../src/contracts/model-call.js'
import type { RequestForm } from '../../src/contracts/request-form.js'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { buildRequest } from '../../src/panels/prompt/build-request.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { ask, complete, longReplySchema, timed } from './calls.js'
import { type Case, type Live, type Seen, seconds, seen } from './case.js'

/** What a good reply is: asked for, held to what was asked, streamed, counted. */
export const replyCases: readonly Case[] = [
  { name: 'reply', title: 'a reply', run: reply },
  { name: 'structured', title: 'structured output, against the prompt', run: structured },
  { name: 'verdict-schema', title: "the verdict's schema", run: verdictSchema },
  { name: 'streaming', title: 'streaming', run: streaming },
  { name: 'usage', title: 'usage', run: usage },
]

async function reply(live: Live): Promise<Seen> {
  const { chat } = await live.target()
  const { value, ms } = await timed(live, () => complete(chat, ask('Ship or skip? Answer in JSON: {"call": "ship"}'), live.signal))
  const isGood = value.finishReason === 'stop' && /^\{\s*"call"\s*:\s*"(?:ship|skip)"\s*\}$/.test(value.text.trim())
  return seen(isGood, `${value.text.trim().length} characters in ${seconds(ms)}, ended by ${value.finishReason}`)
}

const noteSchema = z.strictObject({
  call: z.enum(['ship', 'skip']),
  score: z.int().min(1).max(5),
  deadline: z.iso.date(),
  tags: z
    .array(z.enum(['code', 'cost', 'team']))
    .min(2)
    .max(3),
})

/** The prompt asks for something else: only a server that decodes by the schema obeys it. */
async function structured(live: Live): Promise<Seen> {
  const { chat } = await live.target()
  const schema = z.toJSONSchema(noteSchema) as ChatRequest['replySchema']['schema']
  const asked = ask('Write a poem of two lines about the sea. Write no JSON and no brackets.', { schema, maxOutputTokens: 160 })
  const { value, ms } = await timed(live, () => complete(chat, asked, live.signal))
  const parsed = noteSchema.safeParse(readJson(value.text))
  const broken = parsed.error?.issues.map(({ path, code }) => `${path.join('.') || 'the whole'} (${code})`).join(', ')
  return seen(parsed.success, parsed.success ? `accepted, and obeyed in every field, in ${seconds(ms)}` : `broken at ${broken}`)
}

/** The schema of a seat with everything in it that a grammar is made of, under a prompt of a line: of the whole and of the compact form. */
async function verdictSchema(live: Live): Promise<Seen> {
  const { chat, catalog } = await live.target()
  const [[dossier], [persona]] = await Promise.all([readDossierFiles(packageFiles.sampleDossiers), loadPersonas(packageFiles.personas)])
  if (dossier === undefined || persona === undefined) throw new Error('the sample is empty')
  const tryForm = async (form: RequestForm) => {
    const { replySchema } = buildRequest({ dossier, persona, form })
    const asked = { ...ask('Write the verdict.', { maxOutputTokens: 24 }), replySchema }
    const { value, ms } = await timed(live, () => complete(chat, asked, live.signal))
    const { finishReason, usage, text } = value
    const kind = replySchema.grammar === undefined ? 'the schema' : `the grammar of the ${form.brief} form`
    const bytes = Buffer.byteLength(JSON.stringify(replySchema.grammar ?? replySchema.schema)).toLocaleString('en')
    const isGood = text.trimStart().startsWith('{') && (finishReason === 'length' || finishReason === 'stop')
    return { isGood, says: `accepted ${kind} (${bytes} bytes): ${usage.outputTokens ?? '?'} tokens of reply in ${seconds(ms)}` }
  }
  const form = catalog.formOf(live.model)
  const tries = [await tryForm({ ...form, brief: 'compact' }), await tryForm({ ...form, brief: 'full' })]
  return seen(
    tries.every(({ isGood }) => isGood),
    ...tries.map(({ says }) => says),
  )
}

async function streaming(live: Live): Promise<Seen> {
  const { chat, wire, registry } = await live.target()
  const startedMs = live.runtime.monotonicMs()
  let begunMs: number | null = null
  const onBegin = () => {
    begunMs = live.runtime.monotonicMs() - startedMs
  }
  const asked = ask('Name ten calls.', { schema: longReplySchema(12), maxOutputTokens: 200 })
  const { value, ms } = await timed(live, () => complete(chat, asked, live.signal, onBegin))
  const begun = begunMs === null ? 'never begun' : `begun after ${seconds(begunMs)}`
  const isStream = wire.pieces > 3 && begunMs !== null && begunMs < ms * 0.9
  const isGood = value.finishReason === 'stop' && (isStream || registry.localServer(live.provider) === undefined)
  return seen(isGood, `${begun}, whole after ${seconds(ms)}, in ${wire.pieces} pieces`)
}

/** A longer prompt counts more, by a token a word at least; a prompt that was read before may be counted as cached. */
async function usage(live: Live): Promise<Seen> {
  const { chat } = await live.target()
  const asked = (words: number) => ask(`Ship or skip? ${'tool '.repeat(words)}`, { maxOutputTokens: 8 })
  const short = (await complete(chat, asked(1), live.signal)).usage
  const long = (await complete(chat, asked(61), live.signal)).usage
  const again = (await complete(chat, asked(61), live.signal)).usage
  const more = (long.inputTokens ?? 0) - (short.inputTokens ?? 0)
  const isGood = more >= 60 && more <= 180 && (long.outputTokens ?? 0) > 0 && (long.outputTokens ?? 0) <= 8
  const isSame = again.inputTokens === long.inputTokens
  const cached = again.cachedInputTokens === null ? 'cached tokens not told' : `${again.cachedInputTokens} of them cached the second time`
  return seen(isGood && isSame, `${long.inputTokens ?? 'unknown'} tokens of prompt, ${long.outputTokens ?? 'unknown'} of reply`, cached)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
