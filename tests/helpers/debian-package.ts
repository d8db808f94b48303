import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that tests need and that one of Debian's packages brings. */
export type DebianProgram = { what: string; programs: readonly string[]; packageName: string }

/** The path of the first of the programs that is installed, or undefined. */
export function findProgram({ programs }: Pick<DebianProgram, 'programs'>): string | undefined {
  return programs.map(find).find((path) => path !== undefined)
}

/**
 * Makes sure that a program is there: installs Debian's package where that is allowed (root, with apt-get), and elsewhere throws an error
 * with the command to give.
 */
export function ensureProgram(program: DebianProgram): void {
  if (findProgram(program) !== undefined) return
  const command = `apt-get update && apt-get install --yes --no-install-recommends ${program.packageName}`
  if (process.getuid?.() !== 0 || find('apt-get') === undefined) {
    throw new Error(
      `The tests need ${program.what}. Install it with: sudo sh -c '${command}' (or your system's package), then run the tests again.`,
    )
  }
  execFileSync('sh', ['-c', command], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

function find(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}
