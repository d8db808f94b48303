import { stat } from 'node:fs/promises'
import { loadConfig } from '../app/config.js'
import type { Persona } from '../contracts/persona.js'
import { checkReply } from '../panels/draft/check-reply.js'
import { lintPersonaFolder } from '../panels/persona/lint-personas.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { formatProblem, type Problem, UsageError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { isolate } from '../platform/text/text-direction.js'

/** Checks every persona file of a folder, worked examples included. Warnings go to stderr and change no exit code. */
export async function lintPersonas(folder: string | undefined, { json = false }: { json?: boolean }): Promise<void> {
  const where = folder ?? (await configuredFolder())
  await checkFolder(where)
  const warnings: Problem[] = []
  const personas = await lintPersonaFolder(where, {
    checkReply: (reply, persona) => {
      const found = checkReply(reply, persona)
      return [...found.errors, ...found.warnings]
    },
    warn: (warning) => warnings.push(warning),
  })
  for (const warning of warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`)
  const summary = personas.map(({ id, version, seat, asks, sha256 }) => ({ id, version, seat, asks: asks.length, sha256 }))
  if (json) process.stdout.write(`${JSON.stringify({ folder: where, personas: summary, warnings }, null, 2)}\n`)
  else
    process.stdout.write(
      `${summary.map(({ id, version, seat, asks }) => `${id}  version ${version}  ${isolate(seat)}  ${asks} asks  good\n`).join('')}`,
    )
}

/** The persona of that id in a folder, or in the configured one. Throws `UsageError` where there is none. */
export async function findPersona(id: string, folder: string | undefined): Promise<Persona> {
  const where = folder ?? (await configuredFolder())
  await checkFolder(where)
  const known = await loadPersonas(where)
  const persona = known.find((candidate) => candidate.id === id)
  if (persona === undefined)
    throw new UsageError(`there is no persona ${id}; there are: ${known.map((candidate) => candidate.id).join(', ')}`)
  return persona
}

/** Says in words what the system's own message says in code. Throws `UsageError`. */
async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error)
  const absent = found instanceof Error && (found.code === 'ENOENT' || found.code === 'ENOTDIR')
  if (absent) throw new UsageError(`there is no folder ${folder}. Check the path, and from which folder it starts`)
  if (!(found instanceof Error) && !found.isDirectory())
    throw new UsageError(`${folder} is a file. Name the folder it is in: every persona file of it is read`)
}

async function configuredFolder(): Promise<string> {
  const { personasFolder } = await loadConfig({ folder: process.cwd(), defaultLogLevel: 'error' })
  return personasFolder ?? packageFiles.personas
}
