import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package: the first above this file that holds its package.json, from sources and from `dist` alike. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

const root = packageRoot()

/** What is shipped with the package. */
export const packageFiles = {
  root,
  personas: join(root, 'personas'),
  sampleDossiers: ['claude-haiku-open-weights', 'mistral-3-instruct'].map((slug) => join(root, 'fixtures', 'dossiers', `${slug}.yaml`)),
  sampleRecordings: join(root, 'fixtures', 'recordings'),
  /** What a real model said of the same tools, as it said it. */
  realRecordings: join(root, 'fixtures', 'real-recordings'),
  /** The published JSON Schemas. */
  schemas: join(root, 'docs', 'schemas'),
  migrations: join(root, 'src', 'platform', 'db', 'migrations'),
} as const

/** The version of this package, from its package.json. */
export const packageVersion = readVersion()

/** Our own file, read by every command: too small a matter to load zod for. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return version
}
