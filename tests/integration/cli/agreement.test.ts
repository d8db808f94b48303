import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderAgreement } from '../../../src/cli/agreement.js'
import { agreementSchema } from '../../../src/contracts/agreement.js'
import { openDatabase } from '../../../src/platform/db/database.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { keepTools } from '../../support/agreement/keep-calls.js'
import { sampleCalls, sampleReport } from '../../support/agreement/sample-report.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { runPanelCommandHere } from '../../support/run-panel-here.js'
import { makeTemporaryHome, type TemporaryHome } from '../../support/temporary-home.js'

let database: TestDatabase
let place: TemporaryHome
let env: Record<string, string>
beforeAll(async () => {
  database = await createTestDatabase()
  place = await makeTemporaryHome()
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: place.home, COLUMNS: '200' }
})
afterAll(async () => {
  await database.drop()
  await place.remove()
})

test('--json prints the one document of the contract, also before there is a record; that is no failure', async () => {
  const { code, stdout, stderr } = await runPanelCommandHere(['agreement', '--json'], { env })
  expect([code, stderr]).toEqual([0, ''])
  const report = agreementSchema.parse(JSON.parse(stdout))
  expect(report.jurors.alpha).toEqual({ value: null, interval: null, why: 'nothing to compare so far; at least 20 tools are needed' })
})

test('with records it prints each figure with its interval, and what there is none of and why', async () => {
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log: createRuntime({ logLevel: 'silent' }).log })
  await keepTools(db, sampleCalls({ tools: 24 }))
  await pool.end()
  const { code, stdout } = await runPanelCommandHere(['agreement'], { env })
  expect(code).toBe(0)
  const alpha = sampleReport({ tools: 24 }).jurors.alpha.value?.toFixed(2) ?? 'none'
  expect(stdout).toMatch(new RegExp(`^Jurors +24 +3 +${alpha} \\(0\\.\\d\\d to 0\\.\\d\\d\\)`, 'm'))
  expect(stdout).toMatch(/^Draft and reviewer +0 +0 +— +—$/m)
  expect(stdout).toContain('\nA draft and a reviewer who had not seen it: nothing to compare so far; at least 20 tools are needed.\n')
  expect(stdout).toMatch(/^3 jurors on a seat are worth \d\.\d independent ones\.$/m)
  expect(stdout).toMatch(/^Persona +\d+% +\d+% to \d+%$/m)
  expect(stdout.toLowerCase()).not.toContain('confiden')
})

test('an option that there is not is wrong usage', async () => {
  const { code, stderr } = await runPanelCommandHere(['agreement', '--tool', 'zod'], { env })
  expect(code).toBe(2)
  expect(stderr).toContain("unknown option '--tool'")
})

test('the tables fit into 80 columns, with and without figures', () => {
  const text = renderAgreement(sampleReport({ tools: 12 }), 80)
  expect(text).toContain('12 tools, 4 personas, 3 jurors; 288 calls in 12 records; 1 more left out: people wrote their replies as a sample')
  expect(text).toContain('What calls differ by is not known: 12 tools so far; at least 20 are needed.')
  expect(renderAgreement(sampleReport({ tools: 1 }), 80)).toMatch(/^1 tool, 4 personas, 3 jurors; 24 calls in 1 record; 1 more left out/)
  const lines = [text, renderAgreement(sampleReport({ tools: 24 }), 80)].flatMap((each) => each.split('\n'))
  const inTables = lines.filter((line) => line.includes('   '))
  expect(inTables.length).toBeGreaterThan(15)
  for (const line of inTables) expect(line.length).toBeLessThanOrEqual(80)
})
