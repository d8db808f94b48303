import type { PanelRecord } from '../../src/contracts/record.js'
import { callKeysOf } from '../../src/panels/ledger/record-calls.js'
import { timed } from './calls.js'
import { type Case, type Live, type Seen, seconds, seen, usualShape } from './case.js'
import { type LivePanels, withPanels } from './panels.js'
import { isChat, type Target } from './target.js'

/** A model writes a page for each seat, and on a slow machine reads a long prompt for a minute. */
const panelMs = 40 * 60_000

/** Whole panels over the sample, as workers run them, each in an embedded database of its own. */
export const panelCases: readonly Case[] = [
  { name: 'panel', title: 'a panel over the sample', deadlineMs: panelMs, run: panel },
  { name: 'kill', title: 'server killed in mid-panel and started again', needsStart: true, deadlineMs: panelMs, run: killed },
  { name: 'two-workers', title: 'two workers on one server', deadlineMs: panelMs, run: twoWorkers },
]

/** Seats that a server or a queue left without an outcome; what a model wrote is another matter. */
const brokenKinds = ['provider-failure', 'never-finished', 'no-recording', 'over-budget']
/** Where the reply does not matter, it is cut short. */
const shortReplyTokens = 48

async function panel(live: Live): Promise<Seen> {
  const target = await live.target(usualShape)
  return withPanels(live, { target, size: 'personas', replyTokens: null }, async (panels) => {
    const worker = await panels.workHere()
    try {
      const { value: record, ms } = await timed(live, () => panels.run())
      return seen(isUnbroken(record), recordWords(record), `${usageWords(record)} in ${seconds(ms)}`)
    } finally {
      await worker.stop()
    }
  })
}

const awayMs = 4_000
const intoCallMs = 3_000

async function killed(live: Live): Promise<Seen> {
  const target = await live.target(usualShape)
  return withPanels(live, { target, size: 'personas', replyTokens: null }, async (panels) => {
    const worker = await panels.workHere()
    try {
      const run = timed(live, () => panels.run())
      await Promise.race([untilCalled(live, target), run])
      await live.runtime.sleep(intoCallMs, live.signal)
      await live.crash(awayMs)
      const { value: record, ms } = await run
      const sent = target.wire.sent.filter(isChat).length
      return seen(
        isUnbroken(record),
        `away for ${seconds(awayMs)} in its first call`,
        recordWords(record),
        `${record.totals.modelCalls.recorded} calls answered of ${sent} that were sent or refused, in ${seconds(ms)}`,
      )
    } finally {
      await worker.stop()
    }
  })
}

async function untilCalled(live: Live, { wire }: Target): Promise<void> {
  while (!wire.sent.some(isChat)) await live.runtime.sleep(100, live.signal)
}

async function twoWorkers(live: Live): Promise<Seen> {
  const target = await live.target(usualShape)
  const slots = (await target.registry.localServer(live.provider)?.slots({ signal: live.signal }))?.total ?? 1
  return withPanels(live, { target, size: 'dossiers', replyTokens: shortReplyTokens }, async (panels) => {
    const workers = [await panels.workApart(), await panels.workApart()]
    try {
      const { value: record, ms } = await timed(live, () => panels.run())
      const atOnce = await mostTogether(panels, record)
      const isLocal = target.registry.localServer(live.provider) !== undefined
      const isGood = isUnbroken(record) && (!isLocal || atOnce <= slots)
      return seen(
        isGood,
        recordWords(record),
        `at most ${atOnce} ${atOnce === 1 ? 'call' : 'calls'} under way together, of ${slots}`,
        seconds(ms),
      )
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()))
    }
  })
}

async function mostTogether({ app }: LivePanels, record: PanelRecord): Promise<number> {
  const calls = await app.calls.findCalls(callKeysOf(record))
  return mostAtOnce(
    calls.map(({ finishedAt, latencyMs }) => {
      const endMs = Date.parse(finishedAt)
      return { startMs: endMs - (latencyMs ?? 0), endMs }
    }),
  )
}

/** How many of the stretches overlap at most; one that ends as another begins does not. Pure. */
export function mostAtOnce(stretches: readonly { startMs: number; endMs: number }[]): number {
  const counts = stretches.map(({ startMs }) => stretches.filter((other) => other.startMs <= startMs && startMs < other.endMs).length)
  return Math.max(0, ...counts)
}

function isUnbroken({ tools }: PanelRecord): boolean {
  return tools.every(({ verdicts }) => verdicts.every((verdict) => verdict.status === 'drafted' || !brokenKinds.includes(verdict.kind)))
}

/** How the seats of a panel ended, in words. Pure. */
function recordWords({ tools, totals }: PanelRecord): string {
  const kinds = tools.flatMap(({ verdicts }) => verdicts.flatMap((verdict) => (verdict.status === 'unscored' ? [verdict.kind] : [])))
  const unscored = kinds.length === 0 ? '' : `, ${kinds.length} unscored (${[...new Set(kinds)].join(', ')})`
  return `${totals.seats} seats: ${totals.drafted} drafted${unscored}`
}

function usageWords({ totals }: PanelRecord): string {
  const { usage, modelCalls } = totals
  return `${modelCalls.recorded} calls, ${usage.inputTokens?.toLocaleString('en') ?? 'unknown'} tokens read and ${usage.outputTokens?.toLocaleString('en') ?? 'unknown'} written`
}
