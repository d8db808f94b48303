import { Hono } from 'hono'
import { openQueueBackend } from '../../../../queue/connection.js'
import { createPanelQueue } from '../../../../queue/enqueue.js'
import { createPeople } from '../../../../src/accounts/people.js'
import { createSavedViews } from '../../../../src/accounts/saved-views.js'
import type { TokenScope } from '../../../../src/accounts/store/api-tokens.js'
import { createPeopleStore } from '../../../../src/accounts/store/people.js'
import { createAgreement } from '../../../../src/agreement/measure-agreement.js'
import { estimateCost } from '../../../../src/app/estimate-cost.js'
import type { Actor } from '../../../../src/contracts/actor.js'
import type { Proposal } from '../../../../src/contracts/proposal.js'
import type { Role } from '../../../../src/contracts/role.js'
import { createIntakeActions } from '../../../../src/evidence/intake/intake-actions.js'
import { createIntakeStore } from '../../../../src/evidence/store/intakes.js'
import { createSubscriptionStore } from '../../../../src/newsletter/store/subscribers.js'
import { createSubscriberDesk } from '../../../../src/newsletter/subscriber-desk.js'
import { createKeepProposal } from '../../../../src/panels/keep-proposal.js'
import { createPanelActions } from '../../../../src/panels/panel-actions.js'
import { createRestoreDossier } from '../../../../src/panels/restore-dossier.js'
import { dossierDrafts } from '../../../../src/panels/store/dossier-draft-schema.js'
import { createDossierDraftStore } from '../../../../src/panels/store/dossier-drafts.js'
import { createDossierVersions } from '../../../../src/panels/store/dossier-versions.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { createIdempotencyStore } from '../../../../src/panels/store/idempotency.js'
import { createModelCallStore } from '../../../../src/panels/store/model-calls.js'
import { readMonthSoFar } from '../../../../src/panels/store/month-so-far.js'
import { createPanelFigures } from '../../../../src/panels/store/panel-figures.js'
import { createPanelPages } from '../../../../src/panels/store/panel-pages.js'
import { createToolLogoStore } from '../../../../src/panels/store/tool-logos.js'
import { createToolLogos } from '../../../../src/panels/tool-logos.js'
import { UsageError } from '../../../../src/platform/errors.js'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import type { ReviewSettings } from '../../../../src/review/rules/contexts.js'
import { createApiApp } from '../../../../src/web/api/app.js'
import { apiPath } from '../../../../src/web/api/paths.js'
import { createAuth } from '../../../../src/web/auth/create-auth.js'
import { marksOf } from '../../../../src/web/desk/verdict/count-marks.js'
import { securityHeaders } from '../../../../src/web/http/security-headers.js'
import { createWebhookStore } from '../../../../src/webhooks/store/webhooks.js'
import { testFreshness } from '../../evidence/freshness/test-freshness.js'
import { sampleProposal } from '../../evidence/sample-proposal.js'
import { priced } from '../../flow/test-app.js'
import { admin, editor, openDesk, otherEditor, otherReviewer, personas, reviewer } from '../../review/desk.js'

export { admin, editor, otherEditor, otherReviewer, reviewer }

export const origin = 'http://panel.test'
export const password = 'violet teapot under rain'

export type TestApi = Awaited<ReturnType<typeof openTestApi>>
export type Sent = { body?: unknown; ifMatch?: string | null; headers?: Record<string, string>; raw?: string | Uint8Array<ArrayBuffer> }

type Options = {
  settings?: Partial<ReviewSettings>
  allowsPrivateWebhooks?: boolean
  /** What reads pages from which logos are taken; without one none can be read. */
  fetcher?: Parameters<typeof createToolLogos>[0]['fetcher']
}

const smallPicture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
const missing = { finalUrl: null, kind: 'http-error', httpStatus: 404, retryAfterMs: null } as const
const noPages = async () => ({
  fetchPage: async ({ url }: { url: string }) => ({
    ...{ status: 'failed' as const, url, ...missing },
    ...{ message: 'No page is there.', fix: 'Send a file instead.' },
  }),
})

