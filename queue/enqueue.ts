import type { Plan, Seat } from '../src/contracts/plan.js'
import type { QueueBackend } from './connection.js'
import { jobNames, queueNames } from './names.js'
import type { PanelPayload, SeatPayload } from './payloads.js'

/** How often a seat's job is tried before its seat is left unscored. */
const seatAttempts = 4
/** A finished job has nothing that the database does not hold; keeping many makes each completion slower. Failed ones are kept to be looked at. */
const keepFailedJobs = { age: 7 * 24 * 3600, count: 1_000 }

/** Of the seats that share a dossier and a model, and so a cached prefix, the first goes ahead. */
function findLeaders({ seats }: Plan): (seat: Seat) => string {
  const groupOf = ({ tool, model }: Seat) => JSON.stringify([tool, model])
  const leaders = new Map<string, string>()
  for (const seat of seats) if (!leaders.has(groupOf(seat))) leaders.set(groupOf(seat), seat.id)
  return (seat) => leaders.get(groupOf(seat)) ?? seat.id
}

/** Puts a plan into the queue as one flow, in bulk: one child a seat and, once they have all ended, the aggregation as parent. */
export async function enqueuePanel(backend: QueueBackend, plan: Plan, sharesPromptCache: (model: string) => boolean): Promise<void> {
  const leaderOf = findLeaders(plan)
  await backend.addFlow({
    name: jobNames.aggregatePanel,
    queueName: queueNames.panels,
    data: { panelId: plan.panelId } satisfies PanelPayload,
    opts: {
      jobId: plan.panelId,
      // Two minutes in all: a database that restarts must not cost the panel its record.
      attempts: 9,
      backoff: { type: 'exponential', delay: 500 },
      removeOnComplete: true,
      removeOnFail: keepFailedJobs,
    },
    children: plan.seats.map((seat) => ({
      name: jobNames.draftSeat,
      queueName: queueNames.seats,
      data: {
        seatId: seat.id,
        panelId: plan.panelId,
        leaderId: sharesPromptCache(seat.model) ? leaderOf(seat) : null,
      } satisfies SeatPayload,
      opts: {
        jobId: seat.id,
        attempts: seatAttempts,
        backoff: { type: 'provider' },
        // A seat that failed for good must not keep the panel waiting for ever.
        ignoreDependencyOnFailure: true,
        removeOnComplete: true,
        removeOnFail: keepFailedJobs,
      },
    })),
  })
}
