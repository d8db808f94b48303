import { access, mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

let database: TestDatabase
let folder: string
let env: Record<string, string>
/** Environment and working folder of another machine: nothing is set up, and a socket that connects ends the process with code 97. */
let elsewhere: { env: Record<string, string>; cwd: string }

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'panel-bundle-'))
  env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home') }
  const guard = join(folder, 'no-network.cjs')
  await writeFile(guard, "require('node:net').Socket.prototype.connect = () => process.exit(97)\n")
  elsewhere = { cwd: join(folder, 'an empty folder'), env: { PANEL_HOME: join(folder, 'never'), NODE_OPTIONS: `--require ${guard}` } }
  await mkdir(elsewhere.cwd)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await database.drop()
})

/** A panel on the sample's recordings, bundled: the record, the bundle's file and its text. */
async function bundleSample(name: string, recordings: string = packageFiles.sampleRecordings) {
  const made = await runPanelCommand(['demo', '--json', '--recordings', recordings], { env })
  const record = recordSchema.parse(JSON.parse(made.stdout))
  const file = join(folder, `${name}.json`)
  const { code, stdout, stderr } = await runPanelCommand(['bundle', record.id, '--to', file], { env })
  expect(stderr).toContain(`panel verify ${file}`)
  expect([code, stdout]).toEqual([0, `${file}\n`])
  return { record, file, text: await readFile(file, 'utf8') }
}

async function verifyText(name: string, text: string, ...options: string[]) {
  const file = join(folder, `${name}.json`)
  await writeFile(file, text)
  return runPanelCommand(['verify', file, ...options], elsewhere)
}

test('a bundle is verified in an empty folder with no database, no network and nothing set up: identical, with the hash', async () => {
  const { record, file } = await bundleSample('whole')
  const { code, stdout, stderr } = await runPanelCommand(['verify', file], elsewhere)
  expect(stderr).toBe('')
  expect(stdout).toContain(`identical ${record.contentSha256}`)
  expect(code).toBe(0)
  const json = await runPanelCommand(['verify', file, '--json'], elsewhere)
  const { contentSha256 } = record
  expect(JSON.parse(json.stdout)).toMatchObject({ identical: true, expected: contentSha256, rebuilt: contentSha256, differences: [] })
  expect(await readdir(elsewhere.cwd)).toEqual([])
  await expect(access(join(folder, 'never'))).rejects.toThrow('ENOENT')
})

test('the guard of these tests ends a process that does connect', async () => {
  const { code } = await runPanelCommand(['demo'], { env: { ...elsewhere.env, ...env }, cwd: elsewhere.cwd })
  expect(code).toBe(97)
})

test('with one byte of a recording changed: exit 1, both hashes, and the difference', async () => {
  const { record, text } = await bundleSample('spoiled')
  const bundle = bundleSchema.parse(JSON.parse(text))
  const place = bundle.recordings.findIndex(({ raw }) => JSON.stringify(raw).includes('[1]'))
  // The last marker of the first evidence, which is the quote's, becomes that of the second, inside a JSON text inside a JSON text.
  const spoiled = JSON.stringify({
    ...bundle,
    recordings: bundle.recordings.map((recording, index) =>
      index === place ? { ...recording, raw: JSON.parse(JSON.stringify(recording.raw).replace(/\[1\](?!.*\[1\])/s, '[2]')) } : recording,
    ),
  })
  const { code, stdout } = await verifyText('spoiled', spoiled)
  expect(code).toBe(1)
  expect(stdout).toContain(`different\n  ${record.title} (${record.id})\n  expected ${record.contentSha256}\n  rebuilt  `)
  expect(stdout).toContain(`problem at recordings[${place}].sha256: `)
  expect(stdout).toMatch(/tools\[\d\]\.verdicts\[\d\]\.quote\n {4}expected .*\[1\].*\n {4}rebuilt {2}.*\[2\]/)
  const json = await verifyText('spoiled', spoiled, '--json')
  expect(json.code).toBe(1)
  const { identical, expected, rebuilt, differences } = JSON.parse(json.stdout)
  expect([identical, expected]).toEqual([false, record.contentSha256])
  expect(rebuilt).toMatch(/^[0-9a-f]{64}$/)
  expect(rebuilt).not.toBe(expected)
  const paths = (differences as { path: string }[]).map(({ path }) => path)
  expect(paths).toContain('contentSha256')
  // What else differs is what the checks say of the changed words.
  expect(paths.filter((path) => !/\.flags|\.particulars|contentSha256/.test(path))).toEqual([expect.stringMatching(/\.quote$/)])
})

