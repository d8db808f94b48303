import { expect, test } from 'vitest'
import { readNotice } from '../../../bench/explain/plans.js'
import { renderExplain } from '../../../bench/explain/report.js'

const blocks = { 'Shared Hit Blocks': 3, 'Shared Read Blocks': 1 }
const scan = {
  'Node Type': 'Seq Scan',
  'Relation Name': 'seats',
  'Actual Rows': 2,
  'Actual Loops': 3,
  'Rows Removed by Filter': 998,
  ...blocks,
}
const lookUp = { 'Node Type': 'Index Scan', 'Relation Name': 'panels', 'Actual Rows': 1, 'Actual Loops': 4, ...blocks }
const plan = { 'Node Type': 'Nested Loop', 'Actual Rows': 1, 'Actual Loops': 1, 'Actual Total Time': 1.5, ...blocks, Plans: [scan, lookUp] }
const notice = `duration: 1.600 ms  plan:\n${JSON.stringify({ 'Query Text': 'SELECT\n  1', Plan: plan })}`

test('what auto_explain says of a statement is read: rows over all loops, those a filter removed too, and tables read from end to end', () => {
  expect(readNotice(notice)).toEqual({ text: 'SELECT 1', ms: 1.5, rowsRead: 3_004, blocks: 4, scans: [{ table: 'seats', rows: 3_000 }] })
  expect(readNotice('relation "seats" already exists, skipping')).toBeNull()
})

test('a page is shown with its slowest statement and the large tables that it scans', () => {
  const statement = readNotice(notice)
  const pages = [{ path: '/desk', status: 200, ms: 12, statements: statement === null ? [] : [statement] }]
  const page = renderExplain({ date: '2026-11-26', seats: 100_000, pages })
  expect(page).toContain('| `/desk` | 1 | 1.5 | 3004 | seats (3000) | 12 |')
  expect(page).toContain('- `/desk`, 1.5 ms: `SELECT 1`')
})
