import { sha256 } from '../../platform/hash.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** A source that does not answer is asked again this soon, then after twice the time, and so on up to the interval. */
const firstRetryMs = hourMs
/** So many failures in a row, over three hours, are no blip any more. */
export const failuresUntilGone = 3

/** The time from one reading to the next: the interval, up to a fifth shorter or longer, always the same for an address. Milliseconds. Pure. */
export function intervalMs(address: string, refreshDays: number): number {
  const share = Number.parseInt(sha256(address).slice(0, 8), 16) / 0xffff_ffff
  return Math.round(refreshDays * dayMs * (0.8 + 0.4 * share))
}

/** When an address is read again. `failures` in a row up to now; `askedMs` is what its server asked to wait. Pure. */
export function nextReading(
  address: string,
  { at, refreshDays, failures, askedMs }: { at: Date; refreshDays: number; failures: number; askedMs: number | null },
): Date {
  const whole = intervalMs(address, refreshDays)
  const usual = failures === 0 ? whole : Math.min(whole, firstRetryMs * 2 ** Math.min(failures - 1, 20))
  // A server that asks for years is asked again all the same.
  return new Date(at.getTime() + Math.max(usual, Math.min(askedMs ?? 0, whole)))
}
