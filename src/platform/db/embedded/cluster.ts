import { randomBytes } from 'node:crypto'
import { appendFile, chown, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'
import type { PostgresBinaries } from './packaged-binaries.js'
import { runProgram, type ServerUser } from './run-program.js'
import { removeAbandoned, temporaryName } from './temporary-folder.js'

/** The files of one database server. The folder appears whole, by a rename: when it exists, everything in it is ready. */
export type Cluster = {
  folder: string
  databaseDir: string
  passwordFile: string
  logFile: string
  pidFile: string
}

/** PostgreSQL's superuser inside the cluster, and the owner of everything in it. */
export const clusterUser = 'panel'

const folderName = 'postgres'

const settings = `
# Written by Ship Panel.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
# A process holds up to twenty connections, and several share the server.
max_connections = 300
# Statistics of a new database follow within seconds: until then, plans made for its empty tables read them from end to end.
autovacuum_naptime = '10s'
`

/** Where the cluster below a base folder keeps its files. */
export function clusterIn(base: string): Cluster {
  const folder = join(base, folderName)
  const databaseDir = join(folder, 'data')
  return {
    folder,
    databaseDir,
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'server.log'),
    pidFile: join(databaseDir, 'postmaster.pid'),
  }
}

/** Who owns the cluster, and so has to run its server; null when there is no cluster yet. */
export async function readClusterOwner({ folder }: Pick<Cluster, 'folder'>): Promise<ServerUser | null> {
  const found = await lstat(folder).catch(() => null)
  return found && { uid: found.uid, gid: found.gid }
}

/**
 * Makes a new cluster: UTF-8, byte order for sorting, a random password, loopback only. Built in a temporary folder and renamed:
 * of several processes that do so at once one wins, and the others throw theirs away. Throws EmbeddedPostgresError.
 */
export async function initialiseCluster({
  base,
  binaries,
  user,
}: {
  base: string
  binaries: PostgresBinaries
  user: ServerUser | null
}): Promise<void> {
  const cluster = clusterIn(base)
  await removeAbandoned(base, folderName)
  const temporary = join(base, temporaryName(folderName))
  const draft: Cluster = { ...cluster, databaseDir: join(temporary, 'data'), passwordFile: join(temporary, 'password') }
  try {
    await mkdir(temporary, { mode: 0o700 })
    await writeFile(draft.passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true })
    if (user) for (const path of [temporary, draft.passwordFile]) await chown(path, user.uid, user.gid)
    await runInitdb({ draft, binaries, user })
    await rename(temporary, cluster.folder).catch(async (error: unknown) => {
      if ((await readClusterOwner(cluster)) === null) throw error
    })
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause
    throw new EmbeddedPostgresError(`The database could not be created in ${cluster.folder}: ${String(cause)}`, { cause })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function runInitdb({
  draft,
  binaries,
  user,
}: {
  draft: Cluster
  binaries: PostgresBinaries
  user: ServerUser | null
}): Promise<void> {
  const args = [
    `--pgdata=${draft.databaseDir}`,
    `--username=${clusterUser}`,
    `--pwfile=${draft.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    // Sorts by bytes as C does, and unlike C knows the upper and lower case of every letter.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
  const { exitCode, output } = await runProgram({ file: binaries.initdb, args, user, timeoutMs: 300_000 })
  if (exitCode !== 0) {
    throw new EmbeddedPostgresError(`The database could not be created in ${dirname(dirname(draft.databaseDir))}. initdb said:\n${output}`)
  }
  await appendFile(join(draft.databaseDir, 'postgresql.conf'), settings, { flush: true })
}

/** The password of `clusterUser`. Throws EmbeddedPostgresError when it cannot be read, which says who may. */
export async function readPassword({ folder, passwordFile }: Cluster): Promise<string> {
  try {
    return (await readFile(passwordFile, 'utf8')).trim()
  } catch (cause) {
    const owner = await readClusterOwner({ folder })
    throw new EmbeddedPostgresError(
      `The database in ${folder} belongs to user ${owner?.uid ?? 'unknown'}, and its password file ${passwordFile} cannot be read.\n` +
        'Run as that user, or choose another folder with PANEL_HOME.',
      { cause },
    )
  }
}
