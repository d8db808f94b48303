import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Cluster, clusterIn } from '../../../../../src/platform/db/embedded/cluster.js'
import { readServerState, removeStalePidFile } from '../../../../../src/platform/db/embedded/server-state.js'

const writtenAt = new Date('2026-01-01T00:00:00Z')
const at = (milliseconds: number) => ({ now: () => new Date(writtenAt.getTime() + milliseconds) })
let base: string
let cluster: Cluster

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'ship-panel-state-'))
  cluster = clusterIn(base)
  await mkdir(cluster.databaseDir, { recursive: true })
})
afterEach(() => rm(base, { recursive: true }))

async function writePidFile(content: string): Promise<void> {
  await writeFile(cluster.pidFile, content)
  await utimes(cluster.pidFile, writtenAt, writtenAt)
}

describe('readServerState', () => {
  it('calls a server without a pid file absent', async () => {
    expect(await readServerState(cluster, at(0))).toEqual({ status: 'absent' })
  })

  it('gives PostgreSQL a moment to write the file it has just made, and calls an older empty one stale', async () => {
    await writePidFile('')
    expect(await readServerState(cluster, at(5_000))).toEqual({ status: 'busy', pid: null })
    expect(await readServerState(cluster, at(5_001))).toEqual({ status: 'stale', content: '' })
  })

  it('calls the file of another living process stale', async () => {
    const content = `${process.pid}\n${cluster.databaseDir}\n1767225600\n5432\n\n127.0.0.1\n  1 2\nready   \n`
    await writePidFile(content)
    expect(await readServerState(cluster, at(0))).toEqual({ status: 'stale', content })
  })
})

describe('removeStalePidFile', () => {
  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    )

  it('removes the file that was found stale, and its own marker', async () => {
    await writePidFile('1\n')
    await removeStalePidFile(cluster, '1\n', at(0))
    expect(await isThere(cluster.pidFile)).toBe(false)
    expect(await isThere(join(cluster.folder, 'removing-stale-pid'))).toBe(false)
  })

  it('leaves a file that a new server has written since', async () => {
    await writePidFile('2\n')
    await removeStalePidFile(cluster, '1\n', at(0))
    expect(await readFile(cluster.pidFile, 'utf8')).toBe('2\n')
  })

  it('leaves the work to a process that is at it, and takes the marker from one that died', async () => {
    await writePidFile('1\n')
    const marker = join(cluster.folder, 'removing-stale-pid')
    await writeFile(marker, '')
    await utimes(marker, writtenAt, writtenAt)
    await removeStalePidFile(cluster, '1\n', at(5_000))
    expect([await isThere(cluster.pidFile), await isThere(marker)]).toEqual([true, true])
    await removeStalePidFile(cluster, '1\n', at(5_001))
    await removeStalePidFile(cluster, '1\n', at(5_001))
    expect([await isThere(cluster.pidFile), await isThere(marker)]).toEqual([false, false])
  })
})
