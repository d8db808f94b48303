import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, Output } from 'ai'
import pLimit from 'p-limit'
import { z } from 'zod'
import { readTask } from './task.mjs'

/* The Vercel AI SDK: `generateText` with an output schema, each call through p-limit. It has no store for a batch, so a restart does all of it. */

const { url, requests, schema, concurrency } = await readTask()
const model = createOpenAICompatible({ name: 'paced', baseURL: url, supportsStructuredOutputs: true })('paced')
const output = Output.object({ schema: z.fromJSONSchema(schema), name: 'verdict' })
const limit = pLimit(concurrency)
await Promise.all(
  requests.map(({ system, user }) => limit(() => generateText({ model, system, prompt: user, output }).then((r) => r.output))),
)
