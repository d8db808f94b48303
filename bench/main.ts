import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import { createRuntime } from '../src/platform/runtime.js'
import type { BenchContext } from './context.js'
import { readMachine } from './machine.js'
import { measureAll } from './measure-all.js'
import { readOptions } from './options.js'
import { startProvider } from './provider.js'
import { renderSummary } from './report.js'
import { startServers } from './servers.js'
import { writeResults } from './write-results.js'

/*
 * `npm run bench`: a quick run, about five minutes on two cores. `-- --full`: all of it. `-- --json`: one JSON document on stdout and no files.
 * `-- --to <folder>`: results, table and plot go there. For work on the benchmark itself: `-- --only window --latency 0 --seats 40 --rounds 1`,
 * with BENCH_CPU_PROFILES set to a folder to get a profile of every process.
 */

const { plan, json, to, isWhole } = readOptions(process.argv.slice(2))
const runtime = createRuntime({ logLevel: 'warn' })
const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
const folder = await realpath(await mkdtemp(join(tmpdir(), 'panel-bench-')))
try {
  const servers = await startServers({ folder, runtime })
  try {
    const provider = await startProvider({ folder, runtime })
    try {
      if (servers.redisUrl === null) say('there is no redis-server in the PATH: everything is measured on PostgreSQL alone')
      const backends = servers.redisUrl === null ? (['postgres'] as const) : (['redis', 'postgres'] as const)
      const context: BenchContext = { runtime, folder, provider, servers, backends, say }
      const results = await measureAll(context, plan, readMachine(servers.facts))
      if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
      else {
        process.stdout.write(renderSummary(results))
        const target = to ?? (isWhole ? join(packageFiles.root, 'docs', 'benchmarks') : null)
        if (target === null) say('only a part was measured: nothing is written, unless --to names a folder')
        else for (const file of await writeResults(target, results)) say(`wrote ${file}`)
      }
    } finally {
      await provider.stop()
    }
  } finally {
    await servers.stop()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
