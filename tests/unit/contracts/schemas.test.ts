import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildJsonSchemas } from '../../../scripts/json-schemas.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const folder = join(packageFiles.root, 'docs', 'schemas')

test('docs/schemas holds exactly the contracts as they are now (fix with: npm run schemas)', async () => {
  const expected = buildJsonSchemas()
  expect((await readdir(folder)).sort()).toEqual(Object.keys(expected).sort())
  for (const [file, text] of Object.entries(expected)) expect(await readFile(join(folder, file), 'utf8'), file).toBe(text)
})
