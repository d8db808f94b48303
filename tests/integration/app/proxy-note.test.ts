import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { proxyNote } from '../../../src/app/proxy-note.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase } from '../../support/database.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

test('panel doctor shows a proxy header that the server could not read, until it starts again', async () => {
  const home = await mkdtemp(join(tmpdir(), 'panel-proxy-'))
  const database = await createTestDatabase()
  const env = { DATABASE_URL: database.connectionString, PANEL_HOME: home, PANEL_PROXY_HEADER: 'x-real-ip', COLUMNS: '400' }
  try {
    const note = { header: 'x-real-ip', form: 'aaaaaaa', at: '2026-11-25T09:00:00.000Z' }
    await proxyNote.keep(home, note, createRuntime({ logLevel: 'silent' }))
    const response = await runPanelCommand(['doctor'], { env, cwd: home })
    expect(response.code).toBe(1)
    expect(response.stdout).toMatch(
      /problem +proxy +x-real-ip held no address that can be read, at 2026-11-25T09:00:00.000Z, but something like aaaaaaa/,
    )
    await proxyNote.forget(home)
    expect((await runPanelCommand(['doctor'], { env, cwd: home })).stdout).toMatch(/ok +proxy +clients' addresses are read from x-real-ip/)
  } finally {
    await database.drop()
    await rm(home, { recursive: true })
  }
})
