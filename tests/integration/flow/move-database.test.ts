import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase } from '../../support/database.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { makeTemporaryHome } from '../../support/temporary-home.js'

test('from the embedded database to DATABASE_URL: records are there, and a panel that was running goes on', async () => {
  const { home, remove } = await makeTemporaryHome()
  const folder = await mkdtemp(join(tmpdir(), 'panel-move-'))
  const database = await createTestDatabase({ empty: true })
  const file = join(folder, 'panel.export')
  const embedded = { PANEL_HOME: home }
  const own = { PANEL_HOME: home, DATABASE_URL: database.connectionString }
  const run = (args: string[], env: Record<string, string>) => runPanelCommand(args, { env, cwd: folder })
  try {
    expect((await run(['demo'], embedded)).code).toBe(0)
    const shown = await run(['show', '--json'], embedded)
    const detached = await run(
      ['compare', ...packageFiles.sampleDossiers, '--replay', packageFiles.sampleRecordings, '--detach', '--json'],
      embedded,
    )
    const { panelId } = JSON.parse(detached.stdout)

    const exported = await run(['database', 'export', file], embedded)
    expect(exported).toMatchObject({ code: 0, stderr: '' })
    expect(exported.stdout).toMatch(/^Exported \d+ rows of \d+ tables, schema version \d+, to .+panel\.export\n/)
    const imported = await run(['database', 'import', file, '--json'], own)
    expect(imported).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(imported.stdout)).toMatchObject({ schema: 'panel.database-import/1', file, rows: { panels: 2, records: 1 } })

    expect((await run(['show', '--json'], own)).stdout).toBe(shown.stdout)
    expect((await run(['audit', 'verify'], own)).code).toBe(0)
    const requeued = await run(['requeue', '--json'], own)
    expect(JSON.parse(requeued.stdout)).toEqual({ schema: 'panel.requeue/1', panels: [panelId] })

    const again = await run(['database', 'import', file], own)
    expect(again).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('this database is not empty') })
  } finally {
    await database.drop()
    await rm(folder, { recursive: true })
    await remove()
  }
})
