import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A name beside `name` that says which process works there: `postgres.tmp-4711-9f…`. */
export function temporaryName(name: string): string {
  return `${name}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`
}

/** Removes the folders that processes no longer alive left under names made by `temporaryName(name)`. */
export async function removeAbandoned(folder: string, name: string): Promise<void> {
  const prefix = `${name}.tmp-`
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!entry.startsWith(prefix)) continue
    const pid = Number.parseInt(entry.slice(prefix.length), 10)
    // Best effort: an initdb that outlives its dead starter may still write there, and the next start tries again.
    if (pid > 0 && !isAlive(pid)) await rm(join(folder, entry), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Whether a process with that id exists, under any owner. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
