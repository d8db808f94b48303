import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { composePath, readCompose, readExample, readService, sampleSecrets as secrets } from '../../support/deployment/compose-file.js'
import { findDockerCompose } from '../../support/docker-compose.js'

const run = promisify(execFile)
const services = Object.entries(readCompose().services)

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-compose-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What `docker-compose config` makes of the file with these variables; nothing of the test run's environment is among them. */
async function config(variables: Readonly<Record<string, string>>): Promise<string> {
  const envFile = join(folder, `${Object.keys(variables).length}.env`)
  await writeFile(
    envFile,
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  const args = ['--file', composePath, '--env-file', envFile, '--profile', 'ollama', 'config']
  const { stdout } = await run(findDockerCompose() ?? 'docker-compose', args, { env: { PATH: process.env.PATH ?? '', HOME: folder } })
  return stdout
}

test('finds the file valid, and fills it in as these tests do', async () => {
  const variables = { ...readExample(), ...secrets }
  const schema = z.object({ services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.string()).default({}) })) })
  const rendered = schema.parse(parse(await config(variables))).services
  expect(Object.keys(rendered).sort()).toEqual(services.map(([name]) => name).sort())
  for (const [name, { environment }] of Object.entries(rendered)) expect(environment).toEqual(readService(name, variables).environment)
})

test.each(Object.keys(secrets))('refuses to start without %s', async (missing) => {
  const variables = { ...readExample(), ...secrets, [missing]: '' }
  await expect(config(variables)).rejects.toThrow(`set ${missing} in .env, see .env.example`)
})

test('refuses .env.example as it is', async () => {
  await expect(config(readExample())).rejects.toThrow(/set \w+ in \.env, see \.env\.example/)
})