test('a byte that breaks the syntax of a bundle: exit 1, and where', async () => {
  const { text } = await bundleSample('syntax')
  const { code, stdout } = await verifyText('syntax', text.replace('"recordings": [', '"recordings": {'))
  expect(code).toBe(1)
  expect(stdout).toMatch(/not rebuilt\n.*\n {2}problem: not JSON: /)
})

test('a changed dossier is refused, with every problem and no rebuild', async () => {
  const { text } = await bundleSample('dossier')
  const bundle = bundleSchema.parse(JSON.parse(text))
  const dossiers = bundle.dossiers.map((dossier) => ({ ...dossier, tool: { ...dossier.tool, vendor: 'Someone Else' } }))
  const { code, stdout } = await verifyText('dossier', JSON.stringify({ ...bundle, dossiers }))
  expect(code).toBe(1)
  expect(stdout).toContain('not rebuilt')
  expect(stdout).toContain('problem at dossiers[0].sha256: ')
  expect(stdout).toContain('problem at dossiers[1].sha256: ')
})

test('a seat without a recording is taken as stated, and the report says so', async () => {
  const source = join(folder, 'seven')
  await mkdir(join(source, 'ollama'), { recursive: true })
  const files = (await readdir(join(packageFiles.sampleRecordings, 'ollama'))).sort()
  for (const file of files)
    await writeFile(join(source, 'ollama', file), await readFile(join(packageFiles.sampleRecordings, 'ollama', file)))
  await unlink(join(source, 'ollama', files[0] ?? ''))
  const { record, file } = await bundleSample('seven', source)
  const { code, stdout } = await runPanelCommand(['verify', file], elsewhere)
  expect(stdout).toContain(`identical ${record.contentSha256}`)
  expect(stdout).toMatch(/1 unscored seat is taken as the record states, .*: no-recording\)/)
  expect(code).toBe(0)
})

test("a live panel on an endpoint of this machine's configuration is rebuilt where no one knows the endpoint", async () => {
  const cwd = join(folder, 'live')
  await mkdir(cwd)
  const server = new LLMock({ port: 0, host: '127.0.0.1' })
  await server.start()
  server.on({ model: 'a' }, { content: 'The weather is fine.' })
  await writeFile(join(cwd, 'panel.config.yaml'), `endpoints:\n  attic: { baseUrl: '${server.url}/v1', local: true }\n`)
  const made = await runPanelCommand(['compare', packageFiles.sampleDossiers[0] ?? '', '--model', 'attic:a', '--json'], { env, cwd })
  await server.stop()
  const record = recordSchema.parse(JSON.parse(made.stdout))
  expect(record.tools[0]?.verdicts.map((verdict) => verdict.callKeys.length)).toEqual([2, 2, 2, 2])
  const bundled = await runPanelCommand(['bundle', record.id, '--json'], { env, cwd })
  const { file } = z.object({ file: z.string() }).parse(JSON.parse(bundled.stdout))
  expect(file).toBe(`${record.id}.bundle.json`)
  const { code, stdout } = await runPanelCommand(['verify', join(cwd, file)], elsewhere)
  expect(stdout).toContain(`identical ${record.contentSha256}`)
  expect(stdout).toContain('rebuilt from 8 recordings')
  expect(code).toBe(0)
})

test.each([
  ['a file that is not there', join('nowhere', 'x.json'), 'cannot read'],
  ['a file that is no bundle', join(packageFiles.root, 'package.json'), 'is no bundle'],
])('%s is wrong usage: exit 2', async (_name, file, message) => {
  const { code, stdout, stderr } = await runPanelCommand(['verify', file], elsewhere)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})

test('a record that does not exist cannot be bundled: exit 2', async () => {
  const { code, stderr } = await runPanelCommand(['bundle', 'rec_0'], { env, cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toContain('there is no record rec_0')
})

test('a bundle is written into no folder that is missing, and makes none: exit 2, and the command that makes it', async () => {
  const { code, stdout, stderr } = await runPanelCommand(['bundle', 'rec_0', '--to', join('no', 'such', 'x.json')], { env, cwd: folder })
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('there is no folder no/such to write the bundle into. Make it first: mkdir -p no/such')
  await expect(access(join(folder, 'no'))).rejects.toThrow('ENOENT')
})

test('a bundle is a file: a folder for its name, or a file for its folder, is wrong usage', async () => {
  const taken = join(folder, 'taken.txt')
  await writeFile(taken, '')
  for (const [to, words] of [
    [folder, 'is a folder. Name a file in it'],
    [join(taken, 'x.json'), 'is a file, so the bundle cannot be written into it'],
  ] as const) {
    const { code, stderr } = await runPanelCommand(['bundle', 'rec_0', '--to', to], { env, cwd: folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  }
})
