import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import { readArguments } from './command-line.js'
import { readMachine } from './machine.js'
import { measureAll } from './measure-all.js'
import { mainBench } from './options.js'
import { renderSummary } from './report.js'
import { withBench } from './with-bench.js'
import { writeResults } from './write-results.js'

/*
 * `npm run bench`: a quick run, about five minutes on two cores. `-- --full`: all of it. `-- --json`: one JSON document on stdout and no files.
 * `-- --to <folder>`: results, table and plot go there. For work on the benchmark itself: `-- --only window --latency 0 --seats 40 --rounds 1`,
 * with BENCH_CPU_PROFILES set to a folder to get a profile of every process.
 */

const { plan, json, to, isWhole } = readArguments(mainBench)
await withBench('panel-bench', async (context) => {
  const { servers, say } = context
  if (servers.redisUrl === null) say('there is no redis-server in the PATH: everything is measured on PostgreSQL alone')
  const results = await measureAll(context, plan, readMachine(servers.facts))
  if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  else {
    process.stdout.write(renderSummary(results))
    const target = to ?? (isWhole ? join(packageFiles.root, 'docs', 'benchmarks') : null)
    if (target === null) say('only a part was measured: nothing is written, unless --to names a folder')
    else for (const file of await writeResults(target, results)) say(`wrote ${file}`)
  }
})
