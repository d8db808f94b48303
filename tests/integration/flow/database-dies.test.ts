import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { freePort } from '../../../bench/free-port.js'
import { type Cluster, clusterIn } from '../../../src/platform/db/embedded/cluster.js'
import { readServerState } from '../../../src/platform/db/embedded/server-state.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { runPanelCommand } from '../../support/run-panel-command.js'
import { makeTemporaryHome, type TemporaryHome } from '../../support/temporary-home.js'

/* The embedded PostgreSQL is killed with SIGKILL, as by the kernel that runs out of memory, under the real commands. */

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')

let temporary: TemporaryHome
const children: ChildProcess[] = []
beforeEach(async () => {
  temporary = await makeTemporaryHome()
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  }
  await temporary.remove()
})

async function start(args: readonly string[]) {
  const port = await freePort()
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PANEL_HOME: temporary.home }
  const child = spawn(process.execPath, [main, ...args, '--port', String(port)], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  children.push(child)
  const log: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text))
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
  /** Which checks are passed; null while no one answers. A model is not among what these processes have. */
  const ready = async () => {
    const response = await ask('/readyz')
    if (response === null) return null
    const { checks } = readyzSchema.parse(await response.json())
    return checks.filter(({ isReady }) => isReady).map(({ name }) => name)
  }
  const begun = () => log.join('').includes('stop with Ctrl-C')
  return { child, ask, ready, begun, log }
}

const readyzSchema = z.object({ checks: z.array(z.object({ name: z.string(), isReady: z.boolean() })) })

async function cluster(): Promise<Cluster> {
  const location = (await readFile(join(temporary.home, 'postgres-location'), 'utf8').catch(() => '')).trim()
  return clusterIn(location || temporary.home)
}

async function killPostmaster(): Promise<number> {
  const state = await readServerState(await cluster(), { now: () => new Date() })
  if (state.status !== 'ready') throw new Error(`the server is ${state.status}`)
  process.kill(state.pid, 'SIGKILL')
  return state.pid
}

test('a killed embedded PostgreSQL is started again: two processes on it go on, and the worker drafts', async () => {
  const [web, worker] = [await start(['serve', '--no-worker']), await start(['work'])]
  for (const { begun } of [web, worker]) await expect.poll(begun).toBe(true)
  const killed = await killPostmaster()
  const serverNow = async () => readServerState(await cluster(), { now: () => new Date() })
  await expect
    .poll(async () => {
      const state = await serverNow()
      return state.status === 'ready' && state.pid !== killed
    })
    .toBe(true)
  for (const { ready } of [web, worker]) await expect.poll(ready).toEqual(['database', 'queue'])
  await expect.poll(async () => (await web.ask('/api/v1/tools'))?.status, { message: web.log.join('') }).toBe(401)
  expect((await web.ask('/healthz'))?.status).toBe(200)

  const env = { PANEL_HOME: temporary.home }
  const replay = ['--replay', packageFiles.sampleRecordings, '--detach']
  const { code, stderr } = await runPanelCommand(['compare', ...packageFiles.sampleDossiers, ...replay], { env })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  await expect.poll(async () => (await runPanelCommand(['status'], { env })).stdout).toContain('finished')
})

test('where it cannot be started again, the processes on it end with 1 and say why, for a supervisor', async () => {
  const [web, worker] = [await start(['serve']), await start(['work'])]
  for (const { begun } of [web, worker]) await expect.poll(begun).toBe(true)
  const { folder } = await cluster()
  const ends = [web, worker].map(async ({ child }) => (await once(child, 'exit'))[0] as number | null)
  await rename(folder, `${folder}-away`)
  try {
    const pid = Number((await readFile(join(`${folder}-away`, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGKILL')
    expect(await Promise.all(ends)).toEqual([1, 1])
  } finally {
    await rename(`${folder}-away`, folder)
  }
  for (const { log } of [web, worker]) expect(log.join('')).toContain('the database is gone: ending, for a supervisor')
})
