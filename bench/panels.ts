import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig } from '../src/app/config.js'
import { configFileName } from '../src/app/config-file.js'
import { estimateCost } from '../src/app/estimate-cost.js'
import { type App, openApp } from '../src/app/open-app.js'
import type { Dossier } from '../src/contracts/dossier.js'
import type { Persona } from '../src/contracts/persona.js'
import type { PanelRecord } from '../src/contracts/record.js'
import type { PanelEstimate } from '../src/panels/estimate/estimate-panel.js'
import { type Child, startChild } from './child.js'
import { type BenchContext, makeFolder, peakOf, startMeter } from './context.js'
import { benchEndpoint, benchJuror, benchPersonas, dossiersForSeats } from './inputs.js'
import { windowMs } from './provider.js'
import type { Backend, ContenderRun, Load } from './results.js'
import type { Place } from './servers.js'

/*
 * The panels under measurement, as people run them: `panel work` in processes of its own, kicked off from this one. This is the one file of
 * the benchmark that knows how an app is configured and asked.
 */

export type PanelsOptions = {
  backend: Backend
  /** Started before anything is measured. */
  workers: number
  /** How many seats each worker drafts at once. */
  concurrency: number
  /** A free endpoint shares no prompt cache that anyone pays for, so no seat waits for another; with a metered one they do. */
  endpoint: 'free' | 'metered'
}

export type Panels = {
  place: Place
  /** Those started so far. */
  workers: readonly Child[]
  startWorker: () => Promise<Child>
  /** Kicks a panel off and follows it to its record. Throws when a seat is left unscored. */
  run: (panel: BenchPanel) => Promise<PanelRecord>
  /** What the panel is estimated to take, as `panel estimate` says. */
  estimate: (panel: BenchPanel) => Promise<PanelEstimate>
}

/** The bench personas, and its one juror who drafts once, unless others are named. */
export type BenchPanel = {
  dossiers: readonly Dossier[]
  personas?: readonly Persona[]
  jurors?: readonly string[]
  repeat?: number
}

/** US dollars for a million tokens: nothing, so that no seat has to go ahead; or in the proportions in which the paced provider bills. */
const prices = {
  free: { input: 0, cachedInput: null, output: 0 },
  metered: { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5 },
}

/** Opens the app in this process and workers in their own, on a new database, for as long as `use` takes. */
export async function withPanels<T>(context: BenchContext, options: PanelsOptions, use: (panels: Panels) => Promise<T>): Promise<T> {
  const place = await context.servers.place(options.backend)
  try {
    const folder = await writeConfig(context, options)
    const home = join(folder, 'home')
    const where = { databaseUrl: place.connectionString, redisUrl: place.redisUrl, home }
    const config = { ...(await loadConfig({ folder, defaultLogLevel: 'warn' })), ...where }
    const app = await openApp(config, context.runtime)
    const workers: Child[] = []
    const startWorker = async () => {
      const worker = await startPanelWorker(context, { place, folder, home })
      workers.push(worker)
      return worker
    }
    try {
      // All of them come to an end before one that failed is reported: none may be left behind.
      const started = await Promise.allSettled(Array.from({ length: options.workers }, startWorker))
      for (const one of started) if (one.status === 'rejected') throw one.reason
      return await use({
        place,
        workers,
        startWorker,
        run: (panel) => runPanel(app, panel),
        estimate: (panel) => estimateCost(app, wholePanel(panel), config),
      })
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()))
      await app.close()
    }
  } finally {
    await place.drop()
  }
}

/** One run of the panels under a load that all workers share. */
export async function runPanels(
  context: BenchContext,
  { backend, workers: count, load }: { backend: Backend; workers: number; load: Load },
): Promise<ContenderRun> {
  const { provider, runtime } = context
  const options = { backend, workers: count, concurrency: load.concurrency / count, endpoint: 'free' } as const
  return withPanels(context, options, async ({ run, workers }) => {
    await provider.set({ latencyMs: 0 })
    if (load.warmUp > 0) await run({ dossiers: dossiersForSeats(load.warmUp, 'warm') })
    const dossiers = dossiersForSeats(load.seats, 'panels')
    await provider.set({ latencyMs: load.latencyMs })
    const used = await startMeter(context, workers)
    const startedMs = runtime.monotonicMs()
    await run({ dossiers })
    const totalMs = runtime.monotonicMs() - startedMs
    const cpu = await used()
    return { windowMs: windowMs(await provider.stats(), load.seats), totalMs, cpu, workerPeakBytes: await peakOf(workers) }
  })
}

/** Writes the configuration that the app in this process and its workers share, into a folder for both. */
async function writeConfig(context: BenchContext, { concurrency, endpoint }: PanelsOptions): Promise<string> {
  const folder = await makeFolder(context, 'panels')
  const price = { kind: 'metered', usdPerMillionTokens: prices[endpoint], readOn: '2026-11-20', source: 'https://example.com/prices' }
  const config = {
    concurrency,
    endpoints: { [benchEndpoint]: { baseUrl: context.provider.url } },
    catalog: [{ match: `${benchEndpoint}:*`, price }],
  }
  // Every JSON document is a YAML one.
  await writeFile(join(folder, configFileName), JSON.stringify(config, null, 2))
  return folder
}

function startPanelWorker(
  { runtime }: BenchContext,
  { place, folder, home }: { place: Place; folder: string; home: string },
): Promise<Child> {
  return startChild({
    script: 'src/cli/main.js',
    args: ['work'],
    env: {
      DATABASE_URL: place.connectionString,
      ...(place.redisUrl === null ? {} : { REDIS_URL: place.redisUrl }),
      PANEL_HOME: home,
    },
    folder,
    outputFile: join(folder, `${runtime.newId('worker')}.log`),
    readyText: '"working;',
    runtime,
  })
}

function wholePanel({ dossiers, personas = benchPersonas, jurors = [benchJuror], repeat = 1 }: BenchPanel): Required<BenchPanel> {
  return { dossiers, personas, jurors, repeat }
}

async function runPanel(app: App, panel: BenchPanel): Promise<PanelRecord> {
  const { plan } = await app.kickOff({ ...wholePanel(panel), recordings: null, budgetUsd: null })
  const record = await app.follow(plan.panelId, () => {})
  if (record.totals.unscored === 0) return record
  const reasons = record.tools.flatMap(({ verdicts }) =>
    verdicts.flatMap((verdict) => (verdict.status === 'unscored' ? [verdict.reason] : [])),
  )
  throw new Error(`${record.totals.unscored} seats of the benchmark ended unscored, such as: ${reasons[0]}`)
}
