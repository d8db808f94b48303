import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../src/config.js'
import { createRuntime } from '../src/runtime.js'
import { type DemoRun, runDemo } from './demo-start.js'
import { measureQueueRate } from './queue-rate.js'

const warmRuns = 5
const seats = 400
const rounds = 3

const runtime = createRuntime({ logLevel: 'warn' })
const { monotonicMs } = runtime
const folder = await mkdtemp(join(tmpdir(), 'panel-bench-'))
try {
  const home = join(folder, 'home')
  const first = await runDemo({ home, monotonicMs })
  const warm: DemoRun[] = []
  for (let run = 0; run < warmRuns; run += 1) warm.push(await runDemo({ home, monotonicMs }))
  const config = { ...loadConfig({ folder, defaultLogLevel: 'warn' }), databaseUrl: null, redisUrl: null, home }
  const queue = await measureQueueRate({ runtime, config, seats, rounds })
  const seconds = warm.map((run) => run.seconds).sort((a, b) => a - b)
  const result = {
    machine: { cores: cpus().length, node: process.version },
    firstStartSeconds: round(first.seconds),
    warmStartSeconds: {
      median: round(seconds[Math.floor(seconds.length / 2)] ?? Number.NaN),
      best: round(seconds[0] ?? Number.NaN),
      runs: warm.length,
    },
    peakMemoryMiB: Math.round(Math.max(first.peakMiB, ...warm.map((run) => run.peakMiB))),
    queue: {
      seats,
      seatsPerSecond: Math.round(queue.seatsPerSecond),
      noopsPerSecond: Math.round(queue.noopsPerSecond),
      ratio: round(queue.ratio),
    },
  }
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(result, null, 2)}\n` : table(result))
} finally {
  await rm(folder, { recursive: true, force: true })
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

type Result = {
  machine: { cores: number; node: string }
  firstStartSeconds: number
  warmStartSeconds: { median: number; best: number; runs: number }
  peakMemoryMiB: number
  queue: { seats: number; seatsPerSecond: number; noopsPerSecond: number; ratio: number }
}

function table({ machine, firstStartSeconds, warmStartSeconds, peakMemoryMiB, queue }: Result): string {
  const rows = [
    ['start to scorecard, first time ever', `${firstStartSeconds} s`, 'under 8 s'],
    [`start to scorecard, warm (median of ${warmStartSeconds.runs})`, `${warmStartSeconds.median} s`, 'under 2.5 s'],
    ['peak memory of the Node process', `${peakMemoryMiB} MiB`, 'under 250 MB'],
    [`seats a second, ${queue.seats} seats replayed`, `${queue.seatsPerSecond}`, ''],
    ['BullMQ no-ops a second, same database', `${queue.noopsPerSecond}`, ''],
    ['seats ÷ no-ops', `${queue.ratio}`, 'at least 0.5'],
  ]
  const width = Math.max(...rows.map(([name]) => name?.length ?? 0))
  const lines = rows.map(([name = '', value = '', goal = '']) =>
    `${name.padEnd(width)}  ${value.padStart(9)}  ${goal === '' ? '' : `goal: ${goal}`}`.trimEnd(),
  )
  return `${machine.cores} cores, Node ${machine.node}\n${lines.join('\n')}\n`
}
