import { Hono } from 'hono'
import { pino } from 'pino'
import { createPeople } from '../../../../src/accounts/people.js'
import { createSavedViews } from '../../../../src/accounts/saved-views.js'
import { readSignInSecret } from '../../../../src/accounts/sign-in-secret.js'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { Persona } from '../../../../src/contracts/persona.js'
import type { Role } from '../../../../src/contracts/role.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { checkEvidence } from '../../../../src/evidence/check-evidence.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { buildRecord } from '../../../../src/panels/record/build-record.js'
import { createPanelStore } from '../../../../src/panels/store/panels.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { recordId as recordIdOf } from '../../../../src/platform/ids.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createReviewActions } from '../../../../src/review/create-review-actions.js'
import type { ReviewSettings } from '../../../../src/review/rules/contexts.js'
import { createReviewStore } from '../../../../src/review/store/reviews.js'
import { writtenByHand } from '../../../../src/review/store/written-by-hand.js'
import { createAuth } from '../../../../src/web/auth/create-auth.js'
import type { AuthEnv } from '../../../../src/web/auth/variables.js'
import { assetRoutes, deskAssets } from '../../../../src/web/desk/assets.js'
import { createQueueApp } from '../../../../src/web/desk/queue/app.js'
import { deskHeaders } from '../../../../src/web/desk/send.js'
import { createVerdictApp } from '../../../../src/web/desk/verdict/app.js'
import { securityHeaders } from '../../../../src/web/http/security-headers.js'
import { createTestDatabase } from '../../database.js'
import { type SampleContent, sampleContent, sampleDossier, samplePersona } from '../../samples.js'
import { createCookieJar } from '../cookie-jar.js'

export const password = 'violet teapot under rain'

export type PanelWish = {
  dossiers?: readonly Dossier[]
  personas?: readonly Persona[]
  jurors?: readonly string[]
  /** How often each juror drafts each seat. */
  repeat?: number
  /** What the model replied for a seat; null leaves it unscored. */
  replyFor?: (seat: { tool: string; persona: string; model: string; repeat?: number | undefined }) => Partial<SampleContent> | null
  flags?: string[]
}

export type ReviewDesk = Awaited<ReturnType<typeof openReviewDesk>>

/** The verdict editor and the queue as the desk mounts them, behind real sign-in, on a database of its own. */
export async function openReviewDesk(settings: Partial<ReviewSettings> = {}) {
  const database = await createTestDatabase()
  const failures: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => failures.push(line) })
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log })
  await migrateDatabase(pool, packageFiles.migrations)
  const runtime = createRuntime({ logLevel: 'silent' })
  const people = createPeople({ db, runtime })
  const secret = await readSignInSecret({ db, runtime, configured: null })
  const auth = createAuth({ db, people, runtime, secret, publicUrl: null, log })
  const panels = createPanelStore(db, { writtenByHand })
  const review = createReviewActions({
    reviews: createReviewStore(db),
    runtime,
    settings: { fourEyes: true, blindFirst: false, ...settings },
    retryPanel: async (panelId, { alongside }) => panels.reopen({ panelId, from: ['finished', 'failed'], alongside, at: runtime.now() }),
    findPerson: async (userId) => {
      const person = await people.find(userId)
      return person === null ? null : { userId: person.id, name: person.name }
    },
  })
  const app = new Hono<AuthEnv>()
  app.use(securityHeaders())
  app.route('/auth', auth.routes)
  const desk = new Hono<AuthEnv>()
  desk.use(deskHeaders)
  desk.route('/', assetRoutes(deskAssets))
  desk.use(auth.session, auth.sameOrigin, auth.requireActor())
  desk.route(
    '/',
    createQueueApp({ review, people, runtime, savedViews: createSavedViews({ db, runtime }), personas: async () => [samplePersona()] }),
  )
  desk.route('/', createVerdictApp({ review, people, runtime }))
  app.route('/desk', desk)
  app.onError((error, c) => {
    failures.push(`${c.req.method} ${c.req.path}: ${error.stack} ${String(error.cause ?? '')}`)
    return c.text('failed', 500)
  })
  return {
    app,
    review,
    people,
    runtime,
    /** What went wrong on the server: nothing should. */
    failures,
    addPerson: async (role: Role, name: string) => {
      const added = await people.add({ actor: { system: 'test' }, name, email: emailOf(name), role, password })
      if (added.status !== 'added') throw new Error(`${name}: ${added.status}`)
      return { userId: added.userId, name, role }
    },
    panel: (wish: PanelWish = {}) => keepPanel({ panels, runtime }, wish),
    /** A browser without scripts: it keeps cookies, and sends forms as pages do. */
    visitor: (origin?: string) => createVisitor(app, origin),
    close: async () => {
      await pool.end()
      await database.drop()
    },
  }
}

