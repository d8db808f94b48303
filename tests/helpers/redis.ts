import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DebianProgram, ensureProgram, findProgram } from './debian-package.js'

const redis: DebianProgram = { what: 'Redis', programs: ['redis-server', 'valkey-server'], packageName: 'redis-server' }

/** Vitest's global set-up: makes sure that there is a Redis server, or ends the run with the command that installs one. */
export default function ensureRedis(): void {
  ensureProgram(redis)
}

export type TestRedis = { url: string; stop: () => Promise<void> }

/** Starts a Redis server of the test's own on loopback, with the given settings on top of those that BullMQ needs. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'panel-redis-'))
  const port = await freePort()
  const all = { bind: '127.0.0.1', port: String(port), dir: folder, appendonly: 'yes', 'maxmemory-policy': 'noeviction', ...settings }
  const server = spawn(
    findProgram(redis) ?? 'redis-server',
    Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]),
  )
  const exited = once(server, 'exit')
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (output.includes('Ready to accept connections')) resolve()
    })
    server.on('error', reject)
    server.on('exit', () => reject(new Error(`Redis did not start: ${output}`)))
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
