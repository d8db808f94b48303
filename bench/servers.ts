import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { attachEmbeddedPostgres } from '../src/platform/db/embedded/embedded-postgres.js'
import type { Runtime } from '../src/platform/runtime.js'
import { freePort } from './free-port.js'
import type { Backend, ServerFacts } from './results.js'

/** Where a measure's panels and queues live: a database of its own, and Redis for the queue or not. */
export type Place = { connectionString: string; redisUrl: string | null; drop: () => Promise<void> }

export type Servers = {
  postgresPid: number
  redisPid: number | null
  /** Null where no Redis server is installed. */
  redisUrl: string | null
  /** Its version and the settings that make a commit last. */
  facts: ServerFacts
  /** A new, empty database, and an empty Redis where the queue is to be there. */
  place: (backend: Backend) => Promise<Place>
  stop: () => Promise<void>
}

/** Starts the two servers as people run them: PostgreSQL waits for the disk at each commit, Redis writes its log every second. */
export async function startServers({ folder, runtime }: { folder: string; runtime: Runtime }): Promise<Servers> {
  // PostgreSQL refuses to run as root, and then runs as a user who has to be able to look in.
  await chmod(folder, 0o755)
  const postgres = await attachEmbeddedPostgres({ home: join(folder, 'home'), runtime })
  const redis = await startRedis(join(folder, 'redis')).catch(async (error: unknown) => {
    await postgres.detach()
    throw error
  })
  const postgresPid = Number.parseInt(await readFile(join(postgres.databaseDir, 'postmaster.pid'), 'utf8'), 10)
  let databases = 0
  return {
    postgresPid,
    redisPid: redis?.pid ?? null,
    redisUrl: redis?.url ?? null,
    facts: await readFacts(postgres.connectionString, redis?.url ?? null),
    place: async (backend) => {
      databases += 1
      const name = `bench_${databases}`
      const address = new URL(postgres.connectionString)
      await queryDatabase(address.href, `create database ${name}`)
      if (backend === 'redis' && redis !== null) await withRedis(redis.url, (client) => client.flushall())
      const server = address.href
      address.pathname = `/${name}`
      return {
        connectionString: address.href,
        redisUrl: backend === 'redis' ? (redis?.url ?? null) : null,
        drop: async () => {
          await queryDatabase(server, `drop database ${name} with (force)`)
        },
      }
    },
    stop: async () => {
      await redis?.stop()
      await postgres.detach()
    },
  }
}

/** The rows of one statement, on a connection of its own. */
export async function queryDatabase<T extends pg.QueryResultRow>(connectionString: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<T>(statement)).rows
  } finally {
    await client.end()
  }
}

/** One thing done with Redis, on a connection of its own. */
export async function withRedis<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url)
  try {
    return await use(client)
  } finally {
    client.disconnect()
  }
}

async function readFacts(connectionString: string, redisUrl: string | null): Promise<ServerFacts> {
  const setting = async (name: string) => (await queryDatabase<Record<string, string>>(connectionString, `show ${name}`))[0]?.[name] ?? ''
  const info = redisUrl === null ? null : await withRedis(redisUrl, (client) => client.info('server'))
  return {
    postgres: await setting('server_version'),
    fsync: await setting('fsync'),
    synchronousCommit: await setting('synchronous_commit'),
    redis: info === null ? null : (/redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown'),
  }
}

type RedisServer = { pid: number; url: string; stop: () => Promise<void> }

/** Null when there is no `redis-server` in the PATH. */
async function startRedis(folder: string): Promise<RedisServer | null> {
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const settings = { bind: '127.0.0.1', port: String(port), dir: folder, appendonly: 'yes', appendfsync: 'everysec', save: '' }
  const server = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
  )
  const exited = once(server, 'exit').catch(() => undefined)
  const ready = await new Promise<boolean>((resolve, reject) => {
    let output = ''
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (output.includes('Ready to accept connections')) resolve(true)
    })
    server.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(false) : reject(error)))
    server.on('exit', () => reject(new Error(`Redis did not start: ${output}`)))
  })
  if (!ready) return null
  const stop = async () => {
    server.kill('SIGTERM')
    await exited
  }
  return { pid: server.pid ?? 0, url: `redis://127.0.0.1:${port}`, stop }
}
