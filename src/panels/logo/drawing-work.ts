/** An element of a drawing, in the order of the document. */
export type Part = {
  name: string
  id: string | null
  /** What it costs to draw it once, without what is in it: 1, and 1 more for every 64 characters. */
  weight: number
  /** The index after the last element in it. */
  end: number
  /** Ids of what clips or masks it. */
  clips: readonly string[]
  /** The id of what is drawn in its place. */
  use: string | null
}

/**
 * What it costs to draw these, each as often as it is drawn: a clip or mask again for every element that names it, and what is used again for
 * every use, with its clips and masks. Right only where nothing within a clip, a mask or a part with an id names another. Linear.
 */
export function drawingWork(parts: readonly Part[]): number {
  const once = sumsOf(parts.map((part) => part.weight))
  const defined = costById(parts, once)
  const clipped = sumsOf(parts.map((part) => part.weight + part.clips.reduce((sum, id) => sum + (defined.get(id) ?? 0), 0)))
  const drawn = costById(parts, clipped)
  const again = parts.reduce((sum, { use }) => sum + (use === null ? 0 : (drawn.get(use) ?? 0)), 0)
  return (clipped.at(-1) ?? 0) + again
}

/** The most stops a gradient has: each is looked at for every point that is filled with it. */
export function mostStops(parts: readonly Part[]): number {
  return parts.reduce((most, { name, end }, index) => (name.endsWith('Gradient') ? Math.max(most, end - index - 1) : most), 0)
}

/** What is before each index, and all of it at the end. */
function sumsOf(costs: readonly number[]): number[] {
  const sums = [0]
  for (const cost of costs) sums.push((sums.at(-1) ?? 0) + cost)
  return sums
}

/** Of elements that share an id, all: which of them counts is the renderer's choice. */
function costById(parts: readonly Part[], sums: readonly number[]): Map<string, number> {
  const costs = new Map<string, number>()
  for (const [index, { id, end }] of parts.entries()) {
    if (id !== null) costs.set(id, (costs.get(id) ?? 0) + (sums[end] ?? 0) - (sums[index] ?? 0))
  }
  return costs
}
