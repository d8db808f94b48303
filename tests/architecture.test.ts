import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageFiles } from '../src/package-files.js'

/** A folder with this project's lint rules and nothing else, for files that break them. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-lint-'))
  await cp(join(packageFiles.root, 'biome.json'), join(folder, 'biome.json'))
  await cp(join(packageFiles.root, 'tools'), join(folder, 'tools'), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true }))

/** What `npm run check`'s linter says of a file with that text at that path: its exit code, then its words. */
async function lint(path: string, text: string): Promise<string> {
  await mkdir(join(folder, dirname(path)), { recursive: true })
  await writeFile(join(folder, path), `${text}\n`)
  const biome = join(packageFiles.root, 'node_modules', '.bin', 'biome')
  const result = spawnSync(biome, ['lint', '--vcs-enabled=false', path], { cwd: folder, encoding: 'utf8' })
  return `${result.status} ${result.stdout}${result.stderr}`
}

test.each([
  ['contracts take a library besides zod', 'src/contracts/new.ts', "import { parse } from 'yaml'\nexport const x = parse"],
  ['contracts take a stage', 'src/contracts/new.ts', "import { x } from '../record/new.js'\nexport const y = x"],
  ['a stage takes another stage', 'src/record/new.ts', "import { x } from '../dossier/new.js'\nexport const y = x"],
  ['a stage other than verdict takes prompt', 'src/record/new.ts', "import { x } from '../prompt/new.js'\nexport const y = x"],
  ['a stage takes the queue', 'src/verdict/new.ts', "import { x } from '../../queue/enqueue.js'\nexport const y = x"],
  ['a stage takes the store', 'src/verdict/new.ts', "import { x } from '../store/panels.js'\nexport const y = x"],
  ['a stage takes the config', 'src/panel/new.ts', "import { loadConfig } from '../config.js'\nexport const y = loadConfig"],
  ['an estimate takes the store', 'src/estimate/new.ts', "import { x } from '../store/model-calls.js'\nexport const y = x"],
  ['an estimate takes a provider', 'src/estimate/new.ts', "import { x } from '../models/providers.js'\nexport const y = x"],
  ['a stage takes bundle', 'src/record/new.ts', "import { x } from '../bundle/new.js'\nexport const y = x"],
  ['bundle takes the store', 'src/bundle/new.ts', "import { x } from '../store/panels.js'\nexport const y = x"],
  ['bundle takes a provider', 'src/bundle/new.ts', "import { x } from '../models/providers.js'\nexport const y = x"],
  ['bundle takes another stage', 'src/bundle/new.ts', "import { x } from '../dossier/new.js'\nexport const y = x"],
  ['a stage takes a provider', 'src/verdict/new.ts', "import { x } from '../models/ollama/ollama.js'\nexport const y = x"],
  ['bullmq outside queue/', 'src/store/new.ts', "import { Queue } from 'bullmq'\nexport const y = Queue"],
  ['ioredis outside queue/', 'src/app.ts', "import { Redis } from 'ioredis'\nexport const y = Redis"],
  ['drizzle outside store/', 'queue/new.ts', "import { eq } from 'drizzle-orm'\nexport const y = eq"],
  ['pg outside store/ and queue/', 'src/cli/new.ts', "import pg from 'pg'\nexport const y = pg"],
  ['the hono server in publish/', 'src/publish/new.ts', "import { Hono } from 'hono'\nexport const y = Hono"],
  ['hono in a stage', 'src/record/new.ts', "import { html } from 'hono/html'\nexport const y = html"],
  ["a vendor's SDK outside its folder", 'src/models/registry.ts', "import { Ollama } from 'ollama'\nexport const y = Ollama"],
  ["a vendor's SDK in a stage", 'src/verdict/new.ts', "import { Ollama } from 'ollama'\nexport const y = Ollama"],
  ['the store takes the command line', 'src/store/new.ts', "import { x } from '../cli/exit.js'\nexport const y = x"],
])('refused: %s', async (_name, path, text) => {
  expect(await lint(path, text)).toMatch(/^1 [\s\S]*noRestrictedImports/)
})

test.each([
  ['the environment outside config.ts', 'src/record/new.ts', 'export const x = process.env.HOME', 'noProcessEnv'],
  ['the clock outside runtime.ts', 'src/record/new.ts', 'export const x = Date.now()', 'Clock, chance and network'],
  ['the date outside runtime.ts', 'queue/new.ts', 'export const x = new Date()', 'Clock, chance and network'],
  ['chance outside runtime.ts', 'src/record/new.ts', 'export const x = Math.random()', 'Clock, chance and network'],
  ['the network outside runtime.ts', 'src/record/new.ts', "export const x = fetch('http://127.0.0.1')", 'noRestrictedGlobals'],
  [
    'the network by its long name',
    'src/record/new.ts',
    "export const x = globalThis.fetch('http://127.0.0.1')",
    'Clock, chance and network',
  ],
])('refused: %s', async (_name, path, text, rule) => {
  expect(await lint(path, text)).toMatch(new RegExp(`^1 [\\s\\S]*${rule}`))
})

test.each([
  [
    'verdict takes prompt and ledger',
    'src/verdict/new.ts',
    "import { x } from '../prompt/new.js'\nimport type { Ledger } from '../ledger/ledger.js'\nexport const y: [Ledger?] = [x]",
  ],
  [
    'a stage takes contracts, errors and the Runtime type',
    'src/record/new.ts',
    "import type { Tool } from '../contracts/dossier.js'\nimport { UsageError } from '../errors.js'\nimport type { Runtime } from '../runtime.js'\nexport type Y = [Tool, Runtime]\nexport const x = UsageError",
  ],
  ['an estimate takes the catalog', 'src/estimate/new.ts', "import type { Catalog } from '../models/catalog.js'\nexport type Y = Catalog"],
  ['a stage takes chat-model', 'src/verdict/new.ts', "import type { ChatModel } from '../models/chat-model.js'\nexport type Y = ChatModel"],
  [
    'bundle takes verdict, record and ledger',
    'src/bundle/new.ts',
    "import { x } from '../verdict/new.js'\nimport { y } from '../record/new.js'\nimport { z } from '../ledger/new.js'\nexport const all = [x, y, z]",
  ],
  ['publish renders with hono/jsx', 'src/publish/new.ts', "import { Fragment } from 'hono/jsx'\nexport const y = Fragment"],
  ["a vendor's SDK in its folder", 'src/models/ollama/new.ts', "import type { Ollama } from 'ollama'\nexport type Y = Ollama"],
  ['the clock in runtime.ts', 'src/runtime.ts', 'export const x = new Date()'],
])('allowed: %s', async (_name, path, text) => {
  expect(await lint(path, text)).toMatch(/^0 /)
})
