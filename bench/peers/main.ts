import { loadavg } from 'node:os'
import { join } from 'node:path'
import { packageVersion } from '../../src/platform/files/package-files.js'
import { readArguments } from '../command-line.js'
import { readMachine } from '../machine.js'
import { withBench } from '../with-bench.js'
import { writeFiles } from '../write-files.js'
import { toJson } from '../write-results.js'
import { installPeer } from './install.js'
import { measurePeers } from './measure.js'
import { commandOf, peerBench } from './options.js'
import { peersTable, renderPeers } from './report.js'

/*
 * `npm run bench:peers`: what a user could pick instead, on the same requests. It installs the peers with npm, into a temporary folder or the
 * one named by `--install-in`, which then keeps them. `-- --to docs/benchmarks` writes peers.md and peers.json there. `-- --latency 500`,
 * `--requests 40`, `--rounds 1` and `--only ai-sdk,mastra` are for a quick look.
 */

const options = readArguments(peerBench)
await withBench('panel-peers', async (context) => {
  const { runtime, folder, servers, say } = context
  const folders = new Map<string, string>()
  for (const name of options.peers) {
    say(`installing ${name}`)
    folders.set(name, await installPeer(name, options.installIn ?? join(folder, 'installed')))
  }
  const facts = {
    date: runtime.now().toISOString().slice(0, 10),
    version: packageVersion,
    command: commandOf(options),
    loadBefore: loadavg()[0] ?? 0,
    machine: readMachine(servers.facts),
  }
  const results = { schema: 'panel.peers/1' as const, ...facts, ...(await measurePeers(context, { ...options, folders })) }
  process.stdout.write(`${peersTable(results)}\n`)
  if (options.to === null) return
  const files = { 'peers.md': renderPeers(results), 'peers.json': toJson(results) }
  for (const file of await writeFiles(options.to, files)) say(`wrote ${file}`)
})
