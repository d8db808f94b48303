import { join } from 'node:path'
import { z } from 'zod'
import type { Runtime } from '../src/platform/runtime.js'
import { startChild } from './child.js'
import { type Provider, windowMs } from './provider.js'
import type { Load } from './results.js'

export const floorTaskSchema = z.object({
  url: z.string(),
  controlUrl: z.string(),
  latencyMs: z.number(),
  seats: z.int(),
  concurrency: z.int(),
  warmUp: z.int(),
})
const floorUseSchema = z.object({ cpuSeconds: z.number(), peakBytes: z.number() })
export type FloorUse = z.infer<typeof floorUseSchema>

export type FloorRun = { windowMs: number } & FloorUse

/** Runs the floor once, in a process of its own. */
export async function runFloor(
  { provider, runtime, folder }: { provider: Provider; runtime: Runtime; folder: string },
  load: Load,
): Promise<FloorRun> {
  const { url, controlUrl } = provider
  const args = [JSON.stringify({ url, controlUrl, ...load } satisfies z.input<typeof floorTaskSchema>)]
  const outputFile = join(folder, 'floor.log')
  const child = await startChild({ script: 'bench/floor-process.js', args, folder, outputFile, readyText: '}\n', runtime })
  await child.stop()
  const use = floorUseSchema.parse(JSON.parse(await child.output()))
  return { windowMs: windowMs(await provider.stats(), load.seats), ...use }
}
