import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import type { Persona } from '../../contracts/persona.js'
import { InputError, type Problem, UsageError } from '../../platform/errors.js'
import { readTextFile } from '../../platform/input/text-file.js'
import { sortProblems } from '../../platform/input/yaml-problems.js'
import { type PersonaReading, parsePersonaFile } from './persona-file.js'

/** One persona file as read; `reading` is null when the file itself could not be. */
export type PersonaFileReading = { file: string; reading: PersonaReading | null; problems: Problem[] }

/** Files as they were read before: pages of the desk ask for the personas each time, as an editor may have changed one. Counted in characters. */
const readBefore = new LRUCache<string, PersonaReading>({ maxSize: 4_000_000, sizeCalculation: (_, { length }) => 2 * length })

/**
 * Loads every `*.md` of a folder but README.md and dotfiles, sorted by `order`, then id.
 * Throws an `InputError` with every problem of every file, and a `UsageError` when there is no such folder or no persona in it.
 */
export async function loadPersonas(folder: string): Promise<Persona[]> {
  return personasOf(folder, await readPersonaFolder(folder))
}

/** The personas of a folder's readings, sorted by `order`, then id; an `InputError` when there is any problem. */
export function personasOf(folder: string, readings: readonly PersonaFileReading[]): Persona[] {
  const problems = readings.flatMap((reading) => reading.problems)
  if (problems.length > 0) throw new InputError(`${countOf(problems.length, 'problem')} in the personas of ${folder}`, problems)
  return readings
    .flatMap(({ reading }) => (reading !== null && 'persona' in reading.outcome ? [reading.outcome.persona] : []))
    .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}

/** Reads the persona files of a folder, by file name, each with its problems. Throws a `UsageError` when there is none. */
export async function readPersonaFolder(folder: string): Promise<PersonaFileReading[]> {
  const names = (await listFolder(folder)).filter((name) => /^[^.].*\.md$/i.test(name) && name.toLowerCase() !== 'readme.md').toSorted()
  if (names.length === 0) throw new UsageError(`there is no persona in ${folder}; add one as ${join(folder, '<id>.md')}`)
  const readings = await Promise.all(names.map((name) => readPersonaFile(join(folder, name))))
  return withSharedIds(readings)
}

async function readPersonaFile(file: string): Promise<PersonaFileReading> {
  const content = await readTextFile(file)
  if ('problem' in content) return { file, reading: null, problems: [content.problem] }
  const key = `${file}\n${content.text}`
  const reading = readBefore.get(key) ?? parsePersonaFile({ text: content.text, file })
  readBefore.set(key, reading)
  return { file, reading, problems: 'problems' in reading.outcome ? reading.outcome.problems : [] }
}

function withSharedIds(readings: readonly PersonaFileReading[]): PersonaFileReading[] {
  const fileById = new Map<string, string>()
  return readings.map((each) => {
    const id = each.reading?.id ?? null
    if (each.reading === null || id === null) return each
    const first = fileById.get(id)
    fileById.set(id, first ?? each.file)
    if (first === undefined) return each
    const shared = each.reading.problemAtId(`id is "${id}", as it is in ${first}`, 'give each persona its own id')
    return { ...each, problems: sortProblems([...each.problems, shared]) }
  })
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`the folder of personas, ${folder}, cannot be read: ${reason}`, { cause: error })
  }
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
