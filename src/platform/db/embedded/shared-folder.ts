import { chmod, lstat, mkdir, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'

const folderName = 'ship-panel'

/**
 * The folder that root uses for what the server's user cannot reach elsewhere: `/var/lib/ship-panel`, or one in the system's
 * folder for temporary files where that cannot be written. Everyone may enter it, only root may write in it; as programs
 * are run from there, one that someone else made or may write is refused. Throws EmbeddedPostgresError.
 */
export async function ensureSharedFolder(parents: readonly string[] = ['/var/lib', tmpdir()]): Promise<string> {
  const refusals: string[] = []
  for (const parent of parents) {
    const folder = join(parent, folderName)
    const refusal = await makeFolder(folder)
    if (refusal === null) return await realpath(folder)
    refusals.push(`${folder}: ${refusal}`)
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root, and there is no folder where the user it runs as instead could reach it:\n${refusals.join('\n')}\n` +
      'Set PANEL_HOME to a folder that every user can enter, such as one in /srv, and install Ship Panel in another, or run as an ordinary user.',
  )
}

async function makeFolder(folder: string): Promise<string | null> {
  const problem = await mkdir(folder, { mode: 0o711 }).then(
    () => chmod(folder, 0o711),
    (error: NodeJS.ErrnoException) => error,
  )
  if (problem && problem.code !== 'EEXIST') return problem.message
  const found = await lstat(folder)
  if (!found.isDirectory()) return 'is not a folder'
  if (found.uid !== process.geteuid?.()) return `belongs to user ${found.uid}`
  if (found.mode & 0o022) return 'can be written by others'
  return null
}
