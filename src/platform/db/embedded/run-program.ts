import { execFile } from 'node:child_process'
import { parse } from 'node:path'

/** The operating system's user a program runs as. */
export type ServerUser = { uid: number; gid: number }

export type ProgramResult = {
  /** null when the program could not be started, or was ended by a signal or the time limit. */
  exitCode: number | null
  /** Why it could not be started, such as `EACCES`; null when it was. */
  spawnError: string | null
  /** What it wrote to both streams, or why it did not run. */
  output: string
}

/** All that the PostgreSQL programs get to see of an environment: messages in English, time in UTC, and where the system's tools are. */
export const programEnvironment: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? {} : { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }),
}

/** The folder programs start in: the file system's root, which every user can enter. */
export const programFolder = parse(process.execPath).root

/** Runs a program to its end, without a shell, as the given user (null: as ourselves). Never rejects. */
export function runProgram({
  file,
  args,
  user,
  timeoutMs,
}: {
  file: string
  args: readonly string[]
  user: ServerUser | null
  timeoutMs: number
}): Promise<ProgramResult> {
  const options = {
    env: programEnvironment,
    cwd: programFolder,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...user,
  } as const
  return new Promise<ProgramResult>((resolve) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      const written = `${stdout}${stderr}`.trim()
      if (error === null) return resolve({ exitCode: 0, spawnError: null, output: written })
      const { code } = error
      if (typeof code === 'number') return resolve({ exitCode: code, spawnError: null, output: written })
      if (typeof code === 'string') return resolve({ exitCode: null, spawnError: code, output: `${file}: ${code}` })
      resolve({ exitCode: null, spawnError: null, output: `${written}\n${file}: ended by ${error.signal ?? 'a signal'}`.trim() })
    })
    // Some reasons not to start a program, such as EPERM, are thrown instead of being handed to the callback.
  }).catch((error: NodeJS.ErrnoException) => ({ exitCode: null, spawnError: error.code ?? 'unknown', output: `${file}: ${error.message}` }))
}
