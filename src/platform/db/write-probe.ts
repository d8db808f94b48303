import type pg from 'pg'

const statementTimeoutMs = 2_000

/**
 * Writes a little and takes it back. Rejects where the database takes no changes: a standby, read-only, or with a full disk. A changed row alone
 * finds room in its page long after the disk is full, so a sort is made to spill half a megabyte into a temporary file, which PostgreSQL deletes.
 */
export async function probeWrites(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  let failure: Error | undefined
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${statementTimeoutMs}; SET LOCAL work_mem = '64kB'`)
    await client.query('UPDATE installation SET id = id')
    await client.query(
      "SELECT count(*) FROM (SELECT repeat('x', 1000) || i AS line FROM generate_series(1, 512) AS i ORDER BY line OFFSET 0) AS lines",
    )
    await client.query('ROLLBACK')
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
    throw failure
  } finally {
    // A connection that failed is closed, which ends its transaction.
    client.release(failure)
  }
}
