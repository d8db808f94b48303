import { z } from 'zod'
import { replySchema } from '../src/contracts/verdict.js'
import type { Runtime } from '../src/platform/runtime.js'

const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() })).min(1),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }),
})

/**
 * What a seat comes down to: one request, its reply parsed with zod, and nothing kept. The floor and the bare queue do this alone, with the
 * fetch that the panels use and so with the same connections.
 */
export async function askAndParse({ fetch, url, body }: Pick<Runtime, 'fetch'> & { url: string; body: string }): Promise<void> {
  const response = await fetch(`${url}/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  if (!response.ok) throw new Error(`the paced provider answered ${response.status}`)
  const { choices } = completionSchema.parse(await response.json())
  replySchema.parse(JSON.parse(choices[0]?.message.content ?? ''))
}
