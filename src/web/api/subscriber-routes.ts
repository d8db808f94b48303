import { z } from 'zod'
import { looseText } from '../../contracts/bounded-text.js'
import { instantSchema } from '../../contracts/primitives.js'
import { isSubscriberCursor, subscriberSorts, subscriberStates } from '../../newsletter/store/subscriber-lists.js'
import type { ShownSubscriber } from '../../newsletter/subscriber-desk.js'
import { said } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { given } from './list-queries.js'
import { countedPage, listPlace, pageQuery, readPlace, sendBadPlace, sendPage } from './pages.js'
import { sendProblem } from './problems.js'
import { sentence } from './review-answers.js'
import { type Api, addRoute } from './route.js'

const tag = 'Subscribers'
const status = z.enum(subscriberStates)

const subscriber = z
  .strictObject({
    id: said,
    address: said.describe('Masked: what stands before the @ is shown to no one.'),
    status,
    askedAt: instantSchema,
    confirmedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable().describe('When they left, or mail to them was given up.'),
    softBounces: z.int().nonnegative().describe('How many mails came back in a row.'),
  })
  .meta({ id: 'Subscriber', description: 'Who gets the newsletter, or did.' })

const subscriberQuery = {
  q: looseText(200).optional().describe('A whole address, part of what follows its @, or an id.'),
  status: status.optional(),
  sort: z.enum(subscriberSorts).default('newest').describe('By when they last asked; `left`: who left last first.'),
}

/** The list of subscribers as the desk has it: for editors, with masked addresses. */
export function addSubscriberRoutes(api: Api, { subscribers }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/subscribers', tag, scope: 'read', roles: ['editor'], query: { ...pageQuery, ...subscriberQuery } },
      summary: 'Subscribers of the newsletter, searched, narrowed and sorted',
      answers: { 200: { description: 'A page of subscribers, and how many match.', schema: countedPage(subscriber, {}) } },
    },
    async (c, { actor, query: { limit, cursor, ...filter } }) => {
      const read = readPlace(c, cursor, listPlace)
      if ('answer' in read) return read.answer
      const place = read.place?.[0]
      if (place !== undefined && !isSubscriberCursor(place)) return sendBadPlace(c)
      const found = await subscribers.list(actor, { limit, ...given({ ...filter, cursor: place }) })
      if (found.status === 'refused') return sendProblem(c, 'forbidden', sentence(found.why), { fix: sentence(found.fix) })
      const { items, total, next } = found
      return sendPage(c, items.map(toBody), next === null ? null : [next], { total })
    },
  )
}

function toBody({ askedAt, confirmedAt, endedAt, ...rest }: ShownSubscriber): z.input<typeof subscriber> {
  return {
    ...rest,
    askedAt: askedAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }
}
