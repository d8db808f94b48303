import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { startLoopbackServer } from '../loopback-server.js'
import { replyToSample } from '../samples.js'
import type { ComposeService } from './compose-file.js'

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')

/** Where the services of docker-compose.yml are in a test, instead of in containers. */
export type Places = { databaseUrl: string; redisUrl: string; modelUrl: string; home: string }

/** A service's own environment, its addresses turned to where the parts are in the test; passwords stay as they are. */
export function environmentOf({ environment }: ComposeService, { databaseUrl, redisUrl, modelUrl, home }: Places): Record<string, string> {
  const { DATABASE_URL = '', REDIS_URL = '' } = environment
  const database = new URL(databaseUrl)
  const here = { PANEL_HOME: home, OLLAMA_HOST: modelUrl, NODE_ENV: 'production' }
  const moved = { DATABASE_URL: moveAddress(DATABASE_URL, database), REDIS_URL: moveAddress(REDIS_URL, new URL(redisUrl)) }
  return { PATH: process.env.PATH ?? '', HOME: home, ...environment, ...here, ...moved }
}

function moveAddress(address: string, { host, pathname, username }: URL): string {
  const moved = new URL(address)
  moved.host = host
  moved.username = username
  if (pathname !== '') moved.pathname = pathname
  return moved.href
}

export type FleetProcess = {
  name: string
  /** Where it answers health, readiness and metrics. */
  url: string
  /** Asks as the container's own health check does, until the answer is good. Rejects with what the process logged when it ends before. */
  untilHealthy: () => Promise<void>
  /** SIGTERM, as `docker stop` sends it; the exit code, null when a signal ended it. compose.test.ts compares the time that it is given. */
  stop: () => Promise<number | null>
  logged: () => string
}

type Start = { name: string; service: ComposeService; env: Readonly<Record<string, string>>; port: number; cwd: string }

/**
 * Starts what a container of the service would run, from `dist`, on a port of its own: the service's command and health check with that port
 * in the place of the container's, on loopback.
 */
export function startService({ name, service, env, port, cwd }: Start): FleetProcess {
  const containerPort = /127\.0\.0\.1:(?<port>\d+)\//.exec(service.healthcheck.test.join(' '))?.groups?.port
  if (containerPort === undefined) throw new Error(`the health check of ${name} asks no port`)
  const toHere = (word: string) => word.replaceAll(containerPort, String(port)).replaceAll('0.0.0.0', '127.0.0.1')
  const own = { ...env, ...('PORT' in env ? { PORT: String(port) } : {}) }
  const child = spawn(process.execPath, [main, ...(service.command ?? []).map(toHere)], {
    env: own,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk))
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null)
  const logged = () => output.join('')
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    logged,
    untilHealthy: async () => {
      const [kind, program = '', ...args] = service.healthcheck.test.map(toHere)
      if (kind !== 'CMD' || program !== 'node') throw new Error(`the health check of ${name} is not a command of Node's`)
      for (;;) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} ended before it was healthy: ${logged()}`)
        const [code] = await once(spawn(process.execPath, args, { env: own, stdio: 'ignore' }), 'exit')
        if (code === 0) return
      }
    },
    stop: async () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}

export type ModelServer = { url: string; asked: () => number; stop: () => Promise<void> }

/**
 * An Ollama on 127.0.0.1 for each process of a fleet, to see who drafts what. `begun` is called at each request for a reply; the good reply is
 * sent when what it returns resolves.
 */
export async function startModelServer({ begun }: { begun: () => Promise<void> }): Promise<ModelServer> {
  let asked = 0
  const server = await startLoopbackServer(async (request, response) => {
    const send = (body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url !== '/api/chat') return send({ models: [{ name: 'good', model: 'good', size: 1, details: {} }] })
    const { model } = z.object({ model: z.string() }).parse(await json(request))
    asked += 1
    await begun()
    const message = { role: 'assistant', content: JSON.stringify(replyToSample()) }
    const counts = { prompt_eval_count: 5_000, eval_count: 100 }
    return send({ model, created_at: '2026-11-22T09:00:00.000Z', message, done: true, done_reason: 'stop', ...counts })
  })
  return {
    url: server.url,
    asked: () => asked,
    stop: server.stop,
  }
}
