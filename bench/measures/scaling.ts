import type { BenchContext } from '../context.js'
import { runPanels } from '../panels.js'
import type { ScalingResult } from '../results.js'

export type ScalingPlan = {
  latencyMs: number
  concurrencyPerWorker: number
  workers: readonly number[]
  seatsPerWorker: number
  rounds: number
}

/**
 * Seats a second as workers are added, each with the concurrency it would have alone: that is how a fleet grows. The seats grow with
 * the workers, so that each measurement takes about as long. Of a few rounds the best counts.
 */
export async function measureScaling(context: BenchContext, plan: ScalingPlan): Promise<ScalingResult> {
  const { latencyMs, concurrencyPerWorker, seatsPerWorker, rounds } = plan
  const points: ScalingResult['points'] = []
  for (const backend of context.backends) {
    for (const workers of plan.workers) {
      context.say(`scaling: ${workers} ${workers === 1 ? 'worker' : 'workers'} on ${backend}`)
      const seats = seatsPerWorker * workers
      const load = { latencyMs, seats, concurrency: concurrencyPerWorker * workers, warmUp: 16 * workers }
      let best = 0
      for (let round = 0; round < rounds; round += 1) {
        const { windowMs } = await runPanels(context, { backend, workers, load })
        best = Math.max(best, (seats / windowMs) * 1000)
      }
      points.push({ backend, workers, seats, seatsPerSecond: best })
    }
  }
  return { latencyMs, concurrencyPerWorker, points }
}
