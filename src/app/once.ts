export type Once<T> = (() => Promise<T>) & { made: () => Promise<T | null> }

/** Makes it when first asked, and gives every caller the same; `made` gives it without making it. What could not be made is tried again. */
export function once<T>(make: () => Promise<T>): Once<T> {
  let kept: Promise<T> | null = null
  const get = () => {
    kept ??= make().catch((error: unknown) => {
      kept = null
      throw error
    })
    return kept
  }
  return Object.assign(get, { made: async () => kept })
}
