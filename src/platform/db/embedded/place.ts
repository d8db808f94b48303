import { randomBytes } from 'node:crypto'
import { chown, link, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeFolder } from '../../files/make-folder.js'
import type { Runtime } from '../../runtime.js'
import { clusterIn, readClusterOwner } from './cluster.js'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'
import type { PostgresBinaries } from './packaged-binaries.js'
import { runProgram, type ServerUser } from './run-program.js'
import { findOrCreateServerUser, isRoot } from './server-user.js'
import { ensureSharedFolder } from './shared-folder.js'
import { temporaryName } from './temporary-folder.js'

/** Where the cluster's folder lies or will lie, and the user who runs its server (null: ourselves). */
export type Place = { base: string; user: ServerUser | null }

const locationFileName = 'postgres-location'
/** In the chosen folder: whose it is. */
const homeFileName = 'panel-home'

/**
 * Decides where a home keeps its cluster: in the home itself; or, when we are root and the user who has to run PostgreSQL
 * cannot reach the home, in a folder of its own below a shared one. That folder's path is kept in `<home>/postgres-location`;
 * of several processes that choose at once, one wins and the others take its choice. Creates the home. Throws EmbeddedPostgresError, also for a home
 * that was copied without its database.
 */
export async function choosePlace({
  home,
  runtime,
  prepareBinaries,
}: {
  home: string
  runtime: Pick<Runtime, 'log' | 'sleep'>
  prepareBinaries: (user: ServerUser | null) => Promise<PostgresBinaries>
}): Promise<Place> {
  const folder = await createHome(home)
  const location = await readLocation(folder)
  const base = location ?? folder
  if (location) await checkLocation(folder, location)
  if (!isRoot()) return { base, user: null }
  // The folder may be one in /tmp that was cleaned away and made again by someone else.
  if (location) await ensureSharedFolder([dirname(dirname(location))])
  const owner = await readClusterOwner(clusterIn(base))
  if (owner) {
    checkOwner(owner, clusterIn(base).folder)
    return { base, user: owner }
  }
  const user = await findOrCreateServerUser({ sleep: runtime.sleep })
  if (location) return { base, user }
  const binaries = await prepareBinaries(user)
  if (await canReach({ folder, binaries, user })) return { base, user }
  const chosen = await claimLocation({ home: folder, shared: await ensureSharedFolder() })
  runtime.log.info(
    { databaseDir: clusterIn(chosen).databaseDir, home: folder },
    'the database lies outside of the home, where the user who runs PostgreSQL can reach it',
  )
  return { base: chosen, user }
}

async function createHome(home: string): Promise<string> {
  try {
    await makeFolder(home)
    return await realpath(resolve(home))
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The folder ${resolve(home)} for Ship Panel's data cannot be created: ${String(cause)}\nChoose another with PANEL_HOME.`,
      { cause },
    )
  }
}

async function readLocation(home: string): Promise<string | null> {
  const text = await readFile(join(home, locationFileName), 'utf8').catch(() => '')
  return text.trim() || null
}

/** A database that was made is never made again in silence: it would be empty, and look as if everything were lost. */
async function checkLocation(home: string, location: string): Promise<void> {
  if ((await readClusterOwner(clusterIn(location))) !== null) return
  // Chosen, and not made yet: the process that chose it was killed, or is about to make it.
  if ((await stat(join(location, homeFileName)).catch(() => null)) !== null) return
  const file = join(home, locationFileName)
  throw new EmbeddedPostgresError(
    `The database of ${home} is to lie in ${location}, as ${file} says, and it is not there: the home was restored without it, or it was removed.\n` +
      `To fix it, restore that folder from the same backup (cp -a), or write into ${file} where it lies now.\n` +
      `To begin with an empty database, remove ${file}.`,
  )
}

/** PostgreSQL does not run as root, so a cluster of root's was copied without its owner. Throws EmbeddedPostgresError. Pure. */
export function checkOwner({ uid }: ServerUser, clusterFolder: string): void {
  if (uid !== 0) return
  throw new EmbeddedPostgresError(
    `The database in ${clusterFolder} belongs to root, as whom PostgreSQL does not run: it was copied without its owner.\n` +
      `To fix it, copy it again with cp -a, or give it to the user who ran it: chown -R postgres: ${clusterFolder}`,
  )
}

/** Asks PostgreSQL itself, run as the user: `-C` reads a configuration file from the folder, prints a setting and exits. */
async function canReach({ folder, binaries, user }: { folder: string; binaries: PostgresBinaries; user: ServerUser }): Promise<boolean> {
  const probe = await mkdtemp(join(folder, 'postgres.probe-')).catch((cause: unknown) => {
    throw new EmbeddedPostgresError(`The folder ${folder} cannot be written: ${String(cause)}\nChoose another with PANEL_HOME.`, { cause })
  })
  try {
    const configuration = join(probe, 'postgresql.conf')
    await writeFile(configuration, '')
    for (const path of [probe, configuration]) await chown(path, user.uid, user.gid)
    const { exitCode } = await runProgram({ file: binaries.postgres, args: ['-D', probe, '-C', 'port'], user, timeoutMs: 30_000 })
    return exitCode === 0
  } finally {
    await rm(probe, { recursive: true, force: true })
  }
}

/** A link either appears whole or fails because another process's did. */
async function claimLocation({ home, shared }: { home: string; shared: string }): Promise<string> {
  const mine = join(shared, `data-${randomBytes(8).toString('hex')}`)
  await mkdir(mine, { mode: 0o711 })
  const draft = join(home, temporaryName(locationFileName))
  const file = join(home, locationFileName)
  try {
    await writeFile(join(mine, homeFileName), `${home}\n`)
    await writeFile(draft, `${mine}\n`, { flush: true })
    await link(draft, file)
    return mine
  } catch (cause) {
    await rm(mine, { recursive: true, force: true })
    const winner = await readLocation(home)
    if (winner) return winner
    throw new EmbeddedPostgresError(`The database's place cannot be written to ${file}: ${String(cause)}`, { cause })
  } finally {
    await rm(draft, { force: true })
  }
}
