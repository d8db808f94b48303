import { ask, complete, longReplySchema, outcomeOf, timed, tinyCall } from './calls.js'
import { type Case, type Live, type Seen, seconds, seen } from './case.js'
import type { Target } from './target.js'

/** The server itself: as it starts, and how many calls it works at together. */
export const serverCases: readonly Case[] = [
  { name: 'cold-start', title: 'cold start', needsStart: true, run: coldStart },
  { name: 'one-slot', title: 'one slot, four calls at once', needsStart: true, run: (live) => atOnce(live, 1) },
  { name: 'four-slots', title: 'four slots, four calls at once', needsStart: true, run: (live) => atOnce(live, 4) },
]

const pollMs = 25
/** What a server that starts may answer: a panel waits then, and counts no attempt for `loading`. */
const startingKinds = ['unreachable', 'loading', 'connection', 'overloaded']

async function coldStart(live: Live): Promise<Seen> {
  const { target } = await live.startCold({ contextTokens: 8192, slots: 1 })
  const failures = new Map<string, number>()
  const first = await timed(live, async () => {
    for (;;) {
      const outcome = await outcomeOf(tinyCall(live, target))
      if ('reply' in outcome) return outcome.reply
      const { kind } = outcome.error
      failures.set(kind, (failures.get(kind) ?? 0) + 1)
      if (!startingKinds.includes(kind)) throw outcome.error
      await live.runtime.sleep(pollMs, live.signal)
    }
  })
  const second = await timed(live, () => tinyCall(live, target))
  const before = [...failures].map(([kind, count]) => `${kind} ${count === 1 ? 'once' : `${count} times`}`).join(', ')
  return seen(
    true,
    `asked every ${pollMs} ms from its start: ${before || 'no failure'}`,
    `first reply after ${seconds(first.ms)}, the next in ${seconds(second.ms)}`,
  )
}

const calls = 4

async function atOnce(live: Live, slots: number): Promise<Seen> {
  const target = await live.target({ contextTokens: 2048 * slots, slots })
  const server = target.registry.localServer(live.provider)
  const told = (await server?.slots({ signal: live.signal })) ?? null
  const call = (index: number) =>
    complete(target.chat, ask(`Name calls, list ${index}.`, { schema: longReplySchema(4), maxOutputTokens: 60 }), live.signal)
  await call(0)
  const alone = await timed(live, () => call(1))
  const ended = new AbortController()
  const peak = told?.busy === undefined || told.busy === null ? Promise.resolve(null) : mostBusy(live, target, ended.signal)
  const together = await timed(live, () => Promise.allSettled(Array.from({ length: calls }, (_, index) => call(index + 2))))
  ended.abort()
  const replied = together.value.filter(({ status }) => status === 'fulfilled').length
  const busiest = await peak
  const isTold = told === null || told.total === slots
  const works = busiest === null ? 'it does not say how many it works at' : `at most ${busiest} at work together`
  return seen(
    replied === calls && isTold && (busiest === null || busiest <= slots),
    told === null
      ? 'it does not tell its slots, so a panel sends one call at a time'
      : `it tells ${told.total} ${told.total === 1 ? 'slot' : 'slots'}`,
    `${replied} of ${calls} replied in ${seconds(together.ms)}, one alone in ${seconds(alone.ms)}`,
    works,
  )
}

async function mostBusy(live: Live, { registry }: Target, ended: AbortSignal): Promise<number> {
  let most = 0
  while (!ended.aborted) {
    const slots = await registry
      .localServer(live.provider)
      ?.slots({ signal: live.signal })
      .catch(() => null)
    most = Math.max(most, slots?.busy ?? 0)
    await live.runtime.sleep(pollMs, ended).catch(() => undefined)
  }
  return most
}
