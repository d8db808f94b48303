import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import config from '../../../vitest.config.js'

const projects = config.test?.projects ?? []

test('there is one global set-up, that of the whole run, and no project adds or inherits one', () => {
  expect(config.test?.globalSetup).toEqual(['tests/support/global-setup.ts'])
  expect(projects).toHaveLength(2)
  for (const project of projects) {
    expect(project).toHaveProperty('test.name')
    expect(project).not.toHaveProperty('extends')
    expect(project).not.toHaveProperty('test.globalSetup')
  }
})

test.each([
  ["of the project 'on redis'", ['--project', 'on redis']],
  ['of a single file', ['tests/unit/platform/text/text-end.test.ts']],
])('a run %s, where nothing is there or can be installed, ends with the command that installs everything', async (_name, selection) => {
  const vitest = join(packageFiles.root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', ...selection], { cwd: packageFiles.root, env: { PATH: '', HOME: '/' } })
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  expect(code).toBe(1)
  expect(errors).toContain('The tests need Chromium, Redis, docker-compose. Install them with: sudo sh -c')
  expect(errors).toContain('apt-get install --yes --no-install-recommends chromium redis-server docker-compose')
  expect(`${output}${errors}`).not.toContain('ENOENT')
})
