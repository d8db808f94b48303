import { z } from 'zod'
import type { Actor } from '../../contracts/actor.js'
import type { Dossier } from '../../contracts/dossier.js'
import { atMost } from '../../contracts/limits.js'
import { budgetWarnings } from '../../panels/estimate/month-cover.js'
import type { KickOff } from '../../panels/panel-actions.js'
import { mostDrafts } from '../../panels/plan/plan-panel.js'
import type { PanelHead } from '../../panels/store/panel-pages.js'
import type { ToolHead } from '../../panels/store/tool-lists.js'
import { UsageError } from '../../platform/errors.js'
import { hashJson } from '../../platform/hash.js'
import type { ApiDependencies } from './dependencies.js'
import { sendPanel } from './panel-answers.js'
import { apiLink } from './paths.js'
import { type FieldError, sendProblem } from './problems.js'
import { sentence } from './review-answers.js'
import { type Api, type ApiContext, addRoute } from './route.js'
import { kickedOff, kickOff } from './schemas.js'
import { countErrors, invalidQuery } from './validation.js'

/** The form of a key: what RFC 9110 allows in a header, without spaces; a UUID is a good one. */
const keyPattern = /^[\x21-\x7e]{1,200}$/
const retryAfterSeconds = 2

type Asked = z.output<typeof kickOff>

/** Starts a panel, once for each Idempotency-Key of a person. */
export function addKickOffRoute(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/panels', tag: 'Panels', scope: 'write', roles: ['editor'], body: kickOff },
      summary: 'Kick off a panel',
      description:
        'The same Idempotency-Key with the same body gives the same panel, also after it has finished: send it again whenever no answer came. A panel for the same tools, personas, jurors and budget that runs already is that panel.',
      headers: {
        'Idempotency-Key': atMost(z.string().regex(keyPattern), 200).describe(
          '1 to 200 characters of your choice, such as a UUID; yours alone.',
        ),
      },
      answers: {
        200: { description: 'The panel, which was there already.', schema: kickedOff, isTagged: true },
        201: { description: 'The new panel.', schema: kickedOff, isTagged: true },
      },
      problems: ['invalid-query', 'key-in-use', 'key-reused'],
    },
    async (c, { actor, body }) => {
      const key = c.req.header('idempotency-key') ?? ''
      if (!keyPattern.test(key)) {
        const detail =
          key === '' ? 'send one: a panel may cost money, and must not start twice' : 'write 1 to 200 printable ASCII characters'
        return invalidQuery(c, [{ parameter: 'Idempotency-Key', detail }])
      }
      return startOnce(c, dependencies, { actor, key, asked: body })
    },
  )
}

async function startOnce(c: ApiContext, dependencies: ApiDependencies, { actor, key, asked }: { actor: Actor; key: string; asked: Asked }) {
  const { idempotency, runtime } = dependencies
  const request = { userId: actor.userId, key, requestSha256: hashJson(asked) }
  const claim = await idempotency.claim({ ...request, newHolder: runtime.newId('hold') })
  if (claim.status === 'made')
    return sendKickedOff(c, dependencies, { panelId: claim.panelId, isNew: false, warnings: await warningsOf(dependencies, asked) })
  if (claim.status === 'another request') return sendProblem(c, 'key-reused', 'This Idempotency-Key stands for another request of yours.')
  if (claim.status === 'under way') {
    c.header('retry-after', String(retryAfterSeconds))
    return sendProblem(c, 'key-in-use', 'The first request with this Idempotency-Key is still under way.')
  }
  try {
    const started = await start(c, dependencies, { asked, actor })
    if ('answer' in started) {
      await idempotency.release(request, claim)
      return started.answer
    }
    await idempotency.keep(request, { holder: claim.holder, panelId: started.panelId })
    return await sendKickedOff(c, dependencies, started)
  } catch (error) {
    await idempotency.release(request, claim)
    throw error
  }
}

async function sendKickedOff(c: ApiContext, { panels }: ApiDependencies, { panelId, isNew, warnings }: KickedOff): Promise<Response> {
  const head = await panels.head(panelId)
  if (head === null) throw new Error(`the panel ${panelId} is gone`)
  return sendPanel(c, head, { status: isNew ? 201 : 200, location: apiLink('panels', panelId), more: { warnings } })
}

type KickedOff = { panelId: string; isNew: boolean; warnings: string[] }
type Started = KickedOff | { answer: Response }

type Starting = { asked: Asked; actor: Actor }

async function start(c: ApiContext, dependencies: ApiDependencies, { asked, actor }: Starting): Promise<Started> {
  const found = await findRequest(dependencies, asked)
  if ('errors' in found) return { answer: sendProblem(c, 'invalid', countErrors(found.errors.length), { errors: found.errors }) }
  try {
    const warnings = await warn(dependencies, found.request)
    const { plan, isNew } = await dependencies.actions.kickOff({ ...found.request, by: actor })
    return { panelId: plan.panelId, isNew, warnings }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { answer: sendProblem(c, 'invalid', sentence(error.message), { errors: [{ pointer: '/jurors', detail: error.message }] }) }
  }
}

