import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../bench/free-port.js'
import { recordSchema } from '../../../src/contracts/record.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase, runOnServer, type TestDatabase } from '../../support/database.js'
import { readExample, readService } from '../../support/deployment/compose-file.js'
import {
  environmentOf,
  type FleetProcess,
  type ModelServer,
  type Places,
  startModelServer,
  startService,
} from '../../support/deployment/fleet.js'
import { writeOnePersona } from '../../support/one-persona.js'
import { startRedisBy, type TestRedis } from '../../support/redis.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

/** As `openssl rand -hex 32` makes them. */
const password = () => randomBytes(32).toString('hex')
const variables = {
  ...readExample(),
  POSTGRES_PASSWORD: password(),
  VALKEY_PASSWORD: password(),
  PANEL_ADMIN_PASSWORD: password(),
  PANEL_METRICS_TOKEN: password(),
}
const services = { web: readService('web', variables), worker: readService('worker', variables), valkey: readService('valkey', variables) }
/** Owns the database, and is no superuser. */
const role = `fleet_${randomBytes(4).toString('hex')}`
/** More than one worker and the command line can take at once (8 and 1), so that the second worker gets some. */
const personaCount = 6

const limits = 'limits: { ollama: { perWorker: 1 } }\n'
let folder: string
let database: TestDatabase
let redis: TestRedis
const models: ModelServer[] = []
const fleet: FleetProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-fleet-'))
  // As Docker mounts it: the folder that ./config is. Each process has an Ollama of its own, and says so.
  await mkdir(join(folder, 'config'))
  await writeFile(join(folder, 'config', 'panel.config.yaml'), limits)
  database = await createTestDatabase({ empty: true })
  const { pathname } = new URL(database.connectionString)
  await runOnServer(
    database,
    `create role ${role} login password '${variables.POSTGRES_PASSWORD}'`,
    `alter database ${pathname.slice(1)} owner to ${role}`,
  )
  redis = await startValkey()
})
afterAll(async () => {
  await Promise.all(fleet.map((member) => member.stop()))
  await Promise.all(models.map((server) => server.stop()))
  await redis.stop()
  await database.drop()
  await runOnServer(database, `drop role ${role}`)
  await rm(folder, { recursive: true })
})

/** The command of docker-compose.yml's valkey, with the server that is installed, on loopback and in a folder of its own. */
function startValkey(): Promise<TestRedis> {
  const { command = [], environment } = services.valkey
  const moves = ({ program, port, folder: data }: { program: string; port: number; folder: string }) => [
    ['valkey-server', program],
    ['port 6379', `port ${port}\nbind 127.0.0.1`],
    ['dir /data', `dir ${data}`],
  ]
  return startRedisBy(
    (place) => command.map((word) => moves(place).reduce((text, [from = '', to = '']) => text.replace(from, to), word)),
    environment,
  )
}

/** Six personas that the sample reply satisfies. */
async function writePersonas(): Promise<string> {
  const to = await writeOnePersona(folder)
  const text = await readFile(join(to, 'dx.md'), 'utf8')
  const ids = Array.from({ length: personaCount }, (_, index) => `persona-${index + 1}`)
  await rm(join(to, 'dx.md'))
  for (const [index, id] of ids.entries()) {
    await writeFile(join(to, `${id}.md`), text.replace('id: dx', `id: ${id}`).replace('order: 1', `order: ${index + 1}`))
  }
  return to
}

/**
 * A model server for each name. The seat that goes ahead for each of the two tools is answered at once, since the others wait for it; all
 * others are answered once those of both workers have been asked.
 */
async function startModels(): Promise<ModelServer[]> {
  let release: () => void = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let calls = 0
  const begun = async () => {
    calls += 1
    if (models.slice(1).every((server) => server.asked() > 0)) release()
    if (calls > packageFiles.sampleDossiers.length) await released
  }
  for (const _name of ['command', 'worker-1', 'worker-2']) models.push(await startModelServer({ begun }))
  return models
}

const places = (modelUrl: string): Places => ({
  databaseUrl: Object.assign(new URL(database.connectionString), { username: role }).href,
  redisUrl: redis.url,
  modelUrl,
  home: join(folder, 'home'),
})

async function start(name: keyof typeof services, modelUrl: string): Promise<FleetProcess> {
  const service = services[name]
  const env = environmentOf(service, places(modelUrl))
  const member = startService({ name, service, env, port: await freePort(), cwd: join(folder, 'config') })
  fleet.push(member)
  return member
}

async function ask({ url }: FleetProcess, path: string) {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${variables.PANEL_METRICS_TOKEN}` } })
  return { status: response.status, text: await response.text() }
}

test('web and two workers start at once on an empty database, share a panel, and stop when asked', async () => {
  const [ofCommand, ofFirst, ofSecond] = await startModels()
  if (ofCommand === undefined || ofFirst === undefined || ofSecond === undefined) throw new Error('three model servers were started')
  await Promise.all([start('web', ofCommand.url), start('worker', ofFirst.url), start('worker', ofSecond.url)])
  await Promise.all(fleet.map((member) => member.untilHealthy()))
  for (const member of fleet) {
    // A busy machine may keep a check waiting beyond its deadline, and be ready at the next.
    for (const path of ['/healthz', '/readyz'])
      await expect.poll(() => ask(member, path), { message: `${member.name} ${path}` }).toMatchObject({ status: 200 })
    expect((await ask(member, '/metrics')).text, member.name).toContain('# HELP ')
  }

  // One seat at a time in this process: it works too, until its record is there.
  const cwd = join(folder, 'command')
  await mkdir(cwd)
  await writeFile(join(cwd, 'panel.config.yaml'), `concurrency: 1\n${limits}`)
  const args = ['compare', ...packageFiles.sampleDossiers, '--model', 'ollama:good', '--personas', await writePersonas(), '--json']
  const { code, stdout, stderr } = await runPanelCommand(args, { env: environmentOf(services.web, places(ofCommand.url)), cwd })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(recordSchema.parse(JSON.parse(stdout)).totals).toMatchObject({ drafted: 2 * personaCount, unscored: 0 })
  expect(ofFirst.asked()).toBeGreaterThan(0)
  expect(ofSecond.asked()).toBeGreaterThan(0)
  expect(ofCommand.asked() + ofFirst.asked() + ofSecond.asked()).toBe(2 * personaCount)

  const printed = fleet.map((member) => member.logged()).join('')
  for (const secret of [variables.POSTGRES_PASSWORD, variables.VALKEY_PASSWORD, variables.PANEL_ADMIN_PASSWORD]) {
    expect(printed).not.toContain(secret)
  }
  expect(await Promise.all(fleet.map(async (member) => [member.name, await member.stop()]))).toEqual([
    ['web', 0],
    ['worker', 0],
    ['worker', 0],
  ])
})

test('the queue asks for its password', async () => {
  const { code, stdout } = await runPanelCommand(['doctor'], {
    env: { ...environmentOf(services.web, places('http://127.0.0.1:1')), REDIS_URL: redis.url },
    cwd: join(folder, 'config'),
  })
  expect(code).toBe(1)
  expect(stdout).toMatch(/problem\s+queue/)
  expect(stdout).not.toContain(variables.POSTGRES_PASSWORD)
})
