import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageFiles } from '../../src/platform/files/package-files.js'

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

test('allowed: the clock in runtime.ts', async () => {
  expect(await lint('src/platform/runtime.ts', 'export const x = new Date()')).toMatch(/^0 /)
})
