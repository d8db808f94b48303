import { cp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'
import { allow, type PostgresBinaries, relocateBinaries, repairBinaries } from './packaged-binaries.js'
import { runProgram, type ServerUser } from './run-program.js'
import { removeAbandoned, temporaryName } from './temporary-folder.js'

/**
 * PostgreSQL's programs where the server's user can run them: in the package when possible, otherwise copied (once a version)
 * to `<copyFolder()>/postgresql-<version>`. A copy is needed when that user cannot enter the package's folder,
 * or when the package lacks its symbolic links and we may not write there.
 * Throws EmbeddedPostgresError with the system's own words when they do not run at all.
 */
export async function prepareRunnableBinaries({
  packaged,
  user,
  copyFolder,
}: {
  packaged: PostgresBinaries
  user: ServerUser | null
  copyFolder: () => Promise<string>
}): Promise<PostgresBinaries> {
  const isComplete = await repairBinaries(packaged)
  if (isComplete) {
    await demandRun(packaged, null)
    if (user === null) return packaged
    const asUser = await printVersion(packaged, user)
    if (asUser.exitCode === 0) return packaged
    if (asUser.spawnError === 'EPERM') await demandRun(packaged, user)
  }
  const copy = await copyBinaries(packaged, await copyFolder())
  await demandRun(copy, user)
  return copy
}

function printVersion({ postgres }: PostgresBinaries, user: ServerUser | null) {
  return runProgram({ file: postgres, args: ['-V'], user, timeoutMs: 30_000 })
}

async function demandRun(binaries: PostgresBinaries, user: ServerUser | null): Promise<void> {
  const { exitCode, spawnError, output } = await printVersion(binaries, user)
  if (exitCode === 0) return
  const reasons: Record<string, string> = {
    ENOENT: 'The program is linked against glibc, which this system (Alpine, for one) does not seem to have.',
    EPERM: `PostgreSQL refuses to run as root, and this process may not switch to user ${user?.uid}. Run as an ordinary user.`,
  }
  const reason = (spawnError && reasons[spawnError]) ?? 'The text above is what the system said.'
  throw new EmbeddedPostgresError(`The packaged PostgreSQL does not run: ${output}\n${reason}`)
}

/** Copies under a temporary name and renames, so that several processes can do it at once and none sees half a copy. */
async function copyBinaries(packaged: PostgresBinaries, folder: string): Promise<PostgresBinaries> {
  const name = `postgresql-${packaged.version}`
  const target = join(folder, name)
  await removeAbandoned(folder, name)
  if ((await readdir(target).catch(() => [])).length > 0) return relocateBinaries(packaged, target)
  const temporary = join(folder, temporaryName(name))
  try {
    await cp(join(packaged.folder, 'native'), join(temporary, 'native'), { recursive: true, verbatimSymlinks: true })
    await openUp(temporary)
    await repairBinaries(relocateBinaries(packaged, temporary))
    await rename(temporary, target).catch(async (error: unknown) => {
      if ((await readdir(target).catch(() => [])).length === 0) throw error
    })
  } catch (cause) {
    throw new EmbeddedPostgresError(`PostgreSQL's programs could not be copied from ${packaged.folder} to ${target}.`, { cause })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return relocateBinaries(packaged, target)
}

/** Lets everyone read what was installed under a strict umask, and us write what was installed read-only. */
async function openUp(folder: string): Promise<void> {
  await allow(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openUp(path)
    else if (entry.isFile()) await allow(path, 0o644)
  }
}
