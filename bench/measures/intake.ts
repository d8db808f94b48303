import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { loadConfig } from '../../src/app/config.js'
import { openApp } from '../../src/app/open-app.js'
import type { IntakeActions } from '../../src/evidence/intake/intake-actions.js'
import { type BenchContext, makeFolder } from '../context.js'
import type { IntakeResult } from '../results.js'

export type IntakePlan = { rounds: number }

const pages = 8
const delayMs = 200
/** Loopback has as many addresses as hosts are wanted: of one host, one page is fetched at a time. */
const places = [
  { name: 'one host', hosts: 1 },
  { name: 'eight hosts', hosts: 8 },
] as const

/**
 * Addresses of eight pages, each answered after 200 ms, until their proposal is stored. The floor fetches the same bytes, as many at a time, and
 * does nothing with them.
 */
export async function measureIntake(context: BenchContext, { rounds }: IntakePlan): Promise<IntakeResult> {
  context.say(`intake: ${pages} pages of ${delayMs} ms, ${rounds} times`)
  const { runtime, servers } = context
  const place = await servers.place('postgres')
  const folder = await makeFolder(context, 'intake')
  const sites = await Promise.all(Array.from({ length: pages }, (_, n) => startSite(`127.0.1.${n + 1}`)))
  const config = await loadConfig({ folder, defaultLogLevel: 'warn' })
  const intake = { ...config.intake, allowHosts: sites.map(({ host }) => host) }
  const app = await openApp({ ...config, intake, databaseUrl: place.connectionString, redisUrl: null }, runtime)
  try {
    const actions = await app.intake()
    // The first starts the threads that read pages, and takes what every process takes once.
    await timeIntake(actions, { addresses: [`${sites[0]?.url}/warm`], runtime })
    const runs: IntakeResult['runs'] = []
    for (const { name, hosts } of places) {
      const run: IntakeResult['runs'][number] = { place: name, seconds: [], floorSeconds: [] }
      for (let round = 0; round < rounds; round += 1) {
        const addresses = Array.from({ length: pages }, (_, n) => `${sites[n % hosts]?.url}/${name.replace(' ', '-')}/${round}/${n}`)
        run.floorSeconds.push(await timeFloor(addresses, { hosts, runtime }))
        run.seconds.push(await timeIntake(actions, { addresses, runtime }))
      }
      runs.push(run)
    }
    return { pages, delayMs, runs, peakBytes: process.resourceUsage().maxRSS * 1024 }
  } finally {
    await app.close()
    await Promise.all(sites.map(({ stop }) => stop()))
    await place.drop()
  }
}

type Timed = { addresses: string[]; runtime: BenchContext['runtime'] }

async function timeIntake(actions: IntakeActions, { addresses, runtime }: Timed): Promise<number> {
  const startedMs = runtime.monotonicMs()
  const { proposal } = await actions.readHere({ addresses }, { onPages: () => undefined, signal: new AbortController().signal })
  if (proposal?.sources.length !== addresses.length)
    throw new Error(`${proposal?.sources.length ?? 0} of ${addresses.length} pages were read`)
  return (runtime.monotonicMs() - startedMs) / 1_000
}

async function timeFloor(addresses: readonly string[], { hosts, runtime }: { hosts: number } & Pick<Timed, 'runtime'>): Promise<number> {
  const dispatcher = new Agent({ connections: 1 })
  const startedMs = runtime.monotonicMs()
  const lines = Array.from({ length: hosts }, (_, host) => addresses.filter((_, n) => n % hosts === host))
  await Promise.all(
    lines.map(async (line) => {
      for (const address of line) await (await request(address, { dispatcher })).body.dump()
    }),
  )
  const seconds = (runtime.monotonicMs() - startedMs) / 1_000
  await dispatcher.close()
  return seconds
}

/** Pages of some 8 kB with a heading, a table of prices and paragraphs, no two the same. Asked for robots.txt, it has none, at once. */
async function startSite(address: string) {
  const server: Server = createServer(({ url = '/' }, response) => {
    if (url === '/robots.txt' || url === '/llms.txt') response.writeHead(404).end()
    else setTimeout(() => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(url)), delayMs)
  })
  server.listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: `${address}:${port}`,
    url: `http://${address}:${port}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function pageOf(path: string): string {
  const paragraph = (n: number) =>
    `<p>Part ${n} of ${path}: it keeps queues in the database, and a worker takes what is due. Nothing else has to be installed.</p>`
  const rows = ['Free', 'Team', 'Business'].map(
    (name, n) => `<tr><td>${name}</td><td>$${n * 12} per month</td><td>${10 ** (n + 2)} jobs</td></tr>`,
  )
  return `<!doctype html><title>Ferrydoc ${path}</title><main><h1>Ferrydoc ${path}</h1>${Array.from({ length: 40 }, (_, n) => paragraph(n)).join('')}
<table><tr><th>Plan</th><th>Price</th><th>Jobs</th></tr>${rows.join('')}</table></main>`
}
