import { z } from 'zod'
import { looseText } from '../../contracts/bounded-text.js'
import { isPanelCursor } from '../../panels/store/find-panels.js'
import type { PanelSummary } from '../../panels/store/panel-lists.js'
import { said } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { given } from './list-queries.js'
import { countedPage, listPlace, pageQuery, readPlace, sendBadPlace, sendPage } from './pages.js'
import { panelBody } from './panel-answers.js'
import { type Api, addRoute } from './route.js'
import { panel } from './schemas.js'

const count = z.int().nonnegative()
const listedPanel = panel
  .extend({
    askedBy: said.nullable().describe('The user id of who kicked it off; null where that is not known, as at the command line.'),
    costUsd: z.number().nonnegative().describe('What its model calls cost so far.'),
    draftsBy: z
      .strictObject({ planned: count, drafting: count, drafted: count, unscored: count })
      .describe('How many of its drafts are in which state.'),
  })
  .meta({ id: 'ListedPanel', description: 'A panel in a list: with how far it is, and what it cost.' })

const panelQuery = {
  q: looseText(200).optional().describe('Words that all have to be in the names of its tools, its models or its id.'),
  status: panel.shape.status.optional(),
  unscored: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Only panels with a draft that is missing and for which none is under way.'),
  askedBy: looseText(200).optional().describe('The user id of who kicked it off; `me` for yourself.'),
  replies: z.enum(['live', 'recorded']).optional().describe('Whether it calls models, or runs on recordings.'),
  sort: z.enum(['newest', 'oldest']).default('newest'),
}

/** The list of panels as the desk has it. */
export function addPanelListRoute(api: Api, { panelLists }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/panels', tag: 'Panels', scope: 'read', query: { ...pageQuery, ...panelQuery } },
      summary: 'Panels, searched, narrowed and sorted',
      answers: { 200: { description: 'A page of panels, and how many match.', schema: countedPage(listedPanel, {}) } },
    },
    async (c, { actor, query: { limit, cursor, q, status, unscored, askedBy, replies, sort } }) => {
      const read = readPlace(c, cursor, listPlace)
      if ('answer' in read) return read.answer
      const place = read.place?.[0]
      if (place !== undefined && !isPanelCursor(place)) return sendBadPlace(c)
      const { ids, total, next } = await panelLists.findPage({
        ...{ limit, sort, hasUnscored: unscored === 'true' },
        ...given({ q, status, cursor: place }),
        ...(askedBy === undefined ? {} : { askedBy: askedBy === 'me' ? actor.userId : askedBy }),
        ...(replies === undefined ? {} : { isReplay: replies === 'recorded' }),
      })
      const [found, costs] = await Promise.all([panelLists.byIds(ids), panelLists.costs(ids)])
      return sendPage(
        c,
        found.map((each) => listedBody(each, costs)),
        next === null ? null : [next],
        { total },
      )
    },
  )
}

function listedBody({ panelId, askedBy, seats, ...head }: PanelSummary, costs: ReadonlyMap<string, number>): z.input<typeof listedPanel> {
  return { ...panelBody(head), askedBy, costUsd: costs.get(panelId) ?? 0, draftsBy: seats }
}
