import { Agent } from '@mastra/core/agent'
import { Mastra } from '@mastra/core/mastra'
import { createStep, createWorkflow } from '@mastra/core/workflows'
import { PostgresStore } from '@mastra/pg'
import { z } from 'zod'
import { readTask } from './task.mjs'

/*
 * Mastra: a workflow whose one step is run by `foreach` with a concurrency, asks an agent for structured output, and is stored in PostgreSQL.
 * After a restart `restart()` takes the stored run up.
 */

const { url, databaseUrl, requests, schema, concurrency, isRestart } = await readTask()
const runId = 'batch'
const agent = new Agent({
  name: 'reviewer',
  instructions: 'You review developer tools.',
  model: { providerId: 'paced', modelId: 'paced', url, apiKey: 'none' },
})
const ask = createStep({
  id: 'ask',
  inputSchema: z.number(),
  outputSchema: z.any(),
  execute: async ({ inputData, mastra }) => {
    const { system, user } = requests[inputData]
    const { object } = await mastra.getAgent('agent').generate(user, { instructions: system, structuredOutput: { schema } })
    if (object === undefined) throw new Error('a reply had no object')
    return object
  },
})
const review = createWorkflow({ id: 'review', inputSchema: z.array(z.number()), outputSchema: z.array(z.any()) })
  .foreach(ask, { concurrency })
  .commit()
const storage = new PostgresStore({ connectionString: databaseUrl })
const mastra = new Mastra({ agents: { agent }, workflows: { review }, storage, telemetry: { enabled: false }, logger: false })
const run = await mastra.getWorkflow('review').createRunAsync({ runId })
const result = isRestart ? await run.restart() : await run.start({ inputData: requests.map((_, request) => request) })
if (result.status !== 'success') throw new Error(`the workflow ended as ${result.status}: ${result.error}`)
await storage.close()
