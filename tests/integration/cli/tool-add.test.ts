import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proposalSchema } from '../../../src/contracts/proposal.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ServedPages, servePages } from '../../support/evidence/serve-pages.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

const page = `<!doctype html><title>Ferrydoc – search for documentation</title><main><h1>Ferrydoc</h1>
<p>Ferrydoc keeps the documents of a team searchable on one machine, without a server to run.</p>
<p>It needs 4 GB of memory. Plans start at $12 per month.</p></main>`

let database: TestDatabase
let folder: string
let site: ServedPages

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'panel-tool-add-'))
  site = await servePages({ '/': page })
  await writeFile(join(folder, 'panel.config.yaml'), JSON.stringify({ intake: { allowHosts: [site.host] } }))
})
afterAll(async () => {
  await site.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

const panel = (...args: string[]) => runPanelCommand(args, { cwd: folder, env: { DATABASE_URL: database.connectionString } })

test('a proposal is printed with its sentences, and written as a file with a comment where something is missing', async () => {
  const { stdout, stderr, code: exitCode } = await panel('tool', 'add', site.url, '--to', 'first.yaml')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('Ferrydoc')
  expect(stdout).toContain('from the text')
  expect(stderr).toContain('first.yaml')
  const written = await readFile(join(folder, 'first.yaml'), 'utf8')
  expect(written).toMatch(
    /^# yaml-language-server: \$schema=http:\/\/127\.0\.0\.1:\d+\/schemas\/dossier-file\.schema\.json\nschema: panel\.dossier\/1\n/,
  )
  expect(written).toMatch(/# Missing: /)
})

test('a proposal that is not complete is not stored, and is printed and written all the same', async () => {
  const { stdout, stderr, code: exitCode } = await panel('tool', 'add', site.url, '--to', 'second.yaml', '--save', '--json')
  expect(exitCode).toBe(2)
  expect(proposalSchema.strip().parse(JSON.parse(stdout)).fields.name?.value).toBe('Ferrydoc')
  expect(stderr).toContain('second.yaml')
  expect(stderr).toMatch(/not stored[\s\S]*vendor/)
  expect(await readFile(join(folder, 'second.yaml'), 'utf8')).toContain('Ferrydoc')
})

test('a file that is there stays as it is, where no one named it', async () => {
  await writeFile(join(folder, 'ferrydoc.yaml'), 'mine\n')
  const { stderr, code: exitCode } = await panel('tool', 'add', site.url)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('--to')
  expect(await readFile(join(folder, 'ferrydoc.yaml'), 'utf8')).toBe('mine\n')
})

test('addresses of which none can be read end with code 1, each named with what to do', async () => {
  const { stderr, code: exitCode } = await panel('tool', 'add', `${site.url}/gone`, 'http://10.0.0.1/')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('/gone answered 404')
  expect(stderr).toContain('10.0.0.1')
})

test('a file that was corrected is stored as the newest dossier of its tool, once', async () => {
  const sample = join(packageFiles.root, 'fixtures/dossiers/mistral-3-instruct.yaml')
  const first = await panel('tool', 'keep', sample)
  expect([first.code, first.stdout]).toEqual([0, 'mistral-3-instruct: stored as its newest dossier.\n'])
  const again = await panel('tool', 'keep', sample, '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ schema: 'panel.tools-kept/1', tools: [{ slug: 'mistral-3-instruct', isNew: false }] })
  const broken = await panel('tool', 'keep', sample, join(folder, 'ferrydoc.yaml'))
  expect(broken.code).toBe(2)
  expect(broken.stderr).toContain('ferrydoc.yaml')
})
