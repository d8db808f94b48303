import type { Config } from '../../src/app/config.js'
import { describeError } from '../../src/cli/exit.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { cleanText, type Secret } from '../../src/platform/text/provider-text.js'
import { waitAtMost } from '../../src/platform/wait-at-most.js'
import { type Case, type Live, type Seen, type Shape, seconds, usualShape } from './case.js'
import type { ServerFacts } from './pages.js'
import type { Servers } from './servers.js'
import { openTarget, pointAt, type Target } from './target.js'

/** What a case came to, and how long it took. */
export type CaseResult = { name: string; title: string; ms: number } & Seen

type Run = {
  cases: readonly Case[]
  config: Config
  runtime: Runtime
  model: string
  provider: string
  folder: string
  isWhole: boolean
  /** Null where the configured server is used. */
  servers: Servers | null
  secrets: readonly Secret[]
  /** Aborts when someone stops the run. */
  signal: AbortSignal
  tell: (result: CaseResult) => void
}

const usualDeadlineMs = 10 * 60_000
/** How long a case that was ended may take to close what it opened. */
const closingMs = 20_000

/** Runs cases one after another, each within its own deadline. A case that throws is not as expected. */
export async function runCases(run: Run): Promise<{ server: ServerFacts | null; results: CaseResult[] }> {
  const results: CaseResult[] = []
  const seenServers: ServerFacts[] = []
  // Someone who stops the run does not wait for a deadline.
  const stopped = new Promise<Seen>((resolve) => {
    run.signal.addEventListener('abort', () => resolve({ status: 'not run', happened: 'stopped' }), { once: true })
  })
  for (const one of run.cases) {
    if (run.signal.aborted) break
    const result = await runCase({ ...run, stopped }, one, (target) => seenServers.push(target.server))
    results.push(result)
    run.tell(result)
  }
  return { server: seenServers.at(-1) ?? null, results }
}

async function runCase(
  { stopped, ...run }: Run & { stopped: Promise<Seen> },
  one: Case,
  note: (target: Target) => void,
): Promise<CaseResult> {
  const { runtime, secrets } = run
  const { name, title, needsStart = false, deadlineMs = usualDeadlineMs } = one
  if (needsStart && run.servers === null) return { name, title, ms: 0, status: 'not run', happened: 'give --start' }
  const ending = new AbortController()
  const signal = AbortSignal.any([run.signal, ending.signal])
  const startedMs = runtime.monotonicMs()
  const work = one
    .run(liveOf(run, signal, note))
    .catch((error: unknown): Seen => ({ status: 'not as expected', happened: describeError(error) }))
  const waited = await waitAtMost(Promise.race([work, stopped]), deadlineMs, runtime)
  if (waited.status === 'timed out' || run.signal.aborted) {
    ending.abort(new Error(`the case did not end within ${seconds(deadlineMs)}`))
    await waitAtMost(work, closingMs, runtime)
    // Whatever hung is not handed to the next case.
    await run.servers?.stop()
  }
  const late: Seen = { status: 'not as expected', happened: `did not end within ${seconds(deadlineMs)}` }
  const { status, happened } = waited.status === 'timed out' ? late : waited.value
  return { name, title, ms: runtime.monotonicMs() - startedMs, status, happened: cleanLine(happened, secrets) }
}

const longestLine = 900

/** A server's words may be in it. `cleanText` shortens to a message's length, so each part goes through it alone. */
function cleanLine(happened: string, secrets: readonly Secret[]): string {
  return happened
    .slice(0, longestLine)
    .split('; ')
    .map((part) => cleanText(part, secrets))
    .join('; ')
}

function liveOf(run: Run, signal: AbortSignal, note: (target: Target) => void): Live {
  const { runtime, model, provider, folder, isWhole, servers, config } = run
  const open = async (url: string | null) => {
    const target = await openTarget({ config: url === null ? config : pointAt(config, provider, url), runtime, model, provider, signal })
    if (target.server.version !== 'unknown') note(target)
    return target
  }
  const own = (): Servers => {
    if (servers === null) throw new Error('give --start')
    return servers
  }
  return {
    ...{ runtime, model, provider, folder, isWhole, signal },
    target: async (shape: Shape = usualShape) => open(servers === null ? null : (await servers.use(shape, signal)).url),
    startCold: async (shape) => {
      const server = await own().cold(shape)
      return { server, target: await open(server.url) }
    },
    crash: (awayMs) => own().crash(awayMs),
  }
}
