import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createTestDatabase } from '../support/database.js'
import { type Figure, faultTable } from '../support/fleet/figures.js'
import {
  concurrency,
  type Fleet,
  kickOffPanels,
  openFleet,
  panelCount,
  readOutcome,
  seatsPerPanel,
  usage,
  type WorkerProcess,
} from '../support/fleet/fleet.js'
import { startPostgres } from '../support/fleet/postgres-server.js'
import { startRedis } from '../support/redis.js'

const seats = panelCount * seatsPerPanel
/** Long enough that a fault finds calls under way, short enough that the whole takes seconds. */
const latencyMs = 400

type Kind = 'postgres' | 'redis'
type Scene = {
  fleet: Fleet
  connectionString: string
  workers: WorkerProcess[]
  restartDatabase: () => Promise<void>
  redis: Awaited<ReturnType<typeof startRedis>> | null
  /** From now on the model answers 429 for so long. */
  limitFor: (ms: number) => void
}

type Fault = {
  name: string
  on: readonly Kind[]
  ownServer?: boolean
  /** Calls that may be bought again: those whose replies no one kept. */
  mayBuyAgain: number
  /** Node's options for a third worker, which runs before the panels begin, so that no slow start leaves it without work. */
  thirdWorker?: readonly string[]
  strike: (scene: Scene) => Promise<void>
}

const underWay = (fleet: Fleet) => {
  const count = (event: string) => fleet.server.events.filter((entry) => entry.event === event).length
  return count('arrived') - count('ended')
}
const untilBusy = ({ fleet }: Scene) =>
  fleet.server.until(() => fleet.server.arrivals().length > seats / 4 && underWay(fleet) >= concurrency)
const first = ({ workers }: Scene): WorkerProcess => {
  const [worker] = workers
  if (worker === undefined) throw new Error('no worker was started')
  return worker
}

/** A worker's clock that is an hour ahead from SIGUSR2 on. */
const jumpingClock = `data:text/javascript,${encodeURIComponent("const real = Date.now; let hour = 0; process.on('SIGUSR2', () => { hour = 3600000 }); globalThis.Date = class extends Date { constructor(...given) { given.length === 0 ? super(real() + hour) : super(...given) } static now() { return real() + hour } }")}`

const faults: Fault[] = [
  {
    name: 'worker killed while calling',
    on: ['postgres', 'redis'],
    mayBuyAgain: concurrency,
    strike: async (scene) => {
      await untilBusy(scene)
      first(scene).kill('SIGKILL')
    },
  },
  {
    name: 'worker killed between reply and settle',
    on: ['postgres', 'redis'],
    mayBuyAgain: concurrency,
    strike: async (scene) => {
      await untilBusy(scene)
      const { server } = scene.fleet
      // No one can settle while this lock holds; the replies arrive all the same.
      const client = new pg.Client({ connectionString: scene.connectionString })
      await client.connect()
      await client.query('BEGIN; LOCK TABLE model_calls IN EXCLUSIVE MODE')
      await server.until(() => underWay(scene.fleet) === 0)
      first(scene).kill('SIGKILL')
      await first(scene).exited
      await client.query('ROLLBACK')
      await client.end()
    },
  },
  {
    name: 'database restarted',
    on: ['postgres', 'redis'],
    ownServer: true,
    mayBuyAgain: 2 * concurrency,
    strike: async (scene) => {
      await untilBusy(scene)
      await scene.restartDatabase()
    },
  },
  {
    name: 'Redis killed and restarted',
    on: ['redis'],
    mayBuyAgain: 0,
    strike: async (scene) => {
      await untilBusy(scene)
      await scene.redis?.restart()
    },
  },
  {
    name: 'Redis emptied',
    on: ['redis'],
    mayBuyAgain: 0,
    strike: async (scene) => {
      await untilBusy(scene)
      const { Redis } = await import('ioredis')
      const client = new Redis(scene.redis?.url ?? '')
      await client.flushall()
      await client.quit()
    },
  },
  {
    name: 'provider answers 429 for 10 s',
    on: ['postgres', 'redis'],
    mayBuyAgain: 0,
    strike: async (scene) => {
      await untilBusy(scene)
      scene.limitFor(10_000)
    },
  },
  {
    name: "a worker's clock an hour off",
    on: ['postgres', 'redis'],
    mayBuyAgain: 0,
    strike: async (scene) => {
      const off = `data:text/javascript,${encodeURIComponent('const real = Date.now; const hour = 3600000; globalThis.Date = class extends Date { constructor(...given) { given.length === 0 ? super(real() + hour) : super(...given) } static now() { return real() + hour } }')}`
      const worker = await scene.fleet.startWorker(['--import', off])
      expect(await worker.exited).toBe(1)
      expect(worker.logged()).toContain('are 3600 s apart')
    },
  },
  {
    name: "a running worker's clock jumps by an hour",
    // On PostgreSQL jobs that it takes in the second before it notices may be put off by that hour: see docs/deployment.md.
    on: ['redis'],
    mayBuyAgain: 0,
    thirdWorker: ['--import', jumpingClock],
    strike: async (scene) => {
      await untilBusy(scene)
      scene.workers.at(-1)?.kill('SIGUSR2')
    },
  },
  {
    name: 'SIGTERM in mid-panel',
    on: ['postgres', 'redis'],
    mayBuyAgain: 0,
    strike: async (scene) => {
      await untilBusy(scene)
      first(scene).kill('SIGTERM')
      expect(await first(scene).exited).toBe(0)
    },
  },
]