export function emailOf(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z]/g, '')}@example.org`
}

type Scene = { panels: ReturnType<typeof createPanelStore>; runtime: ReturnType<typeof createRuntime> }

/** A finished panel, as a worker leaves it. */
export async function keepPanel({ panels, runtime }: Scene, wish: PanelWish) {
  const {
    dossiers = [sampleDossier()],
    personas = defaultPersonas,
    jurors = ['ollama:a'],
    repeat,
    replyFor = () => ({}),
    flags = [],
  } = wish
  const panelId = runtime.newId('pnl')
  const plan = planPanel({
    panelId,
    dossiers,
    personas,
    jurors,
    recordingSet: null,
    budgetUsd: null,
    ...(repeat === undefined ? {} : { repeat }),
  })
  const documents = { dossiers, personas, recordings: [] }
  await panels.create({ plan, documents, requestSha256: sha256(panelId), priority: 'editor', createdAt: runtime.now() })
  const outcomes = []
  for (const seat of plan.seats) {
    const dossier = dossiers.find(({ tool }) => tool.slug === seat.tool)
    if (dossier === undefined) throw new Error('no such tool')
    const outcome = outcomeOf({ seat, dossier, reply: replyFor(seat), flags })
    await panels.startSeat({ seatId: seat.id, run: 1, at: runtime.now() })
    await panels.finishSeat({ seatId: seat.id, outcome, at: runtime.now() })
    outcomes.push({ seat, outcome })
  }
  const at = runtime.now().toISOString()
  const replies = { called: outcomes.length, fromLedger: 0, replayed: 0 }
  const run = { startedAt: at, finishedAt: at, wallTimeMs: 0, replies, spentUsd: null }
  await panels.saveRecord(buildRecord({ plan, dossiers, personas, outcomes, run }), 1)
  const recordId = recordIdOf(panelId)
  const verdicts = plan.seats.map(({ id }) => id)
  const [verdict = ''] = verdicts
  return { panelId, recordId, verdicts, path: `/desk/records/${recordId}/verdicts/${verdict}`, verdict, seats: plan.seats }
}

export const defaultPersonas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]

type Ended = { seat: { id: string; model: string }; dossier: Dossier; reply: Partial<SampleContent> | null; flags: string[] }

function outcomeOf({ seat: { id, model }, dossier, reply, flags }: Ended): DraftOutcome {
  const provenance = { model, origin: 'recorded' as const, callKey: sha256(id), callKeys: [sha256(id)], usage: null, costUsd: null }
  if (reply === null) {
    const unscored = { status: 'unscored' as const, kind: 'truncated' as const, reason: 'the reply broke off', rawText: '{' }
    return { ...unscored, ...provenance, callKey: null, latencyMs: 40 }
  }
  const words = sampleContent(reply)
  const draft = { schema: 'panel.draft/1' as const, ...words, evidence: checkEvidence(words.evidence, dossier), flags }
  return { status: 'drafted', draft, ...provenance, latencyMs: 40 }
}

export type Visitor = ReturnType<typeof createVisitor>

function createVisitor(app: Hono<AuthEnv>, origin = 'http://desk.test') {
  const jar = createCookieJar()
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (jar.cookies.size > 0) headers.set('cookie', jar.header())
    const response = await app.request(`${origin}${path}`, { ...init, headers }, { incoming: { socket: { remoteAddress: '192.0.2.1' } } })
    jar.keep(response)
    return response
  }
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
    })
  return {
    get: (path: string) => send(path),
    page: async (path: string) => (await send(path)).text(),
    post,
    /** Sends a form and looks at the page it leads to. */
    follow: async (path: string, fields: Record<string, string>) => {
      const response = await post(path, fields)
      const place = response.headers.get('location')
      if (place === null) return { status: response.status, location: null, text: await response.text() }
      return { status: response.status, location: place, text: await (await send(place.replace(/#.*/, ''))).text() }
    },
    signIn: async (name: string) => {
      const { status } = await post('/auth/sign-in', { email: emailOf(name), password })
      if (status !== 303) throw new Error(`${name} was not signed in: ${status}`)
    },
  }
}

/** What the fields of the form that goes to that address hold, as a browser would send them without changing any. */
export function formOf(html: string, action: string): Record<string, string> {
  const form = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
    .map(([text]) => text)
    .find((text) => /^<form[^>]*>/.exec(text)?.[0].includes(` action="${action}"`))
  if (form === undefined) throw new Error(`no form for ${action}`)
  const fields: Record<string, string> = {}
  const pattern = /<(?:(input)\b([^>]*)>|(textarea|select)\b([^>]*)>([\s\S]*?)<\/(?:textarea|select)>)/g
  for (const [, input, inputAttributes, tag = input, attributes = inputAttributes ?? '', inner = ''] of form.matchAll(pattern)) {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1]
    if (name === undefined) continue
    const type = /\btype="([^"]*)"/.exec(attributes)?.[1]
    if (type === 'radio' && !/\bchecked\b/.test(attributes)) continue
    if (tag === 'textarea') fields[name] = unescapeHtml(inner.replace(/^\n/, ''))
    else if (tag === 'select') fields[name] = unescapeHtml(/<option value="([^"]*)" selected/.exec(inner)?.[1] ?? '')
    else fields[name] = unescapeHtml(/\bvalue="([^"]*)"/.exec(attributes)?.[1] ?? '')
  }
  return fields
}

function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
