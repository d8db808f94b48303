import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cases } from '../../../../scripts/live/cases.js'
import { beginMarker, endMarker, type LiveRow, readRows, withRows } from '../../../../scripts/live/table.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'

const document = `before\n\n${beginMarker}\n${endMarker}\n\nafter\n`
const titles = ['a reply', 'usage', 'cold start']

function row(given: Partial<LiveRow>): LiveRow {
  return { server: 'Ollama', version: '0.17.4', model: 'ollama:small', title: 'a reply', happened: 'in 1 s', day: '2026-11-26', ...given }
}

test('rows go between the markers, and nothing else changes', () => {
  expect(withRows(document, [row({})], titles)).toBe(
    [
      'before',
      '',
      '<!-- live -->',
      '',
      '| server | version | model | case | what happened | day |',
      '| --- | --- | --- | --- | --- | --- |',
      '| Ollama | 0.17.4 | ollama:small | a reply | in 1 s | 2026-11-26 |',
      '',
      '<!-- /live -->',
      '',
      'after',
      '',
    ].join('\n'),
  )
})

test('a later run replaces the rows of its own server and cases, and leaves the others', () => {
  const first = withRows(document, [row({}), row({ title: 'usage', happened: '12 tokens' }), row({ server: 'llama.cpp' })], titles)
  const later = withRows(first, [row({ happened: 'in 9 s', version: '0.18.0', day: '2026-12-01' })], titles)
  expect(readRows(later)).toEqual([
    row({ happened: 'in 9 s', version: '0.18.0', day: '2026-12-01' }),
    row({ title: 'usage', happened: '12 tokens' }),
    row({ server: 'llama.cpp' }),
  ])
})

test('rows are in the order of their servers and of the cases, those that are no longer cases last', () => {
  const given = [
    row({ title: 'gone' }),
    row({ title: 'cold start' }),
    row({ title: 'a reply' }),
    row({ title: 'usage', server: 'llama.cpp' }),
  ]
  const rows = readRows(withRows(document, given, titles))
  expect(rows.map(({ server, title }) => `${server}: ${title}`)).toEqual([
    'Ollama: a reply',
    'Ollama: cold start',
    'Ollama: gone',
    'llama.cpp: usage',
  ])
})

test('what a server says ends no cell, opens no markup and is cut', () => {
  const hostile = row({ version: '1 | 2\n| x', happened: `<script> [a](b) \\| <!-- /live --> ${'x'.repeat(1_000)}` })
  const written = withRows(document, [hostile], titles)
  expect(written.split(endMarker)).toHaveLength(2)
  expect(written).not.toContain('<script')
  expect(written).not.toContain('[a]')
  expect(readRows(written)).toHaveLength(1)
  expect(readRows(written)[0]?.happened.length).toBeLessThan(540)
  expect(withRows(written, [hostile], titles)).toBe(written)
})

test('a document without the markers is refused', () => {
  expect(() => withRows('nothing', [row({})], titles)).toThrow('<!-- live -->')
})

test('docs/providers.md has the markers, and rows of cases that there are', () => {
  const page = readFileSync(join(packageFiles.root, 'docs', 'providers.md'), 'utf8')
  const table = page.slice(page.indexOf(beginMarker), page.indexOf(endMarker))
  expect(table.length).toBeGreaterThan(0)
  const known = cases.map(({ title }) => title)
  expect(readRows(table).filter(({ title }) => !known.includes(title))).toEqual([])
  expect(withRows(page, [], known)).toBe(page)
})
