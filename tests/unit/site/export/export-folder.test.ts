import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../../../../src/platform/errors.js'
import { markerName, openExportFolder } from '../../../../src/site/export/export-folder.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function exportFiles(files: Record<string, string>) {
  const target = await openExportFolder(folder)
  for (const [name, body] of Object.entries(files)) await target.write(name, body)
  return target.finish()
}
const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()

test('an empty folder is filled; the next export writes what changed and takes away what is gone, empty folders with it', async () => {
  expect(await exportFiles({ 'index.html': 'a', 'tools/x/index.html': 'x', 'tools/y/index.html': 'y' })).toEqual({
    written: 3,
    unchanged: 0,
    removed: 0,
  })
  const before = await stat(join(folder, 'tools/x/index.html'))
  expect(await exportFiles({ 'index.html': 'b', 'tools/x/index.html': 'x' })).toEqual({ written: 1, unchanged: 1, removed: 1 })
  expect((await stat(join(folder, 'tools/x/index.html'))).ino).toBe(before.ino)
  expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe('b')
  expect(await readdir(join(folder, 'tools'))).toEqual(['x'])
})

test('a file that someone else put beside is left alone', async () => {
  await exportFiles({ 'index.html': 'a' })
  await writeFile(join(folder, 'CNAME'), 'panel.example')
  await exportFiles({ 'index.html': 'a' })
  expect(await files()).toEqual([markerName, 'CNAME', 'index.html'].sort())
})

test('a folder that does not exist is made', async () => {
  folder = join(folder, 'deep', 'down')
  expect(await exportFiles({ 'index.html': 'a' })).toMatchObject({ written: 1 })
  folder = join(folder, '..', '..')
})

test('a folder that holds anything else is refused, and a file too', async () => {
  await writeFile(join(folder, 'thesis.txt'), 'years of work')
  await expect(openExportFolder(folder)).rejects.toThrow(UsageError)
  await expect(openExportFolder(join(folder, 'thesis.txt'))).rejects.toThrow('is a file')
  expect(await files()).toEqual(['thesis.txt'])
})

test.each([
  ['no JSON', '{'],
  ['another document', '{"files":[]}'],
  ['a way out of the folder', '{"schema":"panel.export/1","files":["../precious"]}'],
  ['a way out in the middle', '{"schema":"panel.export/1","files":["tools/../../precious"]}'],
  ['an absolute path', '{"schema":"panel.export/1","files":["/etc/passwd"]}'],
])('a marker with %s is no earlier export', async (_what, marker) => {
  await mkdir(join(folder, 'site'))
  await writeFile(join(folder, 'precious'), 'kept')
  await writeFile(join(folder, 'site', markerName), marker)
  await expect(openExportFolder(join(folder, 'site'))).rejects.toThrow(UsageError)
  expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('kept')
})

test('an export that broke off is continued by the next one, with all it left', async () => {
  await exportFiles({ 'index.html': 'a', 'tools/old/index.html': 'old' })
  const broken = await openExportFolder(folder)
  await broken.write('tools/new/index.html', 'new')
  await broken.abandon()
  expect(await exportFiles({ 'index.html': 'a' })).toEqual({ written: 0, unchanged: 1, removed: 2 })
  expect(await files()).toEqual([markerName, 'index.html'])
})

test('no file is written under a name that leads elsewhere, and none twice', async () => {
  const target = await openExportFolder(folder)
  await expect(target.write('../x', '')).rejects.toThrow('cannot be the name')
  await target.write('x', '')
  await expect(target.write('x', '')).rejects.toThrow('twice')
})

test('what a killed export wrote or meant to write is taken away by the next one', async () => {
  const killed = await openExportFolder(folder)
  await killed.plan(['index.html', 'tools/new/index.html'])
  await killed.write('tools/new/index.html', 'new')
  await killed.write('tools/unplanned/index.html', 'new')
  await writeFile(join(folder, 'tools/new/index.html.part'), 'ha')
  expect(await exportFiles({ 'index.html': 'a' })).toMatchObject({ written: 1 })
  expect(await files()).toEqual([markerName, 'index.html'])
})

test('no symbolic link in the folder leads the export out of it, and none to write into or to remove from', async () => {
  await mkdir(join(folder, 'outside'))
  await writeFile(join(folder, 'outside', 'index.html'), 'kept')
  const outside = join(folder, 'outside')
  folder = join(folder, 'site')
  await exportFiles({ 'x/index.html': 'x' })
  await rm(join(folder, 'x'), { recursive: true })
  await symlink(outside, join(folder, 'x'))
  await symlink(join(outside, 'index.html'), join(folder, 'index.html'))
  await expect(exportFiles({ 'x/index.html': 'x' })).rejects.toThrow('is a symbolic link')
  await expect(exportFiles({ 'x/deep/index.html': 'x' })).rejects.toThrow('is a symbolic link')
  await expect(exportFiles({ 'index.html': 'x' })).rejects.toThrow(UsageError)
  await expect(exportFiles({ 'other.html': 'x' })).rejects.toThrow('is a symbolic link')
  await rm(join(folder, 'index.html'))
  await rm(join(folder, 'x'))
  await symlink(join(outside, 'index.html'), join(folder, 'index.html.part'))
  await exportFiles({ 'index.html': 'a' })
  expect([await readdir(outside), await readFile(join(outside, 'index.html'), 'utf8')]).toEqual([['index.html'], 'kept'])
  folder = join(folder, '..')
})
