import { z } from 'zod'
import { placeInstantSchema } from '../../contracts/primitives.js'
import { mostAddresses } from '../../evidence/intake/addresses.js'
import { editsOf } from '../../evidence/intake/proposal-edits.js'
import type { Intake, IntakeHead } from '../../evidence/store/intakes.js'
import { baseOfProposal } from '../../panels/keep-proposal.js'
import { UsageError } from '../../platform/errors.js'
import { mayWrite, namedTags } from '../http/preconditions.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { intake, intakeEdits, intakeHead, intakeStart } from './intake-schemas.js'
import { cutPage, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { apiLink } from './paths.js'
import { sendNotFound, sendProblem } from './problems.js'
import { sentence } from './review-answers.js'
import { type Api, type ApiContext, addRoute } from './route.js'
import { dossier, ids } from './schemas.js'
import { baseOf, dossierTag, sendDossier, sendFindings, sendStaleDossier } from './tool-routes.js'

const tag = 'Intakes'
const params = { intakeId: ids.intake }
const intakePlace = z.tuple([placeInstantSchema, ids.intake])

const toHead = ({ createdAt, finishedAt, actor, ...head }: IntakeHead) => ({
  ...head,
  actor: actor === null ? null : { userId: actor.userId, name: actor.name, role: actor.role },
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
})
const toBody = ({ proposal, ...head }: Intake) => ({ ...toHead(head), proposal })

/** A tool's addresses, read into a proposed dossier, and kept as an editor corrects it. */
export function addIntakeRoutes(api: Api, dependencies: ApiDependencies): void {
  const { intakes } = dependencies
  addStartRoute(api, dependencies)
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/intakes', tag, scope: 'read', roles: ['editor'], query: pageQuery },
      summary: 'Readings of addresses, newest first',
      answers: { 200: { description: 'A page of them, without what they propose.', schema: pageSchema(intakeHead) } },
    },
    async (c, { query: { limit, cursor } }) => {
      const read = readPlace(c, cursor, intakePlace)
      if ('answer' in read) return read.answer
      const { place } = read
      const before = place === null ? undefined : { createdAt: new Date(place[0]), id: place[1] }
      const heads = await intakes.list(limit + 1, before)
      const { items, next } = cutPage(heads, limit, ({ createdAt, id }) => [createdAt.toISOString(), id])
      return sendPage(c, items.map(toHead), next)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/intakes/{intakeId}', tag, scope: 'read', roles: ['editor'], params },
      summary: 'A reading of addresses: how its pages went, and what it proposes',
      description: 'Read it again until `status` is `finished` or `failed`; that takes seconds. `pages` says how each page goes meanwhile.',
      answers: { 200: { description: 'The reading, with the texts of its sources once it has finished.', schema: intake } },
    },
    async (c, { params: { intakeId } }) => {
      const found = await intakes.find(intakeId)
      return found === null ? sendNotFound(c, 'reading of addresses') : sendTagged(c, toBody(found))
    },
  )
  addKeepRoute(api, dependencies)
}

function addStartRoute(api: Api, { intakes }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/intakes', tag, scope: 'write', roles: ['editor'], body: intakeStart },
      summary: 'Read a tool’s addresses',
      description: `Its home page, repository, package, pricing or license: ${mostAddresses} at most. They are read in the background, with the links worth reading behind them. A page that cannot be read fails nothing else.`,
      answers: { 202: { description: 'It will be read; Location is where it is.', schema: intake, isTagged: true } },
    },
    async (c, { actor, body: { addresses, tool, model, budgetUsd } }) => {
      try {
        const id = await intakes.start({ addresses, tool, model, budgetUsd, by: actor })
        const made = await intakes.find(id)
        if (made === null) throw new Error(`the intake ${id} is gone`)
        return sendTagged(c, toBody(made), { status: 202, location: apiLink('intakes', id) })
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        const pointer = error.message.toLowerCase().includes('address') ? '/addresses' : '/model'
        return sendProblem(c, 'invalid', sentence(error.message), { errors: [{ pointer, detail: error.message }] })
      }
    },
  )
}

function addKeepRoute(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/intakes/{intakeId}/dossier', tag, scope: 'write', roles: ['editor'], params, body: intakeEdits },
      summary: 'Keep what a reading proposes as its tool’s dossier',
      description:
        'The body is what is to be another than proposed, whole fields and lists: `{}` keeps it as it is. It is checked as every dossier. Where the tool has another newest dossier than the one it was compared with, the answer is 412; If-Match with the ETag of that one makes this its next version.',
      takesConditions: true,
      answers: {
        200: { description: 'The next version of a known tool.', schema: dossier, isTagged: true },
        201: { description: 'The first dossier of a new tool.', schema: dossier, isTagged: true },
      },
      problems: ['refused'],
    },
    async (c, { actor, params: { intakeId }, body, conditions }) => {
      const found = await dependencies.intakes.find(intakeId)
      if (found === null) return sendNotFound(c, 'reading of addresses')
      if (found.proposal === null) return sendNoProposal(c, found)
      const { proposal } = found
      const edits = { ...editsOf(proposal), ...body }
      const [newest] = await dependencies.dossiers.versions(edits.slug)
      const current = newest?.sha256 ?? null
      const isBound = conditions.ifMatch !== null || conditions.ifNoneMatch !== null
      const mayNot = isBound && !mayWrite(conditions, current === null ? null : dossierTag(current))
      // A base that no version has is never the newest.
      const base = mayNot ? (baseOf(namedTags(conditions)) ?? '') : isBound ? current : baseOfProposal(proposal, edits)
      const kept = await dependencies.keepProposal({ intakeId, proposal, edits, base, by: actor })
      if (kept.status === 'invalid') return sendFindings(c, kept.findings)
      if (kept.status === 'stale') return sendStaleDossier(c, { current: kept.current, yours: kept.yours, base, dependencies })
      return sendDossier(c, kept.dossier, kept.isNewTool ? 201 : 200)
    },
  )
}

function sendNoProposal(c: ApiContext, { status, reason }: Intake): Response {
  if (status === 'failed') return sendProblem(c, 'refused', reason ?? 'It could not be read.', { fix: 'Read the addresses again.' })
  const detail = 'The addresses are still being read: nothing is proposed yet.'
  return sendProblem(c, 'refused', detail, { fix: 'Read it again until its status is finished, and send this then.' })
}
