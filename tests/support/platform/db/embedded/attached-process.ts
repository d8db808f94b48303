/**
 * A process of its own that attaches to the embedded PostgreSQL when told to, for the tests that need more than one.
 * Arguments: the home; and, to become an ordinary user first, a uid and a gid.
 */
import pg from 'pg'
import { attachEmbeddedPostgres, type EmbeddedPostgres } from '../../../../../src/platform/db/embedded/embedded-postgres.js'
import { createRuntime } from '../../../../../src/platform/runtime.js'

export type Command = 'attach' | 'query' | 'detach'
export type Reply = { databaseDir: string; connectionString: string; value: number } | { error: string }

const [home = '', uid, gid] = process.argv.slice(2)
if (uid && gid) {
  process.setgroups?.([])
  process.setgid?.(Number(gid))
  process.setuid?.(Number(uid))
}

let attached: EmbeddedPostgres | null = null

async function obey(command: Command): Promise<Reply> {
  attached ??= await attachEmbeddedPostgres({ home, runtime: createRuntime({ logLevel: 'silent' }) })
  const { databaseDir, connectionString } = attached
  const value = command === 'query' ? await askForOne(connectionString) : 0
  if (command === 'detach') {
    await attached.detach()
    attached = null
  }
  return { databaseDir, connectionString, value }
}

async function askForOne(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ one: number }>('select 1 as one')
  await client.end()
  return rows[0]?.one ?? 0
}

process.on('message', (command: Command) => {
  obey(command).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
