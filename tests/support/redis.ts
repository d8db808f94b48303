import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from '../../bench/free-port.js'
import { type DebianProgram, findProgram } from './debian-package.js'

export const redis: DebianProgram = { what: 'Redis', programs: ['redis-server', 'valkey-server'], packageName: 'redis-server' }

export type TestRedis = {
  url: string
  /** Kills the server and starts it again in the same place, with what it had written to disk. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

/** Where a server is to run, and what is installed to run it. */
export type RedisPlace = { program: string; port: number; folder: string }

/** Starts a Redis server of the test's own on loopback, with the given settings on top of those that BullMQ needs. */
export function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
  return startRedisBy(({ program, port, folder }) => {
    const all = { bind: '127.0.0.1', port: String(port), dir: folder, appendonly: 'yes', 'maxmemory-policy': 'noeviction', ...settings }
    return [program, ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])]
  })
}

/** Starts one in cluster mode, as the only node of its cluster: it holds all slots, and refuses what a cluster refuses. */
export async function startRedisCluster(): Promise<TestRedis> {
  const node = await startRedis({ 'cluster-enabled': 'yes', 'cluster-port': String(await freePort()) })
  const client = new Redis(node.url)
  try {
    await client.cluster('ADDSLOTSRANGE', 0, 16_383)
    while (!(await client.cluster('INFO')).includes('cluster_state:ok')) await setImmediate()
  } finally {
    client.disconnect()
  }
  return node
}

/** Starts a Redis server by a command line of the caller's, with variables of the caller's, and waits until it takes connections. */
export async function startRedisBy(
  commandFor: (place: RedisPlace) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'panel-redis-'))
  const port = await freePort()
  const [file = '', ...args] = commandFor({ program: findProgram(redis) ?? 'redis-server', port, folder })
  const start = () => startServer([file, ...args], { PATH: process.env.PATH ?? '', ...env })
  let server = await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await server.end('SIGKILL')
      server = await start()
    },
    stop: async () => {
      await server.end('SIGTERM')
      await rm(folder, { recursive: true })
    },
  }
}

async function startServer([file = '', ...args]: readonly string[], env: Readonly<Record<string, string>>) {
  const server = spawn(file, args, { env })
  const exited = once(server, 'exit')
  let output = ''
  server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  await new Promise<void>((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (output.includes('Ready to accept connections')) resolve()
    })
    server.on('error', reject)
    server.on('exit', () => reject(new Error(`Redis did not start: ${output}`)))
  })
  return {
    end: async (signal: NodeJS.Signals) => {
      server.kill(signal)
      await exited
    },
  }
}
