import type { FailedJob, QueueState } from '../app/open-app.js'
import { digitsOf } from '../site/pages/record/words.js'
import { exitCodes } from './exit.js'
import { withApp } from './session.js'
import { renderTable } from './table.js'

const listedFailures = 20
const defaultColumns = 100

type QueueStatus = { name: string; state: QueueState; failures: FailedJob[] }

/** What waits and runs in each queue, who works on it, what failed for good and why. */
export async function queue({ json = false }: { json?: boolean }): Promise<void> {
  process.exitCode = await withApp(async ({ app, config }) => {
    const { queues } = app
    const statuses = await Promise.all(
      queues.names.map(async (name) => {
        const [state, failures] = await Promise.all([queues.state(name), queues.failedJobs(name, listedFailures)])
        return { name, state, failures }
      }),
    )
    const columns = process.stdout.columns ?? config.columns ?? defaultColumns
    if (json) process.stdout.write(`${JSON.stringify({ schema: 'panel.queues/1', keptIn: queues.kind, queues: statuses }, null, 2)}\n`)
    else process.stdout.write(renderQueues(statuses, { columns, keptIn: queues.kind }))
    return exitCodes.done
  })
}

/** The queues for a terminal of that many columns. Pure. */
export function renderQueues(
  statuses: readonly QueueStatus[],
  { columns, keptIn }: { columns: number; keptIn: 'postgres' | 'redis' },
): string {
  const rows = statuses.map(({ name, state }) => [
    name,
    String(state.waiting),
    String(state.active),
    String(state.delayed),
    String(state.failed),
    String(state.workers),
    remark(state),
  ])
  const failures = statuses.flatMap(({ name, failures: failed }) =>
    failed.map(
      ({ id, reason, attempts, failedAt }) =>
        `${name} ${id}, ${digitsOf(attempts, 'attempt')}, ${failedAt?.toISOString() ?? 'no time known'}:\n  ${reason}`,
    ),
  )
  return [
    `Queues in ${keptIn === 'redis' ? 'Redis' : 'PostgreSQL'}`,
    '',
    renderTable({ head: ['queue', 'waiting', 'running', 'later', 'failed', 'workers', ''], rows, columns }),
    ...(failures.length === 0 ? [] : ['Failed for good:', ...failures, '']),
  ].join('\n')
}

function remark({ waiting, delayed, workers, pausedForMs }: QueueState): string {
  if (pausedForMs > 0) return `its provider asked to wait: ${Math.ceil(pausedForMs / 1000)} s to go`
  if (workers === 0 && waiting + delayed > 0) return 'no one works on it: start panel work where its provider can be called'
  return ''
}
