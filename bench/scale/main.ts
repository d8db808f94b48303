import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrateDatabase } from '../../src/platform/db/migrate.js'
import { packageFiles, packageVersion } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { readArguments } from '../command-line.js'
import { readMachine } from '../machine.js'
import { queryDatabase, startServers } from '../servers.js'
import { writeFiles } from '../write-files.js'
import { toJson } from '../write-results.js'
import { measureStages } from './measure.js'
import { scaleBench } from './options.js'
import { tryPartitions } from './partitions.js'
import { renderScale } from './report.js'
import type { ScaleResults } from './results.js'

/*
 * `npm run bench:scale`: a synthetic ledger of ten million seats in an embedded PostgreSQL of its own, some fifteen minutes and 25 GB of disk, which it
 * gives back; written to docs/benchmarks as scale.md and scale.json. `-- --rows 100000` is for a look, and `-- --to <folder>` for another place.
 */

const { stages, to } = readArguments(scaleBench)
const say = (line: string) => process.stderr.write(`${line}\n`)
const runtime = createRuntime({ logLevel: 'warn' })
const folder = await realpath(await mkdtemp(join(tmpdir(), 'panel-scale-')))
try {
  const servers = await startServers({ folder, runtime })
  try {
    const loadBefore = loadavg()[0] ?? 0
    const { connectionString } = await servers.place('postgres')
    const pool = new pg.Pool({ connectionString, max: 1 })
    await migrateDatabase(pool, packageFiles.migrations)
    await pool.end()
    // A fill writes more in a minute than a fleet in a day: it is not to wait for checkpoints.
    for (const setting of ["max_wal_size = '4GB'", "checkpoint_timeout = '30min'"])
      await queryDatabase(connectionString, `ALTER SYSTEM SET ${setting}`)
    await queryDatabase(connectionString, 'SELECT pg_reload_conf()')
    const measured = await measureStages({ runtime, connectionString, say }, stages)
    const results: ScaleResults = {
      schema: 'panel.scale/1',
      date: runtime.now().toISOString().slice(0, 10),
      version: packageVersion,
      loadBefore,
      machine: readMachine(servers.facts),
      stages: measured,
      partitions: await tryPartitions({ runtime, connectionString, say }, stages.at(-1) ?? 0),
    }
    const page = renderScale(results)
    process.stdout.write(page)
    for (const file of await writeFiles(to, { 'scale.md': page, 'scale.json': toJson(results) })) say(`wrote ${file}`)
  } finally {
    await servers.stop()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
