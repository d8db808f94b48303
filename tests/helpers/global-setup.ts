import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createRuntime } from '../../src/runtime.js'
import { attachEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.js'
import { makeTemporaryHome } from './temporary-home.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's connection to the test run's own PostgreSQL server. */
    postgresConnectionString: string
  }
}

/** What a test run may lose in a power cut is of no value, and not waiting for the disk makes it several times as fast. */
const speedSettings = ['fsync', 'synchronous_commit', 'full_page_writes']

/** Vitest's global set-up: one embedded PostgreSQL for all test files, gone without a trace when they are done. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const temporary = await makeTemporaryHome()
  const server = await attachEmbeddedPostgres({ home: temporary.home, runtime: createRuntime({ logLevel: 'warn' }) })
  const client = new pg.Client({ connectionString: server.connectionString })
  await client.connect()
  for (const setting of speedSettings) await client.query(`alter system set ${setting} = off`)
  await client.query('select pg_reload_conf()')
  await client.end()
  project.provide('postgresConnectionString', server.connectionString)
  return async () => {
    await server.detach()
    await temporary.remove()
  }
}
