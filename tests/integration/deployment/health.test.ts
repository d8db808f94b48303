import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { freePort } from '../../../bench/free-port.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { readService } from '../../support/deployment/compose-file.js'
import { type FleetProcess, startService } from '../../support/deployment/fleet.js'

/* What the health checks of the image and of docker-compose.yml run, against the real processes, with no model anywhere. */

const variables = {
  PANEL_ADMIN_PASSWORD: 'a1b2c3d4e5f6',
  PANEL_METRICS_TOKEN: 'b2c3d4e5f6a1',
  POSTGRES_PASSWORD: 'a1b2',
  VALKEY_PASSWORD: 'd4e5',
}
const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')

let folder: string
let database: TestDatabase
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-health-'))
  database = await createTestDatabase()
  env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    PANEL_HOME: join(folder, 'home'),
    DATABASE_URL: database.connectionString,
    OLLAMA_HOST: 'http://127.0.0.1:1',
  }
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

test('docker compose up --wait gets there without any key: web and worker are healthy once database and queue are', async () => {
  const fleet: FleetProcess[] = []
  try {
    for (const name of ['web', 'worker']) {
      const service = readService(name, variables)
      const port = await freePort()
      fleet.push(startService({ name, service, env: { ...env, ...(name === 'web' ? { PORT: String(port) } : {}) }, port, cwd: folder }))
    }
    await Promise.all(fleet.map((member) => member.untilHealthy()))
    for (const { url } of fleet) {
      // No model answers, and /readyz goes on saying so.
      const { checks } = z
        .object({ checks: z.array(z.object({ name: z.string(), isReady: z.boolean() })) })
        .parse(await (await fetch(`${url}/readyz`)).json())
      expect(checks.find(({ name }) => name === 'models')).toMatchObject({ isReady: false })
    }
  } finally {
    await Promise.all(fleet.map((member) => member.stop()))
  }
})

/** The command of the image's HEALTHCHECK, as if process 1 had been started with these words. */
async function imageCheck(words: readonly string[], checkEnv: Record<string, string>): Promise<number | null> {
  const dockerfile = await readFile(join(packageFiles.root, 'Dockerfile'), 'utf8')
  const [, command = '[]'] = /^HEALTHCHECK .*\\\n\s+CMD (?<command>\[.*\])$/m.exec(dockerfile) ?? []
  const [, ...args] = z.array(z.string()).parse(JSON.parse(command))
  const commandLine = join(folder, 'cmdline')
  await writeFile(commandLine, words.map((word) => `${word}\0`).join(''))
  const child = spawn(
    process.execPath,
    args.map((arg) => arg.replace('/proc/1/cmdline', commandLine)),
    { env: checkEnv, stdio: 'ignore' },
  )
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

test.each([
  ['work, on the PORT of the image', ['work'], (_port: string) => []],
  ['work with a port of its own', ['work'], (port: string) => ['--port', port]],
  ['serve on every address', ['serve', '--host', '0.0.0.0'], (port: string) => [`--port=${port}`]],
])('the image is healthy while it runs %s, and not when it does not', async (_name, command, options) => {
  const [port, imagePort] = [String(await freePort()), String(await freePort())]
  const words = [...command, ...options(port)]
  const own = { ...env, PORT: options(port).length === 0 ? port : imagePort }
  const processOne = ['/sbin/docker-init', '--', 'node', '/app/dist/src/cli/main.js', ...words]
  expect(await imageCheck(processOne, own)).toBe(1)
  const child: ChildProcess = spawn(process.execPath, [main, ...words], { env: own, cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  const printed: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  try {
    await expect.poll(() => imageCheck(processOne, own)).toBe(0)
    // A link for people names an address that a browser can open.
    if (command[0] === 'serve')
      await expect.poll(() => printed.join('')).toContain(`within a day: http://127.0.0.1:${port}/auth/set-up?token=`)
    expect(printed.join('')).not.toContain('0.0.0.0')
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  expect(await imageCheck(processOne, own)).toBe(1)
})
