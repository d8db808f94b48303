import { expect, test } from 'vitest'
import { renderScorecard } from '../../src/cli/scorecard.js'
import { packageFiles } from '../../src/package-files.js'
import { runPanelCommand } from '../helpers/run-panel-command.js'
import { sampleRecord } from '../publish/sample-record.js'

const plain = { color: false, files: null }
const longestLine = (text: string) => Math.max(...text.split('\n').map((line) => line.length))

test.each([60, 80, 100, 132])('at %i columns no line is longer than the terminal', (columns) => {
  expect(longestLine(renderScorecard(sampleRecord(), { ...plain, columns }))).toBeLessThanOrEqual(columns)
})

test('where the terminal is too narrow for two columns, each review says which tool it is about', () => {
  const record = sampleRecord()
  const text = renderScorecard(record, { ...plain, columns: 60 })
  const name = record.tools[1]?.shortName ?? record.tools[1]?.name
  expect(text).toMatch(new RegExp(`^  [▲▽] (Ship|Skip)  ${name}$`, 'm'))
})

test('an unscored seat shows no call and its reason, and is counted apart', () => {
  const text = renderScorecard(sampleRecord(), { ...plain, columns: 120 })
  expect(text).toContain('· No call (unscored)')
  expect(text).toMatch(/2 of 3 · 1 unscored/)
})

test('without colour there is no escape code, with colour there is', () => {
  expect(renderScorecard(sampleRecord(), { ...plain, columns: 100 })).not.toContain('\u001b')
  expect(renderScorecard(sampleRecord(), { ...plain, color: true, columns: 100 })).toContain('\u001b[')
})

test('persona lint says what is good, and preview shows rules, dossier, brief and schema in this order', async () => {
  const lint = await runPanelCommand(['persona', 'lint'])
  expect(lint).toMatchObject({ code: 0, stderr: '' })
  expect(lint.stdout.split('\n').filter((line) => line.endsWith('good'))).toHaveLength(4)
  const preview = await runPanelCommand(['persona', 'preview', 'dx', packageFiles.sampleDossiers[1] ?? ''])
  expect(preview.code).toBe(0)
  const places = [
    'You are one reviewer on a panel',
    '<dossier tool="mistral-3-instruct"',
    '<brief persona="dx"',
    'reply schema: verdict',
  ].map((part) => preview.stdout.indexOf(part))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('a persona that is not there is wrong usage, and the message lists those that are', async () => {
  const { code, stderr } = await runPanelCommand(['persona', 'preview', 'poet', packageFiles.sampleDossiers[1] ?? ''])
  expect(code).toBe(2)
  expect(stderr).toContain('there is no persona poet; there are: dx, competitor, thesis, business')
})
