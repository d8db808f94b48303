import { z } from 'zod'
import type { Actor } from '../../contracts/actor.js'
import type { SeatFigures } from '../../panels/store/panel-figures.js'
import { RepliesCleanedError } from '../../panels/store/reopen-panel.js'
import type { UsageError } from '../../platform/errors.js'
import { mayWrite } from '../http/preconditions.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag } from './entity-tags.js'
import { addKickOffRoute } from './kick-off-route.js'
import { cutPage, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { panelBody, refusalOf, sendPanel } from './panel-answers.js'
import { addPanelListRoute } from './panel-list-route.js'
import { sendNotFound, sendProblem } from './problems.js'
import { sendMismatch, sentence } from './review-answers.js'
import { type Api, addRoute } from './route.js'
import { againBody, cancelBody, ids, panel, seat } from './schemas.js'

const tag = 'Panels'
const params = { panelId: ids.panel }
const seatPlace = z.tuple([z.int().nonnegative()])

/** Panels and their seats. */
export function addPanelRoutes(api: Api, dependencies: ApiDependencies): void {
  const { panels } = dependencies
  addPanelListRoute(api, dependencies)
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/panels/{panelId}', tag, scope: 'read', params, summary: 'A panel' },
      answers: { 200: { description: 'The panel.', schema: panel } },
    },
    async (c, { params: { panelId } }) => {
      const head = await panels.head(panelId)
      return head === null ? sendNotFound(c, 'panel') : sendPanel(c, head)
    },
  )
  addSeatsRoute(api, dependencies)
  addKickOffRoute(api, dependencies)
  addLifeRoutes(api, dependencies)
}

function addSeatsRoute(api: Api, { panels, figures, review }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/panels/{panelId}/seats', tag, scope: 'read', params, query: pageQuery },
      summary: 'How far the drafts of a panel’s seats are, in the order of its plan',
      answers: { 200: { description: 'A page of drafts, one for each juror of a seat and each repeat.', schema: pageSchema(seat) } },
    },
    async (c, { actor, params: { panelId }, query: { limit, cursor } }) => {
      const read = readPlace(c, cursor, seatPlace)
      if ('answer' in read) return read.answer
      const place = read.place ?? [0]
      if ((await panels.head(panelId)) === null) return sendNotFound(c, 'panel')
      const [from = 0] = place
      const seats = (await figures.seats(panelId)).slice(from, from + limit + 1)
      const { items, next } = cutPage(seats, limit, () => [from + limit])
      // Who has to call first must not read the model's call here. Whether they have by now is the record's to tell.
      const isHidden = review.settings.blindFirst && actor.role === 'reviewer'
      return sendPage(
        c,
        items.map((each) => seatBody(each, isHidden)),
        next,
      )
    },
  )
}

function seatBody(
  { seat: { id, ...played }, call, startedAt, finishedAt, ...figures }: SeatFigures,
  isHidden: boolean,
): z.input<typeof seat> {
  const hides = isHidden && figures.status === 'drafted'
  return {
    seatId: id,
    ...played,
    ...figures,
    isHidden: hides,
    call: hides ? null : call,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

/** What to do about a refusal, where it is not what to do about most. */
function fixOf(refusal: UsageError): { fix?: string } {
  return refusal instanceof RepliesCleanedError ? { fix: sentence(refusal.fix) } : {}
}

type Life<B extends z.ZodType> = {
  path: string
  summary: string
  body: B
  act: (panelId: string, body: z.output<B>, by: Actor) => Promise<unknown>
}

function addLifeRoutes(api: Api, dependencies: ApiDependencies): void {
  const { actions } = dependencies
  const add = <B extends z.ZodType>({ path, summary, body, act }: Life<B>) =>
    addRoute(
      api,
      {
        ...{
          method: 'post',
          path: `/panels/{panelId}/${path}`,
          tag,
          scope: 'write',
          params,
          roles: ['editor'],
          body,
          needsIfMatch: true,
          summary,
        },
        answers: { 200: { description: 'The panel as it is then.', schema: panel, isTagged: true } },
        problems: ['refused'],
      },
      async (c, { actor, params: { panelId }, body: sent, conditions }) => {
        const head = await dependencies.panels.head(panelId)
        if (head === null) return sendNotFound(c, 'panel')
        const current = panelBody(head)
        const etag = entityTag(current, `n${head.run}`)
        if (!mayWrite(conditions, etag)) return sendMismatch(c, { current, yours: sent, etag })
        const refusal = await refusalOf(() => act(panelId, sent, actor))
        if (refusal !== null) return sendProblem(c, 'refused', sentence(refusal.message), fixOf(refusal))
        return sendPanel(c, (await dependencies.panels.head(panelId)) ?? head)
      },
    )
  add({
    ...{ path: 'cancel', body: cancelBody, summary: 'End a running panel; what is drafted stays' },
    act: (panelId, { reason }, by) => actions.cancel(panelId, reason, by),
  })
  add({
    ...{ path: 'retry', body: againBody, summary: 'Run the seats without a draft of a panel that has ended again' },
    act: (panelId, { budgetUsd }, by) => actions.retry(panelId, { by, ...(budgetUsd === undefined ? {} : { budgetUsd }) }),
  })
  add({
    ...{ path: 'resume', body: againBody, summary: 'Go on with a cancelled panel' },
    act: (panelId, { budgetUsd }, by) => actions.resume(panelId, { by, ...(budgetUsd === undefined ? {} : { budgetUsd }) }),
  })
}
