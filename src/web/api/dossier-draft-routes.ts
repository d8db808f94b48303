import { z } from 'zod'
import { most, recordOfAtMost } from '../../contracts/limits.js'
import { instantSchema, sha256Schema } from '../../contracts/primitives.js'
import type { DossierDraft } from '../../panels/store/dossier-drafts.js'
import { mayWrite } from '../http/preconditions.js'
import { listed, said, wholeList } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { sendPage } from './pages.js'
import { sendNotFound } from './problems.js'
import { sendMismatch } from './review-answers.js'
import { type Api, type ApiContext, addRoute } from './route.js'
import { ids } from './schemas.js'

const shared = { tag: 'Tools', roles: ['editor'] } as const
const params = { draftId: ids.dossierDraft }

const draftHead = z
  .strictObject({
    id: said,
    origin: z.enum(['new', 'edit', 'duplicate', 'intake']).describe('What it began with.'),
    slug: said.nullable().describe('The tool whose next version it is; null of a new tool.'),
    intakeId: said.nullable().describe('The reading that it began with.'),
    name: said.describe('Of the tool; may be empty.'),
    savedAt: instantSchema,
  })
  .meta({ id: 'DossierDraftHead', description: 'A dossier that you are writing at the desk, in a list.' })

const dossierDraft = draftHead
  .extend({
    base: sha256Schema.nullable().describe('The dossier that it changes.'),
    values: recordOfAtMost(z.record(said, said), most.members).describe('What its fields hold, by their path.'),
    conflicts: listed(said).describe('Fields that someone else changed too, and that wait for a choice at the desk.'),
  })
  .meta({ id: 'DossierDraft', description: 'A dossier that you are writing at the desk, as it was saved last.' })

/** The dossiers that a person is writing at the desk: read, and discarded. A finished one is sent to its tool. */
export function addDossierDraftRoutes(api: Api, { dossierDrafts }: ApiDependencies): void {
  const findOwn = async (id: string, userId: string): Promise<DossierDraft | null> => {
    const draft = await dossierDrafts.find(id)
    return draft?.owner === userId ? draft : null
  }
  addRoute(
    api,
    {
      ...{
        ...shared,
        method: 'get',
        path: '/dossier-drafts',
        scope: 'read',
        summary: 'The dossiers that you are writing, the last saved first',
      },
      answers: { 200: { description: 'The newest hundred.', schema: wholeList(draftHead) } },
    },
    async (c, { actor }) => {
      const own = await dossierDrafts.own(actor.userId)
      return sendPage(
        c,
        own.map(({ revision: _revision, ...head }) => ({ ...head, savedAt: head.savedAt.toISOString() })),
        null,
      )
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'get', path: '/dossier-drafts/{draftId}', scope: 'read', params, summary: 'A dossier that you are writing' },
      answers: { 200: { description: 'The draft.', schema: dossierDraft } },
    },
    async (c, { actor, params: { draftId } }) => {
      const draft = await findOwn(draftId, actor.userId)
      return draft === null ? sendNotFound(c, 'draft of yours') : sendTagged(c, toBody(draft), { tag: tagOf(draft) })
    },
  )
  addRoute(
    api,
    {
      ...{ ...shared, method: 'delete', path: '/dossier-drafts/{draftId}', scope: 'write', params, needsIfMatch: true },
      summary: 'Discard a dossier that you are writing',
      answers: { 204: { description: 'It is gone.' } },
    },
    async (c, { actor, params: { draftId }, conditions }) => {
      const draft = await findOwn(draftId, actor.userId)
      if (draft === null) return sendNotFound(c, 'draft of yours')
      if (!mayWrite(conditions, tagOf(draft))) return sendChanged(c, draft)
      if (await dossierDrafts.discard(draftId, draft.revision)) return c.body(null, 204)
      const now = await findOwn(draftId, actor.userId)
      return now === null ? sendNotFound(c, 'draft of yours') : sendChanged(c, now)
    },
  )
}

function toBody({ id, origin, slug, intakeId, name, savedAt, base, values, conflicts }: DossierDraft): z.input<typeof dossierDraft> {
  return { id, origin, slug, intakeId, name, savedAt: savedAt.toISOString(), base, values, conflicts: Object.keys(conflicts) }
}

const tagOf = (draft: DossierDraft) => entityTag(toBody(draft), `n${draft.revision}`)

function sendChanged(c: ApiContext, draft: DossierDraft): Response {
  return sendMismatch(c, { current: toBody(draft), yours: null, etag: tagOf(draft) })
}