/** The API as it is served, on a database of its own, with a person of each kind and their tokens. No one works on panels. */
export async function openTestApi({ settings = {}, allowsPrivateWebhooks = false, fetcher = noPages }: Options = {}) {
  const desk = await openDesk()
  const { db, panels, runtime } = desk
  const { connectionString } = desk.database
  const backend = await openQueueBackend({
    connectionString,
    redisUrl: null,
    installationId: await panels.installationId(),
    log: runtime.log,
  })
  const review = desk.actions(settings)
  const checkModel = (model: string) => {
    if (!model.startsWith('ollama:')) throw new UsageError(`there is no provider of the model ${model}`)
  }
  const actions = createPanelActions({
    runtime,
    marksFor: review.marksFor,
    panels,
    queue: createPanelQueue(async () => backend, { sharesPromptCache: () => false }),
    connectionString,
    checkJuror: checkModel,
  })
  // One model has a price; the others are local.
  const catalog = createCatalog([{ ...priced('ollama', { input: 10, cachedInput: null, output: 50 }), match: 'ollama:dear' }])
  const registry = { reader: checkModel } as unknown as Parameters<typeof estimateCost>[0]['registry']
  const people = createPeople({ db, runtime })
  const auth = createAuth({ db, people, runtime, secret: 's'.repeat(40), publicUrl: origin, log: runtime.log })
  const webhooks = createWebhookStore(db)
  const dossiers = createDossierStore(db)
  const dossierVersions = createDossierVersions(db)
  const intakeStore = createIntakeStore(db)
  const intakes = createIntakeActions({
    ...{ intakes: intakeStore, runtime, checkModel, budgetUsd: 0.5 },
    enqueue: async () => {},
    read: async () => {
      throw new Error('no one reads here')
    },
  })
  const logos = createToolLogos({ logos: createToolLogoStore(db), fetcher, runtime })
  const api = createApiApp({
    auth,
    review,
    actions,
    panels: createPanelPages(db),
    dossierDrafts: createDossierDraftStore(db),
    panelLists: panels,
    savedViews: createSavedViews({ db, runtime }),
    countMarks: marksOf,
    subscribers: createSubscriberDesk({
      ...{ store: createSubscriptionStore(db), runtime },
      // The mailing itself is the newsletter's own to test.
      remind: async (_subscriber, note) => ((await note()) ? 'asked' : 'too many'),
    }),
    figures: createPanelFigures(db),
    dossiers,
    dossierVersions,
    restoreDossier: createRestoreDossier({ dossiers, dossierVersions, marksFor: review.marksFor, runtime }),
    intakes,
    keepProposal: createKeepProposal({ dossiers, dossierVersions, intakes: intakeStore, marksFor: review.marksFor, runtime }),
    logos,
    freshness: testFreshness({ db, runtime, review, dossiers, actions, checkJuror: checkModel }),
    measureAgreement: createAgreement({ db, runtime }).measureAgreement,
    idempotency: createIdempotencyStore(db),
    webhooks,
    allowsPrivateWebhooks,
    personas: async () => personas,
    jurors: async () => ['ollama:a'],
    juries: [
      { name: 'pair', jurors: ['ollama:a', 'ollama:b'], reserves: ['ollama:c'], repeat: 2 },
      { name: 'many', jurors: Array.from({ length: 50 }, (_, index) => `ollama:m${index}`), reserves: [], repeat: 9 },
    ],
    conflictPolicy: null,
    estimate: (request) => estimateCost({ calls: createModelCallStore(db), catalog, registry }, request, { concurrency: 4 }),
    budgetUsd: async () => null,
    monthSoFar: () => readMonthSoFar(db),
    publicUrl: origin,
    version: '1.2.3',
    runtime,
  })
  const app = new Hono()
  app.use(securityHeaders())
  app.route('/auth', auth.routes)
  app.route(apiPath, api)
  await addPeople({ db, now: runtime.now })
  const tokens = createTokens(people)
  const send = async (path: string, method: string, { body, ifMatch, headers = {}, raw }: Sent = {}): Promise<Response> => {
    const sent = new Headers(headers)
    if (ifMatch !== undefined && ifMatch !== null) sent.set('if-match', ifMatch)
    if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const address = path.startsWith('/') ? `${origin}${path.startsWith(apiPath) ? '' : apiPath}${path}` : path
    return app.request(address, { method, headers: sent, ...(payload === undefined ? {} : { body: payload }) })
  }
  /** Sends with a token of that person, by default one that may do everything the person may. */
  const as = (person: Actor, scopes: TokenScope[] = allScopes(person.role)) => {
    const call = async (method: string, path: string, sent: Sent = {}) =>
      send(path, method, { ...sent, headers: { authorization: `Bearer ${await tokens(person, scopes)}`, ...sent.headers } })
    return {
      get: (path: string, headers: Record<string, string> = {}) => call('GET', path, { headers }),
      post: (path: string, body: unknown = {}, sent: Sent = {}) => call('POST', path, { body, ...sent }),
      call,
      /** The ETag of what is at that path. */
      tag: async (path: string) => (await call('GET', path)).headers.get('etag') ?? '',
    }
  }
  return {
    ...desk,
    app,
    review,
    webhooks,
    dossiers,
    intakes: intakeStore,
    /** Sets a logo of the sample's tool. */
    logo: () => logos.upload({ slug: 'ferrydoc', by: editor, bytes: new TextEncoder().encode(smallPicture) }),
    /** A reading of the sample's addresses that has finished; its id. */
    intake: async (proposal: Proposal = sampleProposal()): Promise<string> => {
      const id = runtime.newId('int')
      const asked = { addresses: proposal.addresses, tool: null, model: null, budgetUsd: null, actor: editor, createdAt: runtime.now() }
      await intakeStore.create({ id, ...asked, status: 'reading' })
      await intakeStore.finish({ id, proposal, finishedAt: runtime.now() })
      return id
    },
    /** A dossier that the person is writing; its id. */
    dossierDraft: async (owner: Actor, values: Record<string, string> = { 'tool.name': 'Quaylog' }): Promise<string> => {
      const [id, at] = [runtime.newId('drf'), runtime.now()]
      const begun = {
        origin: 'new' as const,
        slug: null,
        base: null,
        intakeId: null,
        conflicts: {},
        name: (values['tool.name'] ?? '').replaceAll('\0', ''),
      }
      const own = { owner: owner.userId, savedBy: owner, createdAt: at, savedAt: at, revision: 1 }
      await db.insert(dossierDrafts).values({ id, values, ...begun, ...own })
      return id
    },
    people,
    send,
    as,
    close: async () => {
      await backend.close()
      await desk.close()
    },
  }
}

