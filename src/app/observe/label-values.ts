/** What a label says in place of a value that came too late. */
export const otherValue = 'other'
const longestValue = 120

/**
 * Keeps a label's values from outside in bounds: the first `limit` distinct ones pass, cut to 120 characters, and every later one becomes
 * `other`. Each distinct value is a time series that Prometheus keeps in memory, and a model id is whatever someone typed.
 */
export function boundedLabel({ limit }: { limit: number }): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    const short = value.slice(0, longestValue)
    if (known.has(short)) return short
    if (known.size >= limit) return otherValue
    known.add(short)
    return short
  }
}
