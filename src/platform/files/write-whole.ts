import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { explainSystemError } from './system-error.js'

/** A file that could not be written: which, why, and what to do. Nothing of it is left behind, and what was there before is untouched. */
export class FileWriteError extends Error {
  constructor(path: string, cause: unknown) {
    const { why, fix } = explainSystemError(cause) ?? {
      why: cause instanceof Error ? cause.message : String(cause),
      fix: 'choose another file',
    }
    super(`${path} could not be written: ${why}. To fix it, ${fix}, and try again; nothing half-written is left behind`, { cause })
    this.name = 'FileWriteError'
  }
}

/** All of it, or what gives it part by part. */
export type WholeContent = string | Uint8Array | AsyncIterable<string>

export type WriteWholeOptions = {
  /** For a new file; one that is replaced keeps its own. */
  mode?: number
  /** Where it is written first; left out, under a name of its own in the same folder. */
  draft?: string
  /** Nothing is at the path: who says so looked already. */
  isNew?: boolean
}

/**
 * Writes a file whole or not at all: into a draft in the same folder, onto the disk, and then under its name, so that neither a full disk nor a
 * crash leaves half of it there. A link is followed, and what is no file, such as a terminal, is written to directly. Throws `FileWriteError`.
 */
export async function writeWhole(
  path: string,
  content: WholeContent,
  { mode, draft, isNew = false }: WriteWholeOptions = {},
): Promise<void> {
  try {
    const target = isNew ? path : await realpath(path).catch(() => path)
    const present = isNew ? null : await stat(target).catch(() => null)
    if (present !== null && !present.isFile() && !present.isDirectory()) return await writeFile(target, content)
    const folder = dirname(target)
    const name = draft ?? join(folder, `.panel-${process.pid}-${randomBytes(6).toString('hex')}.part`)
    await writeDraft(name, content, present === null ? mode : present.mode & 0o7777)
    try {
      await rename(name, target)
    } catch (error) {
      await rm(name, { force: true })
      throw error
    }
    await syncFolder(folder)
  } catch (error) {
    throw new FileWriteError(path, error)
  }
}

async function writeDraft(name: string, content: WholeContent, mode: number | undefined): Promise<void> {
  const file = await open(name, 'wx')
  try {
    await fill(file, content, mode)
  } catch (error) {
    await rm(name, { force: true })
    throw error
  }
}

async function fill(file: FileHandle, content: WholeContent, mode: number | undefined): Promise<void> {
  try {
    await writeFile(file, content)
    if (mode !== undefined) await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The new name is on the disk once its folder is; file systems that cannot do that for a folder do it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  if (handle === null) return
  await handle.sync().catch(() => undefined)
  await handle.close()
}
