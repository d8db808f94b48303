import { loadavg } from 'node:os'
import { packageVersion } from '../../src/platform/files/package-files.js'
import { readArguments } from '../command-line.js'
import { readMachine } from '../machine.js'
import { measureGrowth } from '../measures/growth.js'
import { withBench } from '../with-bench.js'
import { writeFiles } from '../write-files.js'
import { toJson } from '../write-results.js'
import { growthBench } from './options.js'
import { type GrowthResults, renderGrowth } from './report.js'

/*
 * `npm run bench:growth`: 100,000 seats on Redis and then on PostgreSQL, some twenty minutes each on two cores, written to docs/benchmarks as growth.md
 * and growth.json. `-- --seats 10000` is for a look, and `-- --to <folder>` for another place.
 */

const { marks, to } = readArguments(growthBench)
await withBench('panel-growth', async (context) => {
  const { runtime, servers, say } = context
  if (servers.redisUrl === null) say('there is no redis-server in the PATH: growth is measured on PostgreSQL alone')
  const results: GrowthResults = {
    schema: 'panel.growth/1',
    date: runtime.now().toISOString().slice(0, 10),
    version: packageVersion,
    loadBefore: loadavg()[0] ?? 0,
    machine: readMachine(servers.facts),
    runs: await measureGrowth(context, { marks, concurrency: 32 }),
  }
  const page = renderGrowth(results)
  process.stdout.write(page)
  for (const file of await writeFiles(to, { 'growth.md': page, 'growth.json': toJson(results) })) say(`wrote ${file}`)
})
