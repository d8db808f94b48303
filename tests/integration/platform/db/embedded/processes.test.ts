import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { clusterIn } from '../../../../../src/platform/db/embedded/cluster.js'
import type { ServerUser } from '../../../../../src/platform/db/embedded/run-program.js'
import { readServerState } from '../../../../../src/platform/db/embedded/server-state.js'
import { isRoot } from '../../../../../src/platform/db/embedded/server-user.js'
import { type AttachedProcess, buildStage, type Stage, startProcess } from '../../../../support/platform/db/embedded/processes.js'
import { makeTemporaryHome, type TemporaryHome } from '../../../../support/temporary-home.js'

const tries = 20
let stage: Stage

beforeAll(async () => {
  stage = await buildStage()
})
afterAll(() => stage.remove())

async function temporaryHome(options?: Parameters<typeof makeTemporaryHome>[0]): Promise<TemporaryHome> {
  const temporary = await makeTemporaryHome(options)
  onTestFinished(temporary.remove)
  return temporary
}

function processAt(home: string): AttachedProcess {
  const attached = startProcess({ stage, home })
  onTestFinished(attached.kill)
  return attached
}

async function serverStatus(databaseDir: string): Promise<string> {
  const cluster = clusterIn(join(databaseDir, '../..'))
  return (await readServerState(cluster, { now: () => new Date() })).status
}

describe('processes that share a home', () => {
  it('reach the same server when two attach at the same moment, 20 of 20 times', async () => {
    const homes = await Promise.all([1, 2, 3].map(() => temporaryHome({ isPrivate: true })))
    const outcomes: { values: number[]; isSame: boolean; afterwards: string }[] = []
    for (const { home } of homes) {
      const both = [processAt(home), processAt(home)]
      // The first round of each home makes its database, the others start a stopped server.
      const rounds = home === homes[0]?.home ? tries - 2 : 1
      for (let round = 0; round < rounds; round += 1) {
        const [one, other] = await Promise.all(both.map(({ ask }) => ask('query')))
        const values = [one?.value ?? 0, other?.value ?? 0]
        await Promise.all(both.map(({ ask }) => ask('detach')))
        outcomes.push({
          values,
          isSame: one?.connectionString === other?.connectionString,
          afterwards: await serverStatus(one?.databaseDir ?? ''),
        })
      }
    }
    expect(outcomes).toEqual(Array.from({ length: tries }, () => ({ values: [1, 1], isSame: true, afterwards: 'absent' })))
  })

  it('take over the server that a killed process left running, 20 of 20 times', async () => {
    const { home } = await temporaryHome()
    const outcomes: { value: number; isSame: boolean; afterwards: string }[] = []
    const heir = processAt(home)
    for (let round = 0; round < tries; round += 1) {
      const owner = processAt(home)
      const { connectionString } = await owner.ask('attach')
      await owner.kill()
      const found = await heir.ask('query')
      await heir.ask('detach')
      outcomes.push({
        value: found.value,
        isSame: found.connectionString === connectionString,
        afterwards: await serverStatus(found.databaseDir),
      })
    }
    expect(outcomes).toEqual(Array.from({ length: tries }, () => ({ value: 1, isSame: true, afterwards: 'absent' })))
  })

  it('start one server again, both at the same moment, after theirs was killed, 20 of 20 times', async () => {
    const { home } = await temporaryHome()
    const both = [processAt(home), processAt(home)]
    const values: (number | undefined)[] = []
    for (let round = 0; round < tries; round += 1) {
      const [one, other] = await Promise.all(both.map(({ ask }) => ask('query')))
      values.push(one?.value, other?.value)
      const state = await readServerState(clusterIn(home), { now: () => new Date() })
      if (state.status === 'ready') process.kill(state.pid, 'SIGKILL')
      await Promise.all(both.map(({ ask }) => ask('detach')))
      // Whichever saw it die may have begun to start it again, and then stopped it when it left.
      expect(await serverStatus(one?.databaseDir ?? '')).toBeOneOf(['stale', 'absent'])
    }
    expect(values).toEqual(Array.from({ length: 2 * tries }, () => 1))
  })

  it('keep the server until the last one detaches', async () => {
    const { home } = await temporaryHome()
    const [first, second] = [processAt(home), processAt(home)]
    const { databaseDir } = await first.ask('attach')
    await second.ask('attach')
    await first.ask('detach')
    expect((await second.ask('query')).value).toBe(1)
    await second.ask('detach')
    expect(await serverStatus(databaseDir)).toBe('absent')
  })

  it('lose no one when one attaches while the last one detaches, 20 of 20 times', async () => {
    const { home } = await temporaryHome()
    let [leaving, coming] = [processAt(home), processAt(home)]
    await leaving.ask('attach')
    const values: number[] = []
    for (let round = 0; round < tries; round += 1) {
      const [, reply] = await Promise.all([leaving.ask('detach'), coming.ask('query')])
      values.push(reply.value)
      ;[leaving, coming] = [coming, leaving]
    }
    expect(values).toEqual(Array.from({ length: tries }, () => 1))
    expect(await serverStatus((await leaving.ask('detach')).databaseDir)).toBe('absent')
  })
})

describe('an ordinary user', () => {
  /** When we are root, the system's user for processes that should own nothing; otherwise ourselves. */
  async function ordinaryUser(): Promise<ServerUser | null> {
    if (!isRoot()) return null
    const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
    const [, , uid, gid] = users.find(([name]) => name === 'nobody') ?? []
    return { uid: Number(uid), gid: Number(gid) }
  }

  it('runs the server with data of their own, from a package whose install script was not allowed to run', async () => {
    const user = await ordinaryUser()
    const bare = await buildStage({ withBarePackage: true })
    onTestFinished(bare.remove)
    const { home } = await temporaryHome()
    await mkdir(home)
    if (user) await chown(home, user.uid, user.gid)
    const attached = startProcess({ stage: bare, home, user })
    onTestFinished(attached.kill)
    const { databaseDir, value } = await attached.ask('query')
    await attached.ask('detach')
    expect(value).toBe(1)
    expect(databaseDir).toBe(join(home, 'postgres/data'))
    expect((await stat(databaseDir)).uid).toBe((await stat(home)).uid)
    expect(await serverStatus(databaseDir)).toBe('absent')
  })
})
