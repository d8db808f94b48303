import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requestBodies } from '../../../bench/inputs.js'
import { peerNames, peers } from '../../../bench/peers/definitions.js'
import { commandOf, readPeerOptions } from '../../../bench/peers/options.js'
import { promptfooFiles } from '../../../bench/peers/promptfoo.js'
import { peersTable, renderPeers } from '../../../bench/peers/report.js'
import { type Contestant, type PeerResults, sentAgain } from '../../../bench/peers/results.js'
import { readBodies } from '../../../bench/peers/task.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const entrant = (name: Contestant['name'], more: Partial<Contestant> = {}): Contestant => ({
  name,
  runs: [],
  kill: null,
  failure: null,
  ...more,
})

const results: PeerResults = {
  schema: 'panel.peers/1',
  date: '2026-11-26',
  version: '0.2.0',
  command: 'npm run bench:peers',
  loadBefore: 0.2,
  machine: {
    cores: 2,
    processor: 'A processor',
    memoryGiB: 24,
    system: 'Linux 6',
    node: 'v20.19.0',
    servers: { postgres: '18.1', fsync: 'on', synchronousCommit: 'on', redis: null },
  },
  load: { latencyMs: 50, seats: 400, concurrency: 32, warmUp: 0 },
  floor: [
    { windowMs: 800, cpuSeconds: 0.5, peakBytes: 80e6 },
    { windowMs: 700, cpuSeconds: 0.4, peakBytes: 90e6 },
  ],
  contestants: [
    entrant('panels on PostgreSQL', {
      runs: [
        { windowMs: 1_600, cpuSeconds: 3, peakBytes: 200e6 },
        { windowMs: 1_750, cpuSeconds: 2.5, peakBytes: 210e6 },
      ],
      kill: { requestsBefore: 230, repliesBefore: 200, requestsAfter: 200 },
    }),
    entrant('mastra', { failure: 'mastra ended with 1: Error: no\n    at x.js:1' }),
  ],
}

test('400 requests after 50 ms, all peers and two rounds are the default, and nothing is written', () => {
  expect(readPeerOptions([])).toEqual({ peers: peerNames, latencyMs: 50, requests: 400, rounds: 2, to: null, installIn: null })
})

test('each option changes its own', () => {
  const args = ['--latency', '0', '--requests', '40', '--rounds', '1', '--only', 'ai-sdk,mastra', '--to', 'out', '--install-in', 'kept']
  expect(readPeerOptions(args)).toEqual({
    peers: ['ai-sdk', 'mastra'],
    latencyMs: 0,
    requests: 40,
    rounds: 1,
    to: 'out',
    installIn: 'kept',
  })
})

test('the command line of a page is the one that was run, without where the peers are installed', () => {
  const args = ['--requests', '40', '--only', 'ai-sdk,mastra', '--to', 'out', '--install-in', 'kept']
  expect(commandOf(readPeerOptions(args))).toBe('npm run bench:peers -- --requests 40 --only ai-sdk,mastra --to out')
  expect(commandOf(readPeerOptions([]))).toBe('npm run bench:peers')
})

test('the command line of a page holds no path of the machine that it was run on', () => {
  const to = (folder: string) => commandOf(readPeerOptions(['--to', folder]))
  expect(to(join(packageFiles.root, 'docs', 'benchmarks'))).toBe('npm run bench:peers -- --to docs/benchmarks')
  expect(to(tmpdir())).toBe('npm run bench:peers -- --to <folder>')
})

test.each([
  [['--only', 'langchain'], '--only takes promptfoo, ai-sdk, langgraph, mastra, with commas between; not langchain'],
  [['--requests', '6'], '--requests takes a multiple of 4 from 4 to 100,000, not 6'],
  [['--latency', ''], '--latency takes a whole number from 0 to 60,000, not an empty value'],
  [['--latency', '-1'], "Option '--latency' argument is ambiguous"],
  [['--rounds', '0'], '--rounds takes a whole number from 1 to 100, not 0'],
])('%j is refused with what it may be', (args, message) => {
  expect(() => readPeerOptions(args)).toThrow(message)
})

test('peers get the texts and the schema of the very requests that a panel sends', () => {
  const bodies = requestBodies(8, 'peers')
  const { requests, schema } = readBodies(bodies)
  const [system, user] = JSON.parse(bodies[5] ?? '').messages
  expect(requests).toHaveLength(8)
  expect(requests[5]).toEqual({ system: system.content, user: user.content })
  expect(schema).toEqual(JSON.parse(bodies[0] ?? '').response_format.json_schema.schema)
  expect(() => readBodies([])).toThrow('there is no request')
})

test('promptfoo is configured with a test a request, the schema asked for and checked, and the texts as variables', () => {
  const { requests, schema } = readBodies(requestBodies(4, 'peers'))
  const files = promptfooFiles({ url: 'http://127.0.0.1:1/v1', databaseUrl: null, concurrency: 32, isRestart: false, schema, requests })
  const config = JSON.parse(files['promptfooconfig.json'] ?? '')
  expect(config.tests.map(({ vars }: { vars: unknown }) => vars)).toEqual(requests)
  expect(config.providers[0].config).toMatchObject({ apiBaseUrl: 'http://127.0.0.1:1/v1', response_format: { json_schema: { schema } } })
  expect(config.defaultTest.assert).toEqual([{ type: 'is-json', value: schema }])
})

test('promptfoo goes on with its own --resume after a restart', () => {
  const task = { url: '', databaseUrl: null, concurrency: 32, schema: {}, requests: [] }
  expect(peers.promptfoo.args({ ...task, isRestart: true })).toContain('--resume')
  expect(peers.promptfoo.args({ ...task, isRestart: false })).not.toContain('--resume')
})

test('every version is pinned', () => {
  for (const { packages } of Object.values(peers)) for (const version of Object.values(packages)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
})

test('the requests of the second process beyond those never sent were sent again', () => {
  expect(sentAgain({ requestsBefore: 230, repliesBefore: 200, requestsAfter: 200 }, 400)).toBe(30)
  expect(sentAgain({ requestsBefore: 230, repliesBefore: 200, requestsAfter: 400 }, 400)).toBe(230)
})

test('the table has the best window over the best of the floor, the spread of the rounds, the least cost and what was sent again', () => {
  expect(peersTable(results).split('\n').slice(2)).toEqual([
    '| panels on PostgreSQL | 2.29 (2.00–2.50) | 1.60 s | 2.50 s | 200 MB | 30; 200 were answered, 30 were with the provider |',
    '| Mastra | – | – | – | – | – |',
    '| floor | 1 | 0.70 s | 0.40 s | 80 MB | – |',
  ])
})

test('the page says who failed and why, which versions ran, and whether other work ran on the machine', () => {
  const page = renderPeers(results)
  expect(page).toContain('- Mastra failed: mastra ended with 1: Error: no\n')
  expect(page).toContain('- **Mastra** (@mastra/core 0.24.8')
  expect(page).not.toContain('LangGraph.js**')
  expect(page).toContain('Not in this run: promptfoo, Vercel AI SDK with p-limit, LangGraph.js.')
  expect(page).toContain('the load average was 0.2 on 2 cores.\n')
  expect(renderPeers({ ...results, loadBefore: 9 })).toContain('other work ran on the machine')
})