/** What a token of that role may allow at most. */
export function allScopes(role: Role): TokenScope[] {
  return role === 'admin' ? ['read', 'write', 'admin'] : ['read', 'write']
}

async function addPeople({ db, now }: { db: Parameters<typeof createPeopleStore>[0]; now: () => Date }): Promise<void> {
  const store = createPeopleStore(db)
  for (const { userId: id, name, role } of [admin, editor, otherEditor, reviewer, otherReviewer]) {
    await store.add({
      actor: { system: 'test' },
      person: { id, name, email: `${name.toLowerCase()}@example.org`, role, passwordHash: null, now: now() },
    })
  }
}

function createTokens(people: ReturnType<typeof createPeople>) {
  const made = new Map<string, Promise<string>>()
  return (actor: Actor, scopes: TokenScope[]): Promise<string> => {
    const key = `${actor.userId} ${scopes.join(' ')}`
    const token = made.get(key) ?? make(actor, scopes)
    made.set(key, token)
    return token
  }
  async function make(actor: Actor, scopes: TokenScope[]): Promise<string> {
    const result = await people.createToken({ actor, name: 'test', scopes, expiresAt: null })
    if (result.status !== 'made') throw new Error(`no token: ${JSON.stringify(result)}`)
    return result.token
  }
}

/** The body of an answer; an error that shows it when it has another status. */
export async function bodyOf<T = Record<string, never>>(response: Response | Promise<Response>, status = 200): Promise<T> {
  const answer = await response
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${text.slice(0, 600)}`)
  return JSON.parse(text)
}
