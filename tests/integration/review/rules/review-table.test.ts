import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { recordActions, recordStates } from '../../../../src/review/rules/record-state-machine.js'
import { reviewTable } from '../../../../src/review/rules/review-table.js'
import { verdictActions, verdictStates } from '../../../../src/review/rules/verdict-state-machine.js'

test('docs/review-rules.md holds exactly the rules as they are now (fix with: npm run build && node dist/scripts/write-review-rules.js)', async () => {
  expect(await readFile(join(packageFiles.root, 'docs', 'review-rules.md'), 'utf8')).toBe(reviewTable())
})

test('each action has a table with a row for each state and a column for each role', () => {
  const rows = reviewTable()
    .split('\n')
    .filter((line) => /^\| `/.test(line))
  expect(rows).toHaveLength(verdictActions.length * verdictStates.length + recordActions.length * recordStates.length)
  for (const line of rows) expect(line.split(' | '), line).toHaveLength(6)
})
