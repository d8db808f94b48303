import pLimit from 'p-limit'
import { createRuntime } from '../src/platform/runtime.js'
import { askAndParse } from './ask.js'
import { type FloorUse, floorTaskSchema } from './floor.js'
import { requestBodies } from './inputs.js'
import { setProvider } from './provider.js'

/*
 * The floor: what the same calls take with nothing around them. A loop over `fetch` with p-limit, in a process of its own: the task as JSON
 * is its argument, and what it used is the JSON line it ends with.
 */

const { url, controlUrl, latencyMs, seats, concurrency, warmUp } = floorTaskSchema.parse(JSON.parse(process.argv[2] ?? ''))
const { fetch } = createRuntime({ logLevel: 'warn' })
const limit = pLimit(concurrency)
const run = (bodies: readonly string[]) => Promise.all(bodies.map((body) => limit(() => askAndParse({ fetch, url, body }))))

const bodies = requestBodies(seats, 'floor')
await setProvider({ fetch }, controlUrl, { latencyMs: 0 })
await run(requestBodies(warmUp, 'warm'))
await setProvider({ fetch }, controlUrl, { latencyMs })
const before = process.cpuUsage()
await run(bodies)
const { user, system } = process.cpuUsage(before)
const use: FloorUse = { cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 }
process.stdout.write(`${JSON.stringify(use)}\n`)
