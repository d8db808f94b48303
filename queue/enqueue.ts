import type { Seat } from '../src/contracts/plan.js'
import type { PanelQueue } from '../src/panels/panel-actions.js'
import type { PanelPriority, PanelRun } from '../src/panels/store/reopen-panel.js'
import type { QueueBackend } from './backend.js'
import { jobId, jobNames, queueNames, seatQueue } from './names.js'
import type { PanelPayload, SeatPayload } from './payloads.js'

/** How often a seat's job is tried before its seat is left unscored. */
const seatAttempts = 4
/** A finished job has nothing that the database does not hold; keeping many makes each completion slower. Failed ones are kept to be looked at. */
const mostFailedJobs = 1_000
/** For how many days they are, unless the configuration says otherwise. */
const failedJobsDays = 7

export type EnqueueOptions = { sharesPromptCache: (model: string) => boolean; failedJobsDays?: number | undefined }
/** BullMQ takes jobs without a priority first, then the lowest number. */
const backgroundPriority = 10

/** Of the seats that share a dossier, or a pair of them, and a model, and so a cached prefix, the first goes ahead. */
function findLeaders(seats: readonly Seat[]): (seat: Seat) => string {
  const groupOf = ({ tool, against, model }: Seat) => JSON.stringify([tool, against ?? null, model])
  const leaders = new Map<string, string>()
  for (const seat of seats) if (!leaders.has(groupOf(seat))) leaders.set(groupOf(seat), seat.id)
  return (seat) => leaders.get(groupOf(seat)) ?? seat.id
}

/** One model after another, and in each the tools in their order: a local server keeps one model loaded, and the last prompts it read. */
function inOrderOfModels(seats: readonly Seat[]): Seat[] {
  const models = [...new Set(seats.map(({ model }) => model))]
  return models.flatMap((model) => seats.filter((seat) => seat.model === model))
}

/**
 * Puts a panel's run into the queue as one flow, in bulk: one child for each seat without a draft and, once they have all ended, the
 * aggregation as parent. Each seat waits in the queue of its provider. A run that is there already changes nothing.
 */
export async function enqueuePanel(
  backend: QueueBackend,
  { plan, run, priority, openSeats }: PanelRun,
  { sharesPromptCache, failedJobsDays: days = failedJobsDays }: EnqueueOptions,
): Promise<void> {
  const { panelId } = plan
  const seats = inOrderOfModels(plan.seats.filter((seat) => openSeats.has(seat.id)))
  const leaderOf = findLeaders(seats)
  const isReplay = plan.recordingSet !== null
  const shared = { removeOnComplete: true, removeOnFail: { age: days * 24 * 3600, count: mostFailedJobs }, ...priorityOption(priority) }
  await backend.addFlow({
    name: jobNames.aggregatePanel,
    queueName: queueNames.panels,
    data: { panelId, run } satisfies PanelPayload,
    opts: {
      ...shared,
      jobId: jobId(panelId, run),
      // Two minutes in all: a database that restarts must not cost the panel its record.
      attempts: 9,
      backoff: { type: 'exponential', delay: 500 },
    },
    children: seats.map((seat) => ({
      name: jobNames.draftSeat,
      queueName: seatQueue({ model: seat.model, isReplay }),
      data: {
        seatId: seat.id,
        panelId,
        run,
        leaderId: !isReplay && sharesPromptCache(seat.model) ? leaderOf(seat) : null,
      } satisfies SeatPayload,
      opts: {
        ...shared,
        jobId: jobId(seat.id, run),
        attempts: seatAttempts,
        backoff: { type: 'provider' },
        // A seat that failed for good must not keep the panel waiting for ever.
        ignoreDependencyOnFailure: true,
      },
    })),
  })
}

function priorityOption(priority: PanelPriority): { priority?: number } {
  return priority === 'background' ? { priority: backgroundPriority } : {}
}

/** What `src/panels/panel-actions.ts` needs of the queue, which is opened when something is put into it. */
export function createPanelQueue(openBackend: () => Promise<QueueBackend>, options: EnqueueOptions): PanelQueue {
  return {
    add: async (run) => enqueuePanel(await openBackend(), run, options),
    remove: async ({ panelId, run }) => (await openBackend()).removeFlow(queueNames.panels, jobId(panelId, run)),
  }
}
