/** Streams that one person may have open at once in this process: a browser's tabs, and a few that are not known to be gone yet. */
export const streamsOfPerson = 12

export type StreamLimit = {
  /** Counts one more; null where there are too many, else what counts it as gone, once. */
  take: (userId: string) => (() => void) | null
}

/** Counts open streams by person. */
export function createStreamLimit(): StreamLimit {
  const open = new Map<string, number>()
  return {
    take: (userId) => {
      const mine = open.get(userId) ?? 0
      if (mine >= streamsOfPerson) return null
      open.set(userId, mine + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        const left = (open.get(userId) ?? 1) - 1
        if (left > 0) open.set(userId, left)
        else open.delete(userId)
      }
    },
  }
}
