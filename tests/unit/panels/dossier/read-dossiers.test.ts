import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { InputError } from '../../../../src/platform/errors.js'
import { goodDossier, spoiled } from '../../../support/panels/dossier/sample.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel dossiers '))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function problemsOf(paths: string[]): Promise<string[]> {
  const error = await readDossierFiles(paths).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof InputError)) throw new Error('no InputError was thrown', { cause: error })
  return error.problems.map(({ file, line, column, message }) => `${file.slice(folder.length + 1)}:${line}:${column} ${message}`)
}

it('reads dossiers in the order given, whatever their files are called', async () => {
  const other = await write('z.yaml', spoiled(['slug: ferry', 'slug: tug']))
  const ferry = await write('a.yaml', goodDossier)
  const dossiers = await readDossierFiles([other, ferry])
  expect(dossiers.map(({ tool }) => tool.slug)).toEqual(['tug', 'ferry'])
})

it('tells the problems of all files at once and returns none of them', async () => {
  const good = await write('good.yaml', goodDossier)
  const bad = await write('bad.yaml', spoiled(['slug: ferry', 'slug: Tug'], ['label: Free', 'label: 0']))
  const broken = await write('broken.yaml', 'schema: [\n')
  const missing = join(folder, 'missing.yaml')
  await mkdir(join(folder, 'a-folder.yaml'))
  expect(await problemsOf([good, missing, join(folder, 'a-folder.yaml'), bad, broken])).toEqual([
    'a-folder.yaml:1:1 this is a folder, not a file',
    'bad.yaml:4:9 tool.slug is "Tug", which does not have the form asked for',
    'bad.yaml:17:10 entryPrice.label is the number 0',
    'broken.yaml:1:9 this is not valid YAML: the bracket that opens here is never closed',
    'missing.yaml:1:1 there is no such file',
  ])
})

it('names the byte at which a file stops being UTF-8', async () => {
  // 0xE9 is é in Latin-1; in UTF-8 it begins a character of three bytes. Before it on line 4: "  slug: 🚢 f", 12 UTF-16 code units.
  const [before = '', after = ''] = goodDossier.split('erry')
  const latin = Buffer.concat([Buffer.from(before.replace('slug: f', 'slug: 🚢 f')), Buffer.from([0xe9]), Buffer.from(after)])
  expect(await problemsOf([await write('latin.yaml', latin)])).toEqual(['latin.yaml:4:13 the file is not UTF-8 text from here on'])
  expect(await problemsOf([await write('cut.yaml', Buffer.from([0x61, 0x0a, 0xf0, 0x9f, 0x9a]))])).toEqual([
    'cut.yaml:2:1 the file is not UTF-8 text from here on',
  ])
})

it('does not read a file beyond one mebibyte', async () => {
  const large = await write('large.yaml', `${goodDossier}#${'x'.repeat(1024 * 1024)}`)
  expect(await problemsOf([large])).toEqual([
    `large.yaml:1:1 the file is too large: ${goodDossier.length + 1 + 1024 * 1024} bytes, and at most 1048576 are read`,
  ])
})

it('refuses two dossiers about one tool at the slug of the second, even when that has other problems', async () => {
  const first = await write('first.yaml', goodDossier)
  const second = await write('second.yaml', spoiled(['label: Free', 'label: ""']))
  expect(await problemsOf([first, second])).toEqual([
    `second.yaml:4:9 tool.slug is "ferry", as it is in ${first}`,
    'second.yaml:17:10 entryPrice.label is empty',
  ])
})

it('refuses a file named twice', async () => {
  const file = await write('ferry.yaml', goodDossier)
  expect(await problemsOf([file, file])).toEqual(['ferry.yaml:4:9 tool.slug is "ferry", as it is in the same file, named twice'])
})

it('says how many problems there are, and that nothing was stored', async () => {
  await expect(readDossierFiles([join(folder, 'a.yaml'), join(folder, 'b.yaml')])).rejects.toThrow(
    /^2 problems in 2 dossiers; nothing was stored\n.*a\.yaml:1:1: there is no such file\n {4}fix: check the path/,
  )
})
