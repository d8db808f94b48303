/** A wait as people read it, for "try again in …": seconds up to two minutes, then minutes up to two hours, then hours; rounded up. Pure. */
export function waitWords(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} ${Math.ceil(seconds) === 1 ? 'second' : 'seconds'}`
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3_600)} hours`
}
