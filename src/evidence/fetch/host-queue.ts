/** Runs tasks of one host one after another, those of different hosts at the same time. */
export type HostQueue = <T>(host: string, task: () => Promise<T>, signal?: AbortSignal) => Promise<T>

/**
 * A queue for each host, first come, first served. A task that fails lets the next one begin; one whose signal aborts while it waits rejects at
 * once with the signal's reason, and is never begun. Holds nothing of a host that no one waits for.
 */
export function createHostQueue(): HostQueue {
  const tails = new Map<string, Promise<void>>()
  return async (host, task, signal) => {
    const before = tails.get(host) ?? Promise.resolve()
    const turn = openGate()
    const tail = before.then(() => turn.opened)
    tails.set(host, tail)
    try {
      await orAborted(before, signal)
      return await task()
    } finally {
      turn.open()
      // Behind those who came later, if any: theirs is the tail then.
      void tail.then(() => tails.get(host) === tail && tails.delete(host))
    }
  }
}

function openGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** What the work comes to, or the signal's reason as soon as it aborts; the work goes on. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  signal.throwIfAborted()
  const watch = new AbortController()
  // A signal of its own: Node warns of a leak where many wait for one.
  const own = AbortSignal.any([signal])
  const aborted = new Promise<never>((_, reject) => {
    own.addEventListener('abort', () => reject(own.reason), { once: true, signal: watch.signal })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    watch.abort()
  }
}
