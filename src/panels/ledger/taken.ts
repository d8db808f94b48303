import type { Usage } from '../../contracts/model-call.js'
import { sumKnown, sumUsage } from '../../platform/sums.js'

/** What model calls took; each null where it is not known, usage also where there was no call. */
export type Taken = { usage: Usage | null; costUsd: number | null; latencyMs: number | null }

/** What a seat took in all: its own calls, those of its second draft and of the second opinion. A call that was lost keeps the sum unknown. Pure. */
export function takenInAll(own: Taken, ...others: readonly (Taken | null | undefined)[]): Taken {
  const more = others.flatMap((taken) => taken ?? [])
  if (more.length === 0) return own
  const both = [own, ...more]
  const usages = both.flatMap(({ usage }) => usage ?? [])
  const isKnown = both.every(({ usage, latencyMs }) => usage !== null || latencyMs !== null)
  return {
    usage: isKnown && usages.length > 0 ? sumUsage(usages) : null,
    costUsd: sumKnown(both.map(({ costUsd }) => costUsd)),
    latencyMs: sumKnown(both.map(({ latencyMs }) => latencyMs)),
  }
}
