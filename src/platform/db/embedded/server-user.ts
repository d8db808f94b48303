import { access, constants, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runtime } from '../../runtime.js'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'
import { type ProgramResult, runProgram, type ServerUser } from './run-program.js'

const userName = 'postgres'
/** Another process may hold the lock on the user list while it adds the same user. */
const lookUps = 10
const lookUpPauseMs = 200

/** Whether this process is root, as whom PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/**
 * The system user that PostgreSQL runs as when we are root: `postgres`, created when the system has none
 * (groupadd and useradd, or busybox's addgroup and adduser). Throws EmbeddedPostgresError when that cannot be done.
 */
export async function findOrCreateServerUser({
  sleep,
  userFile = '/etc/passwd',
  toolFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
}: {
  sleep: Runtime['sleep']
  userFile?: string
  toolFolders?: readonly string[]
}): Promise<ServerUser> {
  const existing = await findUser(userFile)
  if (existing) return existing
  const attempts = await createUser(toolFolders)
  for (let lookUp = 0; lookUp < lookUps; lookUp += 1) {
    const created = await findUser(userFile)
    if (created) return created
    await sleep(lookUpPauseMs)
  }
  throw new EmbeddedPostgresError(
    [
      `PostgreSQL refuses to run as root, this system has no user "${userName}" in ${userFile}, and none could be created.`,
      ...attempts.map(({ output }) => output),
      `Create one (useradd --system --user-group ${userName}), or run as an ordinary user.`,
    ].join('\n'),
  )
}

/** One line a user: name:password:uid:gid:comment:home:shell (passwd(5)). */
async function findUser(userFile: string): Promise<ServerUser | null> {
  const lines = (await readFile(userFile, 'utf8').catch(() => '')).split('\n')
  const fields = lines.map((line) => line.split(':')).find(([name]) => name === userName)
  const uid = Number(fields?.[2] || Number.NaN)
  const gid = Number(fields?.[3] || Number.NaN)
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : null
}

async function createUser(toolFolders: readonly string[]): Promise<ProgramResult[]> {
  const useradd = await findTool('useradd', toolFolders)
  const commands = useradd
    ? [
        [await findTool('groupadd', toolFolders), '--system', userName],
        [useradd, '--system', '--gid', userName, '--no-create-home', '--shell', '/bin/false', userName],
      ]
    : [
        [await findTool('addgroup', toolFolders), '-S', userName],
        [await findTool('adduser', toolFolders), '-S', '-D', '-H', '-G', userName, '-s', '/bin/false', userName],
      ]
  const results: ProgramResult[] = []
  for (const [file, ...args] of commands) {
    if (file) results.push(await runProgram({ file, args: args.filter((arg) => arg !== null), user: null, timeoutMs: 30_000 }))
    else
      results.push({ exitCode: null, spawnError: 'ENOENT', output: `No program to create a user was found in ${toolFolders.join(', ')}.` })
  }
  return results.filter(({ exitCode }) => exitCode !== 0)
}

async function findTool(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const file = join(folder, name)
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return file
  }
  return null
}
