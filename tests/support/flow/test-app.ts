import pg from 'pg'
import { inject } from 'vitest'
import type { PanelWorker } from '../../../queue/worker.js'
import type { Config, Endpoint } from '../../../src/app/config.js'
import { type App, openApp } from '../../../src/app/open-app.js'
import type { Dossier } from '../../../src/contracts/dossier.js'
import type { Persona } from '../../../src/contracts/persona.js'
import type { PanelRecord } from '../../../src/contracts/record.js'
import type { KickOff } from '../../../src/panels/panel-actions.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import type { CatalogEntry, MeteredPrice } from '../../../src/providers/catalog/catalog-entry.js'
import { setUpProviders } from '../../../src/providers/setup.js'
import type { TestDatabase } from '../database.js'
import { sampleDossier, samplePersona } from '../samples.js'
import { testConfig } from '../test-config.js'

export type TestAppOptions = {
  database: TestDatabase
  endpoints?: readonly Endpoint[]
  /** The vendors and their keys; none has one when left out. */
  providers?: Config['providers']
  catalog?: readonly CatalogEntry[]
  concurrency: number
  limits?: Config['limits']
  retention?: Config['retention']
  secondOpinion?: Config['secondOpinion']
  /** When left out, the queue is where the test run has it: in the database, or on the test run's Redis in the project `on redis`. */
  redisUrl?: string | null
}

/** The whole app on a test's database, as `panel work` opens it, with nothing of the machine's own configuration. */
export function openTestApp({
  database,
  providers = setUpProviders({}),
  redisUrl = queueOfTheRun(),
  ...change
}: TestAppOptions): Promise<App> {
  return openApp(testConfig(database.connectionString, { providers, redisUrl, ...change }), createRuntime({ logLevel: 'silent' }))
}

/** The Redis of the test run in the project `on redis`, null elsewhere: the queue is in the database. */
export function queueOfTheRun(): string | null {
  return inject('queueKind') === 'redis' ? inject('sharedRedisUrl') : null
}

/** An endpoint of that name. With no catalog entry, one that is not local has an unknown price. */
export function endpoint(name: string, baseUrl: string, local = false): Endpoint {
  return { name, baseUrl, apiKey: null, apiKeyEnv: null, local }
}

/** A catalog entry that gives every model of an endpoint a price. */
export function priced(name: string, usdPerMillionTokens: MeteredPrice['usdPerMillionTokens']): CatalogEntry {
  return {
    match: `${name}:*`,
    price: { kind: 'metered', usdPerMillionTokens, readOn: '2026-11-20', source: 'https://example.com/prices' },
  }
}

/**
 * A catalog entry that makes every model of an endpoint cost nothing and share nothing. A local one costs nothing either, but is asked one thing
 * at a time, one seat of each tool ahead.
 */
export function free(name: string): CatalogEntry {
  return priced(name, { input: 0, cachedInput: null, output: 0 })
}

/** That many dossiers, each about a tool of its own: tool-1, tool-2 … */
export function someDossiers(count: number): Dossier[] {
  return numbers(count).map((n) => {
    const { tool } = sampleDossier()
    return sampleDossier({ tool: { ...tool, slug: `tool-${n}`, name: `Tool ${n}` } })
  })
}

/** That many personas that the sample reply satisfies: persona-1, persona-2 … */
export function somePersonas(count: number): Persona[] {
  return numbers(count).map((n) => samplePersona({ id: `persona-${n}`, order: n }))
}

/** 1, 2 … count. */
export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

export type PanelRequest = Pick<KickOff, 'dossiers' | 'personas' | 'jurors' | 'reserves' | 'repeat' | 'conflictPolicy' | 'blind'> & {
  budgetUsd?: number
}

/** Puts a panel into the queue of the first app, and follows it to its record. Someone has to work. */
export async function runPanel(app: App, { budgetUsd, ...request }: PanelRequest): Promise<PanelRecord> {
  const { plan } = await app.kickOff({ ...request, recordings: null, budgetUsd: budgetUsd ?? null })
  return app.follow(plan.panelId, () => {})
}

/** Works with all the workers given, until what is to be done has been done. */
export async function whileWorking<T>(workers: readonly Promise<PanelWorker>[], work: () => Promise<T>): Promise<T> {
  const started = await Promise.all(workers)
  try {
    return await work()
  } finally {
    await Promise.all(started.map((worker) => worker.stop({ deadlineMs: 5_000 })))
  }
}

/** The rows a statement gives, on a connection of its own. */
export async function queryRows<T extends pg.QueryResultRow>({ connectionString }: TestDatabase, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<T>(statement)).rows
  } finally {
    await client.end()
  }
}
