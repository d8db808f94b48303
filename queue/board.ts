import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { IServerAdapter, QueueWorker } from '@bull-board/api/typings/app'
import type { Queue } from 'bullmq'

/** A queue of either backend, as the board needs it. */
export type BoardQueue = { queue: Queue; description?: string }

/**
 * Bull Board over the given queues, for any web framework's adapter: the function puts them on the adapter's server. The caller owns the
 * queues and closes them.
 */
export function createQueueBoard(queues: readonly BoardQueue[]): (server: IServerAdapter) => void {
  return (serverAdapter) => {
    createBullBoard({
      queues: queues.map(openAdapter),
      serverAdapter,
      options: { uiConfig: { boardTitle: 'Ship Panel queues', hideDocsLink: true } },
    })
  }
}

function openAdapter({ queue, description = '' }: BoardQueue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { description })
  const listed = adapter.getWorkers.bind(adapter)
  return Object.assign(adapter, { getWorkers: async () => (await listed()) ?? (await unplacedWorkers(queue)) })
}

/**
 * On PostgreSQL, BullMQ knows a worker by the name of its session alone, and Bull Board takes one without an address for a server that does not
 * tell. There they are listed with what is known. Null when the server really does not tell.
 */
async function unplacedWorkers(queue: Queue): Promise<QueueWorker[] | null> {
  const sessions = (await queue.getWorkers()).filter(({ rawname }) => rawname !== undefined)
  if (sessions.length === 0) return null
  return sessions.map(({ rawname = '' }, index) => {
    const [, name = null] = rawname.split(':w:')
    return { id: String(index + 1), name, addr: 'not known', age: 0 }
  })
}
