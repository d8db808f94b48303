import pLimit from 'p-limit'
import type { Runtime } from '../platform/runtime.js'

/** Mails at once, and the pauses before a mail that did not get through is tried again, in milliseconds. */
const mailsAtOnce = 4
const pausesMs = [5_000, 60_000, 600_000]

/** Writes and sends one mail. False when it did not get through and may be tried again. */
export type MailTask = () => Promise<boolean>

export type MailBacklog = ReturnType<typeof createMailBacklog>

/**
 * Mails that answer a form, sent after the answer: how long a request takes says nothing of what there was to send, and a mail server that is down
 * for a while costs no one their mail. What waits is lost with the process; the reader asks again.
 */
export function createMailBacklog(runtime: Pick<Runtime, 'sleep' | 'log'>) {
  const limit = pLimit(mailsAtOnce)
  const stopping = new AbortController()
  const { signal } = stopping
  const under = new Set<Promise<boolean>>()

  const attempt = (task: MailTask): Promise<boolean> => {
    const trying = limit(async () => {
      // The reader has their answer first.
      await runtime.sleep(0)
      return task().catch((error: unknown) => {
        runtime.log.warn({ err: error }, 'a mail could not be written; it is tried again')
        return false
      })
    })
    under.add(trying)
    return trying.finally(() => under.delete(trying))
  }
  const deliver = async (task: MailTask): Promise<void> => {
    if (await attempt(task)) return
    for (const pauseMs of pausesMs) {
      await runtime.sleep(pauseMs, signal).catch(() => undefined)
      if (signal.aborted || (await attempt(task))) return
    }
    runtime.log.error('a mail that answers a form was given up: the mail server took it at no attempt')
  }
  return {
    /** Takes a mail and returns at once. */
    add: (task: MailTask): void => {
      void deliver(task)
    },
    /** Waits until nothing is being sent: what waits to be tried again does not count. */
    settled: async (): Promise<void> => {
      while (under.size > 0) await Promise.all(under)
    },
    /** Lets what is being sent come to its end, and gives up what waits to be tried again. */
    stop: async (): Promise<void> => {
      stopping.abort()
      while (under.size > 0) await Promise.all(under)
    },
  }
}
