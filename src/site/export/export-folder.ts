import { lstat, mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { most } from '../../contracts/limits.js'
import { UsageError } from '../../platform/errors.js'
import { makeFolder } from '../../platform/files/make-folder.js'
import { writeWhole } from '../../platform/files/write-whole.js'

/** Marks a folder as an export, and names every file of it, so that the next export knows what to take away. */
export const markerName = '.ship-panel-export.json'

/** Written by us, read back from a folder that others can reach: no name may lead out of it. */
const namePattern = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/
const markerSchema = z.object({
  schema: z.literal('panel.export/1'),
  files: z.array(z.string().max(4_096).regex(namePattern)).max(most.seats),
})

/** What an export did to its folder. */
export type ExportCounts = { written: number; unchanged: number; removed: number }

export type ExportFolder = {
  /** Notes files that will be written, before any of them is: what an export that is killed leaves is known to the next one. */
  plan: (names: readonly string[]) => Promise<void>
  /** Writes a file whole or not at all; one that holds these bytes already is left as it is. */
  write: (name: string, body: string | Uint8Array) => Promise<void>
  /** Notes what was written so far beside what was there: the next export goes on from it. */
  abandon: () => Promise<void>
  /** Takes away what an earlier export wrote and this one did not. */
  finish: () => Promise<ExportCounts>
}

/** Opens a folder to export into: an empty one, a new one, or that of an earlier export. Throws `UsageError` for any other. */
export async function openExportFolder(folder: string): Promise<ExportFolder> {
  const earlier = await readMarker(folder)
  await makeFolder(folder)
  const written = new Set<string>()
  const enter = createEntrance(folder)
  const counts: ExportCounts = { written: 0, unchanged: 0, removed: 0 }
  const writeFileWhole = async (name: string, body: string | Uint8Array) => {
    const path = join(folder, name)
    const { isNew: isParentNew } = await enter(dirname(name))
    const isNew = isParentNew || !(await refuseLink(path))
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const present = earlier === null || isNew ? null : await readFile(path).catch(() => null)
    if (present?.equals(bytes) === true) return false
    await (isParentNew ? writeWhole(path, bytes, { draft: draftOf(path), isNew }) : replaceFile(path, bytes, { isNew }))
    return true
  }
  const { mark, plan } = createMarker(folder, earlier ?? [])
  // A folder that an export broke off in is an export's still.
  await mark(earlier ?? [])
  return {
    plan,
    write: async (name, body) => {
      if (written.has(name)) throw new Error(`the export would write ${name} twice`)
      written.add(name)
      await plan([name])
      counts[(await writeFileWhole(name, body)) ? 'written' : 'unchanged'] += 1
    },
    abandon: () => mark(new Set([...(earlier ?? []), ...written])),
    finish: async () => {
      for (const name of earlier ?? []) {
        if (written.has(name)) continue
        await refuseLinks(folder, name)
        await rm(draftOf(join(folder, name)), { force: true })
        await rm(join(folder, name), { force: true })
        await removeEmpty(folder, dirname(name))
        counts.removed += 1
      }
      await mark(written)
      return counts
    },
  }
}

/**
 * Makes the folders of an export below its own, and refuses those that are symbolic links: each is looked at once, however many files it holds.
 * `isNew`: it was not there, and holds nothing but what this export writes.
 */
function createEntrance(folder: string): (name: string) => Promise<{ isNew: boolean }> {
  const entered = new Map<string, Promise<{ isNew: boolean }>>([['.', Promise.resolve({ isNew: false })]])
  const make = async (name: string) => {
    await enter(dirname(name))
    const path = join(folder, name)
    const isNew = !(await refuseLink(path))
    // Another process may be quicker, and what is there may be a file.
    if (isNew) await mkdir(path).catch(() => makeFolder(path))
    else await makeFolder(path)
    return { isNew }
  }
  const enter = (name: string): Promise<{ isNew: boolean }> => {
    const entering = entered.get(name) ?? make(name)
    entered.set(name, entering)
    return entering
  }
  return enter
}

/** Writes the marker: with `mark` to name these files, with `plan` to name them beside all it named before. */
function createMarker(folder: string, earlier: readonly string[]) {
  const noted = new Set(earlier)
  // One after the other: a marker that names fewer files must not take the place of one that names more.
  let marking: Promise<void> = Promise.resolve()
  const mark = (files: Iterable<string>): Promise<void> => {
    const bytes = Buffer.from(`${JSON.stringify({ schema: 'panel.export/1', files: [...files].sort() }, null, 1)}\n`)
    const mine = marking.then(() => replaceFile(join(folder, markerName), bytes))
    marking = mine.catch(() => undefined)
    return mine
  }
  const plan = async (names: readonly string[]): Promise<void> => {
    for (const name of names) if (!namePattern.test(name)) throw new Error(`${name} cannot be the name of a file of the export`)
    const more = names.filter((name) => !noted.has(name))
    for (const name of more) noted.add(name)
    await (more.length === 0 ? marking : mark(noted))
  }
  return { mark, plan }
}

/** The files of the export that is there; null where there is none, and nothing else. */
async function readMarker(folder: string): Promise<string[] | null> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') throw new UsageError(`${folder} is a file. Name a folder to write the site into`)
    throw error
  })
  if (names.length === 0) return null
  await refuseLinks(folder, markerName)
  const text = await readFile(join(folder, markerName), 'utf8').catch(() => null)
  const refuse = (why: string) =>
    new UsageError(
      `${folder} ${why}, so nothing is written into it: pages that the site no longer has are removed there. Name another, or empty it first`,
    )
  if (text === null) throw refuse('holds files and is no earlier export')
  const marker = markerSchema.safeParse(parseJson(text))
  if (!marker.success) throw refuse(`holds a ${markerName} that no export wrote`)
  return marker.data.files
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Throws `UsageError` where a file of the export, or a folder on the way to it, is a symbolic link: it would lead out of the folder. */
async function refuseLinks(folder: string, name: string): Promise<void> {
  const parts = name.split('/')
  for (const end of parts.keys()) {
    if (!(await refuseLink(join(folder, ...parts.slice(0, end + 1))))) return
  }
}

/** The same for one of them. Whether there is anything. */
async function refuseLink(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (found?.isSymbolicLink() === true) {
    throw new UsageError(`${path} is a symbolic link, and the export follows none below its folder. Remove it, or name another folder`)
  }
  return found !== null
}

/** Always the same, so that the next export finds what a killed one left. */
function draftOf(path: string): string {
  return `${path}.part`
}

/** What a killed export left goes first; as a link it would lead elsewhere, so that the draft must be a new file. */
async function replaceFile(path: string, bytes: Uint8Array, { isNew }: { isNew?: boolean } = {}): Promise<void> {
  const draft = draftOf(path)
  await rm(draft, { force: true })
  await writeWhole(path, bytes, { draft, isNew })
}

/** Removes folders that hold nothing any more, from the inside out. */
async function removeEmpty(folder: string, name: string): Promise<void> {
  if (name === '.') return
  try {
    await rmdir(join(folder, name))
  } catch {
    return
  }
  await removeEmpty(folder, dirname(name))
}
