/** So many samples of a request belong to one repeat: a conversation that a reply left without a verdict goes on to the next of them. */
const samplesPerRepeat = 1_000

/** The sample that a juror's draft begins with; repeats never share one. */
export function firstSample(repeat: number): number {
  return (repeat - 1) * samplesPerRepeat + 1
}

/** Which repeat a sample of a seat's request is of. */
export function repeatOf(sample: number): number {
  return Math.floor((sample - 1) / samplesPerRepeat) + 1
}
