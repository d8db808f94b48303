import { once } from 'node:events'
import { createRuntime } from '../src/platform/runtime.js'
import { askAndParse } from './ask.js'
import { bareTaskSchema } from './bare.js'
import { bareJobSchema, openBareQueue } from './bare-queue.js'
import { requestBodies } from './inputs.js'

/* A worker of the bare queue, in a process of its own: each job is one request with a body made beforehand, its reply parsed with zod. */

const { connectionString, redisUrl, url, concurrency, queue, bodies: counts } = bareTaskSchema.parse(JSON.parse(process.argv[2] ?? ''))
const { fetch } = createRuntime({ logLevel: 'warn' })
const bodies = new Map(Object.entries(counts).map(([tag, count]) => [tag, requestBodies(count, tag)]))
const bare = await openBareQueue({ connectionString, redisUrl })
const worker = bare.startWorker(
  queue,
  async ({ data }) => {
    const { tag, n } = bareJobSchema.parse(data)
    await askAndParse({ fetch, url, body: bodies.get(tag)?.[n] ?? '' })
  },
  concurrency,
)
await worker.waitUntilReady()
process.stdout.write('ready\n')
await once(process, 'SIGTERM')
await worker.close()
await bare.close()
process.exit(0)
