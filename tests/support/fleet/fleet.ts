import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { App } from '../../../src/app/open-app.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { type ChatAnswer, type ChatAsk, type ChatServer, startChatServer } from '../flow/chat-server.js'
import { endpoint, free, openTestApp, someDossiers, somePersonas } from '../flow/test-app.js'
import { sampleReply } from '../samples.js'

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
export const usage = { prompt_tokens: 1_000, completion_tokens: 100 }
/** Seats at once in each worker. */
export const concurrency = 4
export const panelCount = 20
export const seatsPerPanel = 4

export type WorkerProcess = {
  kill: (signal: NodeJS.Signals) => void
  /** Its exit code; null when a signal ended it. */
  exited: Promise<number | null>
  logged: () => string
}

export type Fleet = Awaited<ReturnType<typeof openFleet>>

type FleetOptions = {
  connectionString: string
  redisUrl: string | null
  /** What the model says to a request; a good reply after `latencyMs` when left out. */
  answer?: (ask: ChatAsk) => ChatAnswer | null
  latencyMs: number
}

/** A fleet on a database: a model server that counts, an app that kicks panels off and follows them, and workers as processes. */
export async function openFleet({ connectionString, redisUrl, answer, latencyMs }: FleetOptions) {
  const server = await startChatServer((ask) => answer?.(ask) ?? goodReply(latencyMs))
  const folder = await mkdtemp(join(tmpdir(), 'panel-fleet-'))
  const endpoints = { gateway: { baseUrl: server.url } }
  const catalog = [free('gateway')]
  await writeFile(join(folder, 'panel.config.yaml'), JSON.stringify({ concurrency, endpoints, catalog }))
  const app = await openTestApp({
    database: { connectionString, drop: async () => {} },
    endpoints: [endpoint('gateway', server.url)],
    catalog,
    concurrency,
    redisUrl,
  })
  const env = { DATABASE_URL: connectionString, ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }), LOG_LEVEL: 'info' }
  return {
    server,
    app,
    startWorker: (nodeOptions: readonly string[] = []) => startWorker({ folder, env, nodeOptions }),
    close: async () => {
      await app.close()
      await server.stop()
      await rm(folder, { recursive: true })
    },
  }
}

function goodReply(latencyMs: number): ChatAnswer {
  const hold = { headers: new Promise((resolve) => setTimeout(resolve, latencyMs)) }
  return { kind: 'reply', text: JSON.stringify(sampleReply()), usage, hold }
}

type WorkerStart = { folder: string; env: Readonly<Record<string, string>>; nodeOptions: readonly string[] }

/** Starts `panel work`; resolves once it works, or has ended. */
async function startWorker({ folder, env, nodeOptions }: WorkerStart): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [...nodeOptions, main, 'work'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null)
  let logged = ''
  const works = new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      logged += chunk
      if (logged.includes('working; stop with Ctrl-C')) resolve()
    })
  })
  await Promise.race([works, exited])
  return { kill: (signal) => child.kill(signal), exited, logged: () => logged }
}

/** Kicks 20 panels off, each about a tool of its own, and returns their ids. */
export async function kickOffPanels(app: App): Promise<string[]> {
  const personas = somePersonas(seatsPerPanel)
  const started = await Promise.all(
    someDossiers(panelCount).map((dossier) =>
      app.kickOff({ dossiers: [dossier], personas, jurors: ['gateway:model'], recordings: null, budgetUsd: null }),
    ),
  )
  return started.map(({ plan }) => plan.panelId)
}

/** What holds of a fleet when all has ended. */
export type Outcome = {
  finished: number
  drafts: number
  recordedVerdicts: number
  settledCalls: number
  /** Requests that the server saw, and those whose reply it sent whole. */
  requests: number
  replies: number
  /** Whole replies beyond one for each request. */
  boughtAgain: number
  attempts: number
  ledgerInputTokens: number
}

/** Counts in the database and at the server. */
export async function readOutcome({ connectionString }: { connectionString: string }, server: ChatServer): Promise<Outcome> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<Omit<Outcome, 'requests' | 'replies' | 'boughtAgain'>>(`
      SELECT (SELECT count(*)::int FROM panels WHERE status = 'finished') AS finished,
        (SELECT count(*)::int FROM seats WHERE status = 'drafted') AS drafts,
        (SELECT count(*)::int FROM records, json_array_elements(body -> 'tools') tool, json_array_elements(tool -> 'verdicts') verdict
          WHERE verdict ->> 'status' = 'drafted') AS "recordedVerdicts",
        (SELECT count(*)::int FROM model_calls WHERE status = 'settled') AS "settledCalls",
        (SELECT count(*)::int FROM model_call_attempts) AS attempts,
        (SELECT coalesce(sum((usage ->> 'inputTokens')::int), 0)::int FROM model_calls) AS "ledgerInputTokens"`)
    const [row] = rows
    if (row === undefined) throw new Error('the database counted nothing')
    return { ...row, ...readServer(server) }
  } finally {
    await client.end()
  }
}

function readServer(server: ChatServer): Pick<Outcome, 'requests' | 'replies' | 'boughtAgain'> {
  const ended = server.events.filter(({ event, answer }) => event === 'ended' && answer?.kind === 'reply')
  const distinct = new Set(ended.map(({ ask }) => ask.bodySha256)).size
  return { requests: server.arrivals().length, replies: ended.length, boughtAgain: ended.length - distinct }
}
