import type { SteeringPassage } from '../../contracts/steering.js'

/** A passage in one text, before it is known where the text is from. UTF-16 code units, end exclusive. */
export type Hit = Pick<SteeringPassage, 'kind' | 'certainty' | 'reason' | 'start' | 'end'>

/** Which kind is shown where a passage is of several: the one that says most of what it is after. */
const order: readonly Hit['kind'][] = [
  'forges-fence',
  'forges-role',
  'prescribes-call',
  'speaks-to-model',
  'encoded',
  'other-script',
  'off-topic-instruction',
]

/** Hits that overlap become one: the surer one, then the one of the kind that says most, over all that they cover. In the order of the text. */
export function mergeHits(hits: readonly Hit[]): Hit[] {
  const merged: Hit[] = []
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last === undefined || hit.start >= last.end) merged.push({ ...hit })
    else merged[merged.length - 1] = { ...surer(last, hit), start: last.start, end: Math.max(last.end, hit.end) }
  }
  return merged
}

function surer(one: Hit, other: Hit): Hit {
  if (one.certainty !== other.certainty) return one.certainty === 'likely' ? one : other
  return order.indexOf(one.kind) <= order.indexOf(other.kind) ? one : other
}
