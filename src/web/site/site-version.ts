import type { Runtime } from '../../platform/runtime.js'
import { waitAtMost } from '../../platform/wait-at-most.js'
import type { KnownVotes } from './vote-changes.js'

/** What pages are kept for: the content, another text whenever a page may look different for another reason than votes; and the votes. */
export type SiteVersion = { content: string; votes: KnownVotes }

export type SiteVersionOptions = {
  /** Rejects when the database cannot be asked. */
  read: () => Promise<SiteVersion>
  /** How long an answer is good for, so that a busy site asks seldom. 0: every request asks, those at once together. */
  freshForMs: number
  /** How long a page waits for an answer once an earlier one is known; the earlier one then holds. */
  timeoutMs?: number
  runtime: Pick<Runtime, 'monotonicMs' | 'sleep' | 'log'>
}

/** The site's version, and whether it is the present one as far as is known. */
export type PresentVersion = { version: SiteVersion; isCertain: boolean }

type Known = PresentVersion & { readAtMs: number }

const defaultTimeoutMs = 500

/**
 * Reads the site's version at most so often, requests at once together. With a database that does not answer, the last version goes on being
 * the present one; before there was any, the call rejects.
 */
export function createSiteVersion({ read, freshForMs, timeoutMs = defaultTimeoutMs, runtime }: SiteVersionOptions) {
  let known: Known | null = null
  let reading: Promise<Known> | null = null

  const readAgain = async (): Promise<Known> => {
    try {
      const version = await read()
      known = { version, readAtMs: runtime.monotonicMs(), isCertain: true }
    } catch (error) {
      if (known === null) throw error
      runtime.log.warn({ err: error }, 'the site goes on with what it knows: what was published since cannot be read')
      known = { ...known, readAtMs: runtime.monotonicMs(), isCertain: false }
    } finally {
      reading = null
    }
    return known
  }

  const wait = async (latest: Promise<Known>): Promise<PresentVersion> => {
    if (known === null) return latest
    const answer = await waitAtMost(latest, timeoutMs, runtime)
    return answer.status === 'ended' ? answer.value : { ...known, isCertain: false }
  }

  const fresh = (): PresentVersion | null => {
    // After a failure the next attempt waits a little, too: a database that comes back has other things to do.
    const goodForMs = known?.isCertain === false ? Math.max(freshForMs, timeoutMs) : freshForMs
    return known !== null && runtime.monotonicMs() - known.readAtMs < goodForMs ? known : null
  }

  return {
    /** Null when it would have to be asked for. */
    fresh,
    /** At once when it is fresh. */
    current: (): PresentVersion | Promise<PresentVersion> => {
      const present = fresh()
      if (present !== null) return present
      reading ??= readAgain()
      return wait(reading)
    },
  }
}
