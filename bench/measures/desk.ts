import { gzipSync } from 'node:zlib'
import { loadConfig } from '../../src/app/config.js'
import { type App, openApp } from '../../src/app/open-app.js'
import { openWeb } from '../../src/app/open-web.js'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { readRecordings, recordingSet } from '../../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createWebApp } from '../../src/web/app.js'
import { type BenchContext, makeFolder } from '../context.js'
import { fillNewsroom, newsroom } from '../newsroom.js'
import type { DeskPage, DeskResult } from '../results.js'
import { median } from '../summary.js'
import { playedBy } from './replay.js'

export type DeskPlan = { panels: number; requests: number }

export const account = { name: 'Bench', email: 'bench@example.com', password: 'a long bench password 7' }
const panelsAtOnce = 10
export const origin = 'http://127.0.0.1'

/**
 * The pages of the desk with so many panels of eight seats in the database, none of them reviewed: server time of a request in this process,
 * without a socket, and what a page and its scripts weigh gzipped.
 */
export async function measureDesk(context: BenchContext, { panels, requests }: DeskPlan): Promise<DeskResult> {
  context.say(`desk: pages with ${panels} panels in the database`)
  const { runtime, servers } = context
  const place = await servers.place('postgres')
  const folder = await makeFolder(context, 'desk')
  const config = {
    ...(await loadConfig({ folder, defaultLogLevel: 'warn' })),
    databaseUrl: place.connectionString,
    redisUrl: place.redisUrl,
  }
  const app = await openApp(config, runtime)
  try {
    const { recordId, seatId } = await runPanels(app, panels)
    const { mounts } = await openWeb({ app, config, runtime })
    const web = createWebApp({ ...nothingElse(context), mounts, queueBoard: null })
    await (await app.people()).add({ actor: { system: 'bench' }, role: 'editor', ...account })
    const cookie = await signIn(web)
    const get = (path: string) => web.request(`${origin}${path}`, { headers: { cookie } })
    const paths = [
      '/desk',
      '/desk/panels',
      '/desk/records',
      '/desk/queue',
      `/desk/records/${recordId}`,
      `/desk/records/${recordId}/verdicts/${seatId}`,
    ]
    const pages: DeskPage[] = []
    for (const path of paths) pages.push(await measurePage(context, path, { get, requests }))
    context.say(`desk: lists with ${newsroom.tools} tools and ${newsroom.records} records in the database`)
    await fillNewsroom(place)
    const lists: DeskPage[] = []
    for (const path of [...listPaths, ...paths.slice(-2)]) lists.push(await measurePage(context, path, { get, requests }))
    return { panels, requests, pages, newsroom: { tools: newsroom.tools, records: newsroom.records, pages: lists } }
  } finally {
    await app.close()
    await place.drop()
  }
}

/** Every list of a large newsroom, as it comes and as people narrow it. A record and a verdict in it are measured too. */
const listPaths = [
  '/desk',
  '/desk/records',
  '/desk/records?q=tool-s17&sort=title',
  '/desk/records?sort=waiting',
  '/desk/records?has=comments',
  '/desk/records?has=unscored&status=in_review',
  '/desk/records?archived=only',
  '/desk/queue?scope=all&at=seat_0',
  '/desk/queue?scope=unassigned&work=unscored&at=seat_0',
  '/desk/tools',
  '/desk/tools?q=tool-s17',
  '/desk/panels',
  '/desk/panels/new',
  '/desk/panels?q=tool-s17&state=finished',
  '/desk/audit',
  '/desk/audit?q=tool-s17',
  '/desk/newsletter/subscribers',
] as const

type Web = ReturnType<typeof createWebApp>

export async function runPanels(app: App, panels: number): Promise<{ recordId: string; seatId: string }> {
  const [dossiers, personas, sample] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const worker = await app.work({ providers: [] })
  let last: { recordId: string; seatId: string } | null = null
  for (let done = 0; done < panels; done += panelsAtOnce) {
    const some = Array.from({ length: Math.min(panelsAtOnce, panels - done) }, (_, n) => `ollama:bench-${done + n}`)
    const records = await Promise.all(
      some.map(async (juror) => {
        const recordings = recordingSet(sample.recordings.map((recording) => playedBy(juror, recording)))
        const { plan } = await app.kickOff({ dossiers, personas, jurors: [juror], recordings, budgetUsd: null })
        const record = await app.follow(plan.panelId, () => {})
        return { recordId: record.id, seatId: plan.seats[0]?.id ?? '' }
      }),
    )
    last = records.at(-1) ?? last
  }
  await worker.stop({ deadlineMs: 10_000 })
  if (last === null) throw new Error('no panel was asked for')
  return last
}

export async function signIn(web: Web): Promise<string> {
  const response = await web.request(`${origin}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams({ email: account.email, password: account.password }).toString(),
  })
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  if (cookies.length === 0) throw new Error(`no one could sign in: ${response.status}`)
  return cookies.join('; ')
}

type Asking = { get: (path: string) => Response | Promise<Response>; requests: number }

async function measurePage({ runtime }: BenchContext, path: string, { get, requests }: Asking): Promise<DeskPage> {
  const times: number[] = []
  let html = ''
  for (let n = 0; n < requests + 5; n += 1) {
    const startedMs = runtime.monotonicMs()
    const response = await get(path)
    html = await response.text()
    // The first few warm code and statements up.
    if (n >= 5) times.push(runtime.monotonicMs() - startedMs)
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  }
  const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map(([, url]) => url ?? '')
  const bodies = await Promise.all(scripts.map(async (url) => Buffer.from(await (await get(url)).arrayBuffer())))
  return {
    page: path.replace(/(rec|seat)_[0-9a-z]+/g, '…'),
    medianMs: median(times),
    pageGzipBytes: gzipSync(html).length,
    scriptGzipBytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
  }
}

/** What the web app shows of its process is not measured here. */
export function nothingElse({ runtime }: BenchContext) {
  const readiness = { report: async () => ({ isReady: true, checks: [] }), stop: () => {} }
  const metrics = { contentType: 'text/plain', exposition: async () => '' }
  return { version: 'bench', readiness, metrics, metricsToken: null, runtime }
}
