import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readRecordings } from '../../../../src/panels/ledger/recording-files.js'
import { InputError } from '../../../../src/platform/errors.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'

test('a recording with a key twice in one object is refused by the name of the key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'panel-recordings-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(packageFiles.sampleRecordings, folder, { recursive: true })
  const [file = ''] = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))
  const text = await readFile(join(folder, file), 'utf8')
  await writeFile(join(folder, file), text.replace('"origin": "authored"', '"origin": "recorded",\n  "origin": "authored"'))
  const error = await readRecordings(folder).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  expect(String((error as InputError).message)).toContain('the key origin occurs more than once in its object')
})