const figures: Figure[] = []
afterAll(async () => {
  if (process.env.PANEL_WRITE_FIGURES === undefined) return
  await writeFile(
    join(packageFiles.root, 'docs', 'fault-matrix.md'),
    faultTable(figures, { panels: panelCount, seats, latencyMs, concurrency }),
  )
})

describe.each(['postgres', 'redis'] as const)('20 panels, the queue on %s', (kind) => {
  const mine = faults.filter(({ on }) => on.includes(kind))
  test.concurrent.each(mine)('$name: every panel ends, every seat has one draft, nothing settled is bought again', async (fault) => {
    const ownRedis = kind === 'redis' ? await startRedis() : null
    const own = fault.ownServer ? await startPostgres() : null
    const database = own === null ? await createTestDatabase() : { connectionString: own.connectionString, drop: async () => {} }
    let limitedUntilMs = 0
    const fleet = await openFleet({
      connectionString: database.connectionString,
      redisUrl: ownRedis?.url ?? null,
      latencyMs,
      answer: () =>
        performance.now() < limitedUntilMs ? { kind: 'status', status: 429, message: 'slow down', headers: { 'retry-after': '3' } } : null,
    })
    const starts: (readonly string[])[] = [[], [], ...(fault.thirdWorker === undefined ? [] : [fault.thirdWorker])]
    const workers = await Promise.all(starts.map((nodeOptions) => fleet.startWorker(nodeOptions)))
    const scene: Scene = {
      fleet,
      connectionString: database.connectionString,
      workers,
      redis: ownRedis,
      restartDatabase: async () => own?.restart(),
      limitFor: (ms) => {
        limitedUntilMs = performance.now() + ms
      },
    }
    const startedMs = performance.now()
    const panelIds = await kickOffPanels(fleet.app)
    await fault.strike(scene)
    const struckMs = performance.now()
    for (const panelId of panelIds) await followThroughFaults(fleet, panelId)
    const endedMs = performance.now()
    const outcome = await readOutcome(database, fleet.server)

    expect(outcome).toMatchObject({ finished: panelCount, drafts: seats, recordedVerdicts: seats, settledCalls: seats })
    expect(outcome.boughtAgain).toBeLessThanOrEqual(fault.mayBuyAgain)
    // Ledger and server agree: every request is an attempt, and what was settled is what one reply each said.
    expect(outcome.attempts).toBeGreaterThanOrEqual(outcome.requests)
    expect(outcome.ledgerInputTokens).toBe(seats * usage.prompt_tokens)
    figures.push({
      fault: fault.name,
      queue: kind,
      seconds: (endedMs - startedMs) / 1000,
      afterSeconds: (endedMs - struckMs) / 1000,
      ...outcome,
      mayBuyAgain: fault.mayBuyAgain,
    })

    for (const worker of scene.workers) worker.kill('SIGTERM')
    await Promise.all(scene.workers.map((worker) => worker.exited))
    await fleet.close()
    await own?.stop()
    await database.drop()
    await ownRedis?.stop()
  })
})

/** Follows a panel to its record; a connection that a fault breaks is made again. */
async function followThroughFaults({ app }: Fleet, panelId: string): Promise<void> {
  for (;;) {
    try {
      await app.follow(panelId, () => {})
      return
    } catch (error) {
      if (error instanceof Error && error.name === 'PanelEndedError') throw error
    }
  }
}
