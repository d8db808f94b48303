/** The sum, added up from the smallest, so that it is the same to the last digit in whatever order the parts come. Pure. */
export function sortedSum(parts: readonly number[]): number {
  return [...parts].sort((a, b) => a - b).reduce((sum, part) => sum + part, 0)
}

/** The mean, the same in whatever order; of nothing, 0. Pure. */
export function sortedMean(parts: readonly number[]): number {
  return parts.length === 0 ? 0 : sortedSum(parts) / parts.length
}
