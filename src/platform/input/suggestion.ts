import { closestMatch } from 'leven'

/** What is longer is no slip of the pen over a key or an id; the distance takes the product of both lengths. */
const longestWritten = 100

/**
 * The candidate nearest to what was written, or null when none is near: at most a third of the letters may differ, and of four or
 * more always two (two letters swapped count as two), by Levenshtein distance without regard to case, hyphens and underscores.
 */
export function nearest(written: string, candidates: readonly string[]): string | null {
  if (written.length > longestWritten) return null
  const plainCandidates = new Map(candidates.map((candidate) => [plain(candidate), candidate]))
  const maxDistance = Math.max(written.length < 4 ? 1 : 2, Math.floor(written.length / 3))
  const match = closestMatch(plain(written), [...plainCandidates.keys()], { maxDistance })
  return match === undefined ? null : (plainCandidates.get(match) ?? null)
}

/** `did you mean "x"? ` with a trailing space, to come before a fix; empty when no candidate is near. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const candidate = nearest(written, candidates)
  return candidate === null ? '' : `did you mean "${candidate}"? `
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '')
}
