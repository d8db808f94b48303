import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createTestDatabase } from '../../../support/database.js'

test('replies that left a seat unscored before an upgrade are marked by it, those of drafts and replays are not', async () => {
  const database = await createTestDatabase({ empty: true })
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  try {
    const files = (await readdir(packageFiles.migrations)).filter((name) => name.endsWith('.sql')).sort()
    const migration = files.findIndex((name) => name.endsWith('_retries.sql'))
    const apply = async (names: string[]) => {
      for (const name of names)
        await client.query((await readFile(join(packageFiles.migrations, name), 'utf8')).replaceAll('--> statement-breakpoint', ''))
    }
    await apply(files.slice(0, migration))
    await client.query(`
      insert into dossiers values ('d', 'tool', '{}', now());
      insert into personas values ('p', 'dx', 1, '{}', now());
      insert into panels (id, plan, status, run, recording_set, created_at) values ('live', '{}', 'finished', 3, null, now()), ('replay', '{}', 'finished', 1, 'set', now())`)
    const seats = [
      ['seat-1', 'live', 'unscored', { kind: 'malformed-reply', rawText: 'a \u0000 and a \ud800', callKeys: ['one', 'two'] }],
      ['seat-2', 'live', 'unscored', { kind: 'provider-failure', callKeys: ['three'] }],
      ['seat-3', 'live', 'drafted', { callKeys: ['four'] }],
      ['seat-4', 'replay', 'unscored', { kind: 'malformed-reply', callKeys: ['five'] }],
      ['seat-5', 'live', 'unscored', null],
    ] as const
    for (const [position, [id, panel, status, outcome]] of seats.entries())
      await client.query(
        `insert into seats (id, panel_id, position, tool, persona, model, dossier_sha256, persona_sha256, status, outcome)
         values ($1, $2, $3, 'tool', 'dx', 'ollama:a', 'd', 'p', $4, $5)`,
        [id, panel, position, status, outcome === null ? null : JSON.stringify(outcome)],
      )
    await client.query(`
      insert into model_calls (key, status, model, sample, request, owner, lease_until)
      select key, 'settled', 'ollama:a', 1, '{}', 'own', now() from unnest(array['one', 'two', 'three', 'four', 'five']) as keys (key)`)
    await apply(files.slice(migration))
    const { rows } = await client.query('select key, unscored_by as by from model_calls where unscored_by is not null')
    expect(rows).toEqual([{ key: 'one', by: 'seat-1/3' }])
  } finally {
    await client.end()
    await database.drop()
  }
})
