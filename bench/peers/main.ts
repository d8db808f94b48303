import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageVersion } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import type { BenchContext } from '../context.js'
import { readMachine } from '../machine.js'
import { startProvider } from '../provider.js'
import { startServers } from '../servers.js'
import { installPeer } from './install.js'
import { measurePeers } from './measure.js'
import { commandOf, readPeerOptions } from './options.js'
import { peersTable, renderPeers } from './report.js'
import { writePeers } from './write.js'

/*
 * `npm run bench:peers`: what a user could pick instead, on the same requests. It installs the peers with npm, into a temporary folder or the
 * one named by `--install-in`, which then keeps them. `-- --to docs/benchmarks` writes peers.md and peers.json there. `-- --latency 500`,
 * `--requests 40`, `--rounds 1` and `--only ai-sdk,mastra` are for a quick look.
 */

const options = readPeerOptions(process.argv.slice(2))
const runtime = createRuntime({ logLevel: 'warn' })
const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
const folder = await realpath(await mkdtemp(join(tmpdir(), 'panel-peers-')))
try {
  const folders = new Map<string, string>()
  for (const name of options.peers) {
    say(`installing ${name}`)
    folders.set(name, await installPeer(name, options.installIn ?? join(folder, 'installed')))
  }
  const servers = await startServers({ folder, runtime })
  try {
    const provider = await startProvider({ folder, runtime })
    try {
      const backends = servers.redisUrl === null ? (['postgres'] as const) : (['redis', 'postgres'] as const)
      const context: BenchContext = { runtime, folder, provider, servers, backends, say }
      const date = runtime.now().toISOString().slice(0, 10)
      const facts = {
        date,
        version: packageVersion,
        command: commandOf(options),
        loadBefore: loadavg()[0] ?? 0,
        machine: readMachine(servers.facts),
      }
      const results = { schema: 'panel.peers/1' as const, ...facts, ...(await measurePeers(context, { ...options, folders })) }
      process.stdout.write(`${peersTable(results)}\n`)
      if (options.to !== null) for (const file of await writePeers(options.to, results, renderPeers(results))) say(`wrote ${file}`)
    } finally {
      await provider.stop()
    }
  } finally {
    await servers.stop()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
