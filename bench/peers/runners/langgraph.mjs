import { END, START, StateGraph } from '@langchain/langgraph'
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres'
import { ChatOpenAI } from '@langchain/openai'
import { z } from 'zod'
import { readTask } from './task.mjs'

/*
 * LangGraph.js: a graph of one node, `batch` with `maxConcurrency`, a thread a request, checkpoints in PostgreSQL. After a restart the threads
 * that have a reply are left out, and the others go on from their checkpoint (an input of null), or begin when they have none. The state holds
 * the number of a request and not its text, so a checkpoint is as small as it can be.
 */

const { url, databaseUrl, requests, schema, concurrency, isRestart } = await readTask()
const chat = new ChatOpenAI({ model: 'paced', apiKey: 'none', temperature: 0.4, configuration: { baseURL: url } })
const model = chat.withStructuredOutput(z.fromJSONSchema(schema), { name: 'verdict', method: 'jsonSchema' })
const checkpointer = PostgresSaver.fromConnString(databaseUrl)
await checkpointer.setup()

const ask = async ({ request }) => {
  const { system, user } = requests[request]
  return {
    reply: await model.invoke([
      { role: 'system', content: system },
      { role: 'user', content: user },
    ]),
  }
}
const graph = new StateGraph(z.object({ request: z.number(), reply: z.any().optional() }))
  .addNode('ask', ask)
  .addEdge(START, 'ask')
  .addEdge('ask', END)
  .compile({ checkpointer })

const threads = requests.map((_, request) => ({ request, config: { configurable: { thread_id: `request-${request}` } } }))
const left = []
for (const { request, config } of threads) {
  const { values } = isRestart ? await graph.getState(config) : { values: {} }
  if (values.reply === undefined) left.push({ input: values.request === undefined ? { request } : null, config })
}
await graph.batch(
  left.map(({ input }) => input),
  left.map(({ config }) => ({ ...config, maxConcurrency: concurrency })),
)
await checkpointer.end()
