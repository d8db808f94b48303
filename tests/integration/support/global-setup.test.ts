import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { TestProject } from 'vitest/node'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import config from '../../../vitest.config.js'
import setUp from '../../support/global-setup.js'

const projects = config.test?.projects ?? []

test('every project but the unit tests has the one set-up, and the run as a whole has none', () => {
  expect(config.test).not.toHaveProperty('globalSetup')
  const setUps = projects.map((project) =>
    typeof project === 'object' && 'test' in project ? [project.test?.name, project.test?.globalSetup] : [],
  )
  const shared = ['tests/support/global-setup.ts']
  expect(setUps).toEqual([
    ['unit', undefined],
    ['integration', shared],
    ['on redis', shared],
    ['e2e', shared],
    ['fleet', shared],
  ])
})

test('the set-up of a second project of the same run does nothing', async () => {
  const vitest = { getRootProject: () => ({ getProvidedContext: () => ({ sharedRedisUrl: 'redis://127.0.0.1:1' }) }) }
  expect(await setUp({ vitest } as unknown as TestProject)).toBeUndefined()
})

/** A run of those tests where no program is there or can be installed. */
async function runBare(selection: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
  const vitest = join(packageFiles.root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', ...selection], { cwd: packageFiles.root, env: { PATH: '', HOME: '/' } })
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, output, errors }
}

test.each([
  ["of the project 'on redis'", ['--project', 'on redis']],
  ['of a single file', ['tests/integration/support/database.test.ts']],
])('a run %s, where nothing is there or can be installed, ends with the command that installs everything', async (_name, selection) => {
  const { code, output, errors } = await runBare(selection)
  expect(code).toBe(1)
  expect(errors).toContain('The tests need Chromium, Redis, docker-compose. Install them with: sudo sh -c')
  expect(errors).toContain('apt-get install --yes --no-install-recommends chromium redis-server docker-compose')
  expect(`${output}${errors}`).not.toContain('ENOENT')
})

test('a unit test runs where nothing is there or can be installed', async () => {
  const { code, output } = await runBare(['tests/unit/platform/text/text-end.test.ts'])
  expect(output).toMatch(/\d+ passed, 0 failed/)
  expect(code).toBe(0)
})
