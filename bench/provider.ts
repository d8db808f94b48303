import { join } from 'node:path'
import { z } from 'zod'
import type { Runtime } from '../src/platform/runtime.js'
import { startChild } from './child.js'
import { type ProviderSettings, type ProviderStats, providerStatsSchema } from './provider-protocol.js'

export type Provider = {
  /** Where its API begins. */
  url: string
  /** Where it is set and read. */
  controlUrl: string
  pid: number
  /** Sets it, and starts its counts again. */
  set: (settings: Partial<ProviderSettings>) => Promise<void>
  stats: () => Promise<ProviderStats>
  stop: () => Promise<void>
}

/** Starts the paced provider in a process of its own. */
export async function startProvider({ folder, runtime }: { folder: string; runtime: Runtime }): Promise<Provider> {
  const outputFile = join(folder, 'provider.log')
  const child = await startChild({ script: 'bench/fake-provider.js', folder, outputFile, readyText: '}\n', runtime })
  const { port } = z.object({ port: z.int() }).parse(JSON.parse(await child.output()))
  const controlUrl = `http://127.0.0.1:${port}/control`
  return {
    url: `http://127.0.0.1:${port}/v1`,
    controlUrl,
    pid: child.pid,
    set: (settings) => setProvider(runtime, controlUrl, settings),
    stats: async () => providerStatsSchema.parse(await (await runtime.fetch(controlUrl)).json()),
    stop: child.stop,
  }
}

/** Sets the provider at that address, for a process that only knows the address. */
export async function setProvider(
  { fetch }: Pick<Runtime, 'fetch'>,
  controlUrl: string,
  settings: Partial<ProviderSettings>,
): Promise<void> {
  const body = JSON.stringify({ latencyMs: 0, ...settings })
  const response = await fetch(controlUrl, { method: 'POST', body })
  if (!response.ok) throw new Error(`the paced provider refused its settings: ${await response.text()}`)
  await response.text()
}

/** Milliseconds from the first request to the last reply. Throws when it did not answer that many requests, each once. */
export function windowMs({ requests, replies, firstRequestMs, lastReplyMs }: ProviderStats, expected: number): number {
  if (requests !== expected || replies !== expected || firstRequestMs === null || lastReplyMs === null)
    throw new Error(`the paced provider got ${requests} requests and answered ${replies}, where ${expected} were expected`)
  return lastReplyMs - firstRequestMs
}
