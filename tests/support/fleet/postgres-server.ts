import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterIn } from '../../../src/platform/db/embedded/cluster.js'
import { attachEmbeddedPostgres } from '../../../src/platform/db/embedded/embedded-postgres.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { makeTemporaryHome } from '../temporary-home.js'

export type OwnPostgres = {
  connectionString: string
  /** Ends the server as an administrator would (connections are cut off), or as a crash would, and starts it again in the same place. */
  restart: (how?: { crash: boolean }) => Promise<void>
  stop: () => Promise<void>
}

/** A PostgreSQL server of the test's own, with its production settings, that can be restarted under those who use it. */
export async function startPostgres(): Promise<OwnPostgres> {
  const temporary = await makeTemporaryHome()
  const attached = await attachEmbeddedPostgres({ home: temporary.home, runtime: createRuntime({ logLevel: 'warn' }) })
  const { connectionString } = attached
  return {
    connectionString,
    restart: async ({ crash } = { crash: false }) => {
      const location = readLocation(temporary.home)
      const { databaseDir } = clusterIn(location)
      const pid = Number(readFileSync(`${databaseDir}/postmaster.pid`, 'utf8').split('\n')[0])
      const [file = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
      const { uid, gid } = statSync(`/proc/${pid}`)
      // An immediate shutdown: every process quits where it is, and the next start recovers from the log.
      process.kill(pid, crash ? 'SIGQUIT' : 'SIGINT')
      while (isAlive(pid)) await sleep(20)
      spawn(file, args, { cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' }, detached: true, stdio: 'ignore', uid, gid }).unref()
      await untilAnswers(connectionString)
    },
    stop: async () => {
      await attached.detach()
      await temporary.remove()
    },
  }
}

/** Root keeps its database elsewhere, and says where. */
function readLocation(home: string): string {
  try {
    return readFileSync(`${home}/postgres-location`, 'utf8').trim() || home
  } catch {
    return home
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function untilAnswers(connectionString: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await sleep(50)
    }
  }
}
