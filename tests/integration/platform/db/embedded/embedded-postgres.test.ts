import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { clusterIn } from '../../../../../src/platform/db/embedded/cluster.js'
import { attachEmbeddedPostgres, type EmbeddedPostgres } from '../../../../../src/platform/db/embedded/embedded-postgres.js'
import { checkOwner } from '../../../../../src/platform/db/embedded/place.js'
import { findFreePort } from '../../../../../src/platform/db/embedded/server-process.js'
import { readServerState } from '../../../../../src/platform/db/embedded/server-state.js'
import { createRuntime } from '../../../../../src/platform/runtime.js'
import { makeTemporaryHome, type TemporaryHome } from '../../../../support/temporary-home.js'

const runtime = createRuntime({ logLevel: 'silent' })

/** A home with a stopped server, for the tests that do not mind what is in its database. */
let used: TemporaryHome

beforeAll(async () => {
  used = await makeTemporaryHome()
  await (await attachEmbeddedPostgres({ home: used.home, runtime })).detach()
})
afterAll(() => used.remove())

async function temporaryHome(options?: Parameters<typeof makeTemporaryHome>[0]): Promise<string> {
  const temporary = await makeTemporaryHome(options)
  onTestFinished(temporary.remove)
  return temporary.home
}

async function query({ connectionString }: EmbeddedPostgres, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

function clusterOf({ databaseDir }: EmbeddedPostgres) {
  return clusterIn(dirname(dirname(databaseDir)))
}

async function serverStatus(embedded: EmbeddedPostgres): Promise<string> {
  return (await readServerState(clusterOf(embedded), runtime)).status
}

/** A live process that has nothing to do with PostgreSQL. */
async function startForeignProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  onTestFinished(async () => {
    const exited = once(child, 'exit')
    child.kill()
    await exited
  })
  return child.pid ?? 0
}

async function pidOfEndedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0'])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('attachEmbeddedPostgres', () => {
  it('makes a UTF-8 database that listens on loopback alone, in a path with spaces', async () => {
    const home = await temporaryHome({ name: "a folder's name, with spaces" })
    const embedded = await attachEmbeddedPostgres({ home, runtime })
    const settings = ['server_encoding', 'listen_addresses', 'unix_socket_directories', 'password_encryption', 'timezone']
    const values = settings.map((setting) => `current_setting('${setting}')`).join(', ')
    expect(await query(embedded, `select array[${values}] as settings, current_database() as name, upper('é') as upper`)).toEqual([
      { settings: ['UTF8', '127.0.0.1', '', 'scram-sha-256', 'UTC'], name: 'panel', upper: 'É' },
    ])
    await embedded.detach()
  })

  it('refuses a wrong password', async () => {
    const embedded = await attachEmbeddedPostgres({ home: used.home, runtime })
    const address = new URL(embedded.connectionString)
    address.password = 'wrong'
    await expect(query({ ...embedded, connectionString: address.href }, 'select 1')).rejects.toThrow('password authentication failed')
    await embedded.detach()
  })

  it('finds the data of the first run on the second', async () => {
    const home = await temporaryHome()
    const first = await attachEmbeddedPostgres({ home, runtime })
    await query(first, "create table marks as select 'first run' as mark")
    await first.detach()
    const second = await attachEmbeddedPostgres({ home, runtime })
    expect(await query(second, 'select mark from marks')).toEqual([{ mark: 'first run' }])
    await second.detach()
  })

  it('works, and finds its data again, below a folder that no one but its owner may enter', async () => {
    const home = await temporaryHome({ isPrivate: true })
    const first = await attachEmbeddedPostgres({ home, runtime })
    await query(first, "create table marks as select 'first run' as mark")
    await first.detach()
    const second = await attachEmbeddedPostgres({ home, runtime })
    expect(second.databaseDir).toBe(first.databaseDir)
    expect(await query(second, 'select mark from marks')).toEqual([{ mark: 'first run' }])
    await second.detach()
    // Where the data lies is either plain, or written down in the home.
    const location = await readFile(join(home, 'postgres-location'), 'utf8').catch(() => home)
    expect(first.databaseDir).toBe(join(location.trim(), 'postgres/data'))
  })

  it('lets eight attach and detach at once in one process, and stops the server after the last', async () => {
    const { home } = used
    const attached = await Promise.all(Array.from({ length: 8 }, () => attachEmbeddedPostgres({ home, runtime })))
    expect(new Set(attached.map(({ connectionString }) => connectionString)).size).toBe(1)
    const [last, ...others] = attached
    await Promise.all(others.map((embedded) => embedded.detach()))
    expect(last && (await query(last, 'select 1 as one'))).toEqual([{ one: 1 }])
    await last?.detach()
    expect(last && (await serverStatus(last))).toBe('absent')
  })

  it('detaches once, however often it is asked to', async () => {
    const embedded = await attachEmbeddedPostgres({ home: used.home, runtime })
    await Promise.all([embedded.detach(), embedded.detach()])
    await embedded.detach()
    expect(await serverStatus(embedded)).toBe('absent')
  })

  it('survives its server being killed, and finds what was committed on the next start', async () => {
    const { home } = used
    const first = await attachEmbeddedPostgres({ home, runtime })
    await query(first, "create table marks as select 'committed' as mark")
    const state = await readServerState(clusterOf(first), runtime)
    if (state.status === 'ready') process.kill(state.pid, 'SIGKILL')
    const second = await attachEmbeddedPostgres({ home, runtime })
    expect(await query(second, 'select mark from marks')).toEqual([{ mark: 'committed' }])
    await first.detach()
    await second.detach()
    expect(await serverStatus(second)).toBe('absent')
  })

  it('starts in spite of a pid file whose pid now belongs to another program', async () => {
    const { home } = used
    const first = await attachEmbeddedPostgres({ home, runtime })
    const { pidFile } = clusterOf(first)
    const lines = (await readFile(pidFile, 'utf8')).split('\n')
    await first.detach()
    await writeFile(pidFile, [await startForeignProcess(), ...lines.slice(1)].join('\n'), { mode: 0o600 })
    const second = await attachEmbeddedPostgres({ home, runtime })
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.detach()
  })

  it('tries another port when the one it chose is taken', async () => {
    const taker = createServer().listen({ host: '127.0.0.1', port: 0 })
    await once(taker, 'listening')
    onTestFinished(() => void taker.close())
    const address = taker.address()
    const taken = typeof address === 'object' && address !== null ? address.port : 0
    const ports = [taken, taken, await findFreePort()]
    const choosePort = async () => ports.shift() ?? findFreePort()
    const embedded = await attachEmbeddedPostgres({ home: used.home, runtime, choosePort })
    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(ports).toEqual([])
    await embedded.detach()
  })

  it('removes what an initialisation left behind whose process died, and leaves that of a living one', async () => {
    const home = await temporaryHome()
    const dead = `postgres.tmp-${await pidOfEndedProcess()}-00`
    const living = `postgres.tmp-${process.pid}-00`
    for (const name of [dead, living]) await mkdir(join(home, name, 'data'), { recursive: true })
    const embedded = await attachEmbeddedPostgres({ home, runtime })
    await embedded.detach()
    expect((await readdir(home)).sort()).toEqual(['postgres', living])
  })
})

