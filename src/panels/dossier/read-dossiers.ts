import type { Dossier } from '../../contracts/dossier.js'
import { InputError, type Problem } from '../../platform/errors.js'
import { readTextFile } from '../../platform/input/text-file.js'
import { sortProblems } from '../../platform/input/yaml-problems.js'
import { checkDossier, type DossierReading, summarize } from './parse-dossier.js'

type FileReading = { file: string; reading: DossierReading | null; problems: Problem[] }

/**
 * Reads dossier files, in the order given: all of them or none. Throws an `InputError` with every problem of every file,
 * among them files that cannot be read and two files about the same tool.
 */
export async function readDossierFiles(paths: readonly string[]): Promise<Dossier[]> {
  const readings = await Promise.all(paths.map(readDossierFile))
  const problems = [...readings.flatMap((reading) => reading.problems), ...findSharedSlugs(readings)]
  if (problems.length > 0) throw new InputError(summarize(problems.length, paths.length), sortProblems(problems))
  return readings.flatMap(({ reading }) => (reading !== null && 'dossier' in reading.outcome ? [reading.outcome.dossier] : []))
}

async function readDossierFile(file: string): Promise<FileReading> {
  const content = await readTextFile(file)
  if ('problem' in content) return { file, reading: null, problems: [content.problem] }
  const reading = checkDossier({ text: content.text, file })
  return { file, reading, problems: 'problems' in reading.outcome ? reading.outcome.problems : [] }
}

function findSharedSlugs(readings: readonly FileReading[]): Problem[] {
  const fileBySlug = new Map<string, string>()
  return readings.flatMap(({ file, reading }) => {
    if (reading === null || reading.slug === null) return []
    const first = fileBySlug.get(reading.slug)
    fileBySlug.set(reading.slug, first ?? file)
    if (first === undefined) return []
    const message = `tool.slug is "${reading.slug}", as it is in ${first === file ? 'the same file, named twice' : first}`
    return [reading.problemAtSlug(message, 'name each tool once; a comparison needs two different ones')]
  })
}
