import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import config from '../../../../drizzle.config.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'

test('migrations are made from every file that declares tables, so that none is dropped as unknown', async () => {
  const files = (await readdir(join(packageFiles.root, 'src'), { recursive: true })).filter((name) => name.endsWith('.ts'))
  const declaring = await Promise.all(
    files.map(async (name) =>
      (await readFile(join(packageFiles.root, 'src', name), 'utf8')).includes('pgTable(') ? [`./src/${name}`] : [],
    ),
  )
  const listed = 'schema' in config ? config.schema : []
  expect([listed].flat().sort()).toEqual(declaring.flat().sort())
})
