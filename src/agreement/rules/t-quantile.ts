/** The 97.5 % quantile of the normal distribution. */
const z = 1.959963984540054

/**
 * The 97.5 % quantile of Student's t: a 95 % interval reaches so many standard errors to each side. Exact for 1 and 2 degrees of freedom;
 * from 3 on the series of Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5: 0.004 off at 3, right to three
 * decimals from 6 on. Pure.
 */
export function tQuantile(degreesOfFreedom: number): number {
  if (degreesOfFreedom === 1) return Math.tan(0.475 * Math.PI)
  if (degreesOfFreedom === 2) return 0.95 / Math.sqrt(2 * 0.975 * 0.025)
  const n = degreesOfFreedom
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  const fourth = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160
  return z + first / n + second / n ** 2 + third / n ** 3 + fourth / n ** 4
}