describe('the error when the embedded PostgreSQL cannot be used', () => {
  it('refuses a home that was restored without its database, and makes no empty one', async () => {
    const home = await temporaryHome()
    const location = join(home, 'gone', 'data-1')
    await mkdir(home)
    await writeFile(join(home, 'postgres-location'), `${location}\n`)
    const error = await attachEmbeddedPostgres({ home, runtime }).catch(String)
    expect(error).toContain(`is to lie in ${location}, as ${join(home, 'postgres-location')} says, and it is not there`)
    expect(error).toContain('restore that folder from the same backup (cp -a)')
    expect(await readdir(home)).toEqual(['postgres-location'])
    // The way out that it names is one.
    await rm(join(home, 'postgres-location'))
    await (await attachEmbeddedPostgres({ home, runtime })).detach()
  })

  it('refuses a database that was copied without its owner', () => {
    expect(() => checkOwner({ uid: 0, gid: 0 }, '/srv/.panel/postgres')).toThrow(
      /belongs to root.+copy it again with cp -a, or .+chown -R postgres: /s,
    )
    expect(() => checkOwner({ uid: 1000, gid: 1000 }, '/srv/.panel/postgres')).not.toThrow()
  })

  it('finds the data in a home that was copied with cp -a, together with what postgres-location names', async () => {
    const home = await temporaryHome()
    const first = await attachEmbeddedPostgres({ home, runtime })
    await query(first, "create table marks as select 'backed up' as mark")
    await first.detach()
    const backup = join(await temporaryHome(), '..', 'backup')
    await promisify(execFile)('cp', ['-a', home, backup])
    await rm(home, { recursive: true })
    await promisify(execFile)('cp', ['-a', backup, home])
    const second = await attachEmbeddedPostgres({ home, runtime })
    expect(await query(second, 'select mark from marks')).toEqual([{ mark: 'backed up' }])
    await second.detach()
  })

  it("quotes the server's log, says where it is, and names the way out", async () => {
    const { databaseDir, logFile } = clusterIn(used.home)
    const configuration = join(databaseDir, 'postgresql.conf')
    const before = await readFile(configuration)
    await appendFile(configuration, 'no_such_setting = 1\n')
    const error = await attachEmbeddedPostgres({ home: used.home, runtime }).catch(String)
    await writeFile(configuration, before)
    expect(error).toContain(logFile)
    expect(error).toContain('unrecognized configuration parameter "no_such_setting"')
    expect(error).toContain('set DATABASE_URL=')
  })

  it('names the password file when it cannot be read, and when its password is not the right one', async () => {
    const { passwordFile } = clusterIn(used.home)
    const attached = await attachEmbeddedPostgres({ home: used.home, runtime })
    const password = await readFile(passwordFile)
    await writeFile(passwordFile, 'wrong\n')
    const refused = await attachEmbeddedPostgres({ home: used.home, runtime }).catch(String)
    await rename(passwordFile, `${passwordFile}.away`)
    const missing = await attachEmbeddedPostgres({ home: used.home, runtime }).catch(String)
    await rename(`${passwordFile}.away`, passwordFile)
    await writeFile(passwordFile, password)
    await attached.detach()
    expect(refused).toContain(`does not let us in with the password in ${passwordFile}`)
    expect(missing).toContain(`its password file ${passwordFile} cannot be read`)
  })

  it('names the home when it cannot be created', async () => {
    const home = await temporaryHome()
    await writeFile(home, 'a file, not a folder')
    await expect(attachEmbeddedPostgres({ home: join(home, 'below'), runtime })).rejects.toThrow(
      'choose another folder (PANEL_HOME for the data)',
    )
  })
})
