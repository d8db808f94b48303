import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRuntime } from '../src/platform/runtime.js'
import type { BenchContext } from './context.js'
import { startProvider } from './provider.js'
import { startServers } from './servers.js'

/** Starts the servers and the provider in a folder of their own, and takes all of it away again, however the use ends. */
export async function withBench<T>(name: string, use: (context: BenchContext) => Promise<T>): Promise<T> {
  const runtime = createRuntime({ logLevel: 'warn' })
  const folder = await realpath(await mkdtemp(join(tmpdir(), `${name}-`)))
  try {
    const servers = await startServers({ folder, runtime })
    try {
      const provider = await startProvider({ folder, runtime })
      try {
        const backends = servers.redisUrl === null ? (['postgres'] as const) : (['redis', 'postgres'] as const)
        return await use({ runtime, folder, provider, servers, backends, say })
      } finally {
        await provider.stop()
      }
    } finally {
      await servers.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
