import { resolve } from 'node:path'
import { loadConfig } from '../app/config.js'
import { locateDatabase } from '../app/locate-database.js'
import { openDatabase } from '../platform/db/database.js'
import { migrateDatabase } from '../platform/db/migrate.js'
import { exportDatabase } from '../platform/db/transfer/export-database.js'
import { importDatabase } from '../platform/db/transfer/import-database.js'
import { packageFiles, packageVersion } from '../platform/files/package-files.js'
import { createRuntime } from '../platform/runtime.js'
import { digitsOf } from '../site/pages/record/words.js'
import { listenForInterruption } from './interruption.js'
import { answer, type JsonOption } from './json-option.js'

type Moved = { rows: Record<string, number>; schemaVersion: number }

/** Writes everything to a file, or reads it into an empty database, and says how much that was. */
export async function transfer(direction: 'export' | 'import', path: string, options: JsonOption): Promise<void> {
  const file = resolve(path)
  const moved = await withDatabase(({ pool, runtime, signal }) =>
    direction === 'export'
      ? exportDatabase({ pool, file, version: packageVersion, runtime, signal })
      : importDatabase({ pool, file, version: packageVersion, signal }),
  )
  const document = { schema: `panel.database-${direction}/1`, file, ...moved }
  answer((text) => process.stdout.write(text), options, { document, text: sentences(direction, file, moved) })
}

function sentences(direction: 'export' | 'import', file: string, { rows, schemaVersion }: Moved): string {
  const count = Object.values(rows).reduce((sum, each) => sum + each, 0)
  const what = `${digitsOf(count, 'row')} of ${digitsOf(Object.keys(rows).length, 'table')}, schema version ${schemaVersion}`
  if (direction === 'export')
    return `Exported ${what}, to ${file}\nRead it into an empty database: DATABASE_URL=… panel database import ${file}\n`
  return `Imported ${what}, from ${file}\nPanels that were running go on as soon as a worker runs; at once: panel requeue\n`
}

type Opened = { pool: ReturnType<typeof openDatabase>['pool']; runtime: ReturnType<typeof createRuntime>; signal: AbortSignal }

/** Opens the database alone, its schema brought up to date: a queue in it would make tables of its own. */
async function withDatabase<T>(use: (opened: Opened) => Promise<T>): Promise<T> {
  const config = await loadConfig({ folder: process.cwd(), defaultLogLevel: 'error' })
  const runtime = createRuntime({ logLevel: config.logLevel })
  const interruption = listenForInterruption()
  try {
    const database = await locateDatabase(config, runtime)
    try {
      const { pool } = openDatabase({ connectionString: database.connectionString, log: runtime.log })
      try {
        await migrateDatabase(pool, packageFiles.migrations)
        return await use({ pool, runtime, signal: interruption.signal })
      } finally {
        await pool.end()
      }
    } finally {
      await database.detach()
    }
  } finally {
    interruption.release()
  }
}