/** What there is to say of a request before it starts: its budget, or what is left of the month's, is below its estimate. */
async function warn({ estimate, monthSoFar }: ApiDependencies, request: KickOff): Promise<string[]> {
  const { budgetUsd } = request
  const month = await monthSoFar()
  return budgetUsd === null && month === null ? [] : budgetWarnings(await estimate(request), { budgetUsd, month })
}

/** The same of a request that started its panel before; nothing where its names stand for nothing any more. */
async function warningsOf(dependencies: ApiDependencies, asked: Asked): Promise<string[]> {
  const found = await findRequest(dependencies, asked)
  return 'errors' in found ? [] : warn(dependencies, found.request)
}

/** What a request's names stand for, or every one that stands for nothing. */
async function findRequest(dependencies: ApiDependencies, asked: Asked): Promise<{ request: KickOff } | { errors: FieldError[] }> {
  const known = await dependencies.personas()
  const wanted = asked.personas ?? known.map(({ id }) => id)
  const before = asked.again === undefined ? null : await dependencies.panels.head(asked.again)
  if (asked.again !== undefined && before === null) return { errors: [{ pointer: '/again', detail: 'there is no such panel' }] }
  const dossiers = await Promise.all(
    asked.tools.map((slug) => (before === null ? newestDossier(dependencies, slug) : judgedDossier(dependencies, before, slug))),
  )
  const terms = await findTerms(dependencies, asked)
  const heads = before === null ? await dependencies.dossiers.toolHeads(asked.tools) : new Map<string, ToolHead>()
  const errors: FieldError[] = [
    ...asked.tools.flatMap((slug, index) =>
      (heads.get(slug)?.archivedAt ?? null) !== null
        ? [{ pointer: `/tools/${index}`, detail: 'the tool is in the archive: leave it out, or take it out of the archive first' }]
        : [],
    ),
    ...dossiers.flatMap((dossier, index) =>
      dossier === null
        ? [{ pointer: `/tools/${index}`, detail: before === null ? 'there is no such tool' : 'that panel did not judge this tool' }]
        : [],
    ),
    ...wanted.flatMap((id, index) =>
      known.some((persona) => persona.id === id) ? [] : [{ pointer: `/personas/${index}`, detail: 'there is no such persona' }],
    ),
    ...('errors' in terms ? terms.errors : []),
  ]
  if (errors.length > 0 || 'errors' in terms) return { errors }
  const budgetUsd = asked.budgetUsd === undefined ? await dependencies.budgetUsd() : asked.budgetUsd
  const personas = known.filter(({ id }) => wanted.includes(id))
  const found = dossiers.filter((dossier) => dossier !== null)
  const drafts = found.length * personas.length * terms.jurors.length * (terms.repeat ?? 1)
  if (drafts > mostDrafts) {
    const detail = `these are ${drafts} drafts, and a panel has ${mostDrafts} at most; make several`
    return { errors: [{ pointer: '/tools', detail }] }
  }
  const again = before === null ? {} : { again: before.plan.panelId }
  return { request: { ...terms, ...again, dossiers: found, personas, recordings: null, budgetUsd, priority: asked.priority } }
}

type Terms = Pick<KickOff, 'jurors' | 'reserves' | 'repeat' | 'conflictPolicy' | 'blind' | 'headToHead'>

/** Who drafts, how often, and what is done about ties: by the request, else by its jury, else as configured. */
async function findTerms(dependencies: ApiDependencies, asked: Asked): Promise<Terms | { errors: FieldError[] }> {
  const { blind, headToHead } = asked
  const conflictPolicy = asked.conflicts ?? dependencies.conflictPolicy
  if (headToHead && asked.tools.length < 2) return { errors: [{ pointer: '/headToHead', detail: 'name 2 tools or more to compare them' }] }
  const more = {
    ...(conflictPolicy === null ? {} : { conflictPolicy }),
    ...(blind ? { blind } : {}),
    ...(headToHead ? { headToHead } : {}),
  }
  if (asked.jury === undefined) {
    const jurors = asked.jurors ?? (await dependencies.jurors())
    if (jurors.length === 0) return { errors: [{ pointer: '/jurors', detail: 'name a model: none is configured' }] }
    return { jurors, repeat: asked.repeat ?? 1, ...more }
  }
  if (asked.jurors !== undefined) return { errors: [{ pointer: '/jury', detail: 'name a jury or its jurors, not both' }] }
  const jury = dependencies.juries.find(({ name }) => name === asked.jury)
  if (jury === undefined) return { errors: [{ pointer: '/jury', detail: 'there is no such jury' }] }
  return { jurors: jury.jurors, reserves: [...jury.reserves], repeat: asked.repeat ?? jury.repeat, ...more }
}

async function newestDossier({ dossiers }: ApiDependencies, slug: string): Promise<Dossier | null> {
  const [newest] = await dossiers.versions(slug)
  return newest === undefined ? null : dossiers.find(newest.sha256)
}

/** The dossier of a tool that a panel judged; null where it judged none of it. */
async function judgedDossier({ dossiers }: ApiDependencies, { plan }: PanelHead, slug: string): Promise<Dossier | null> {
  const judged = plan.tools.find((tool) => tool.slug === slug)
  return judged === undefined ? null : dossiers.find(judged.dossierSha256)
}
