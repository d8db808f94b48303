import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program that tests need and that one of Debian's packages brings. */
export type DebianProgram = { what: string; programs: readonly string[]; packageName: string }

/** A command that ran to its end. */
type Ran = { isDone: boolean; output: string }

/** What installing touches of the system, so that a test can stand in for it. */
export type System = {
  isRoot: boolean
  find: (program: string) => string | undefined
  run: (command: readonly string[]) => Ran
  pause: () => Promise<void>
  say: (line: string) => void
}

const thisSystem: System = {
  isRoot: process.getuid?.() === 0,
  find: findOnPath,
  run: ([file = '', ...args]) => {
    const options = { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } } as const
    const { status, error, stdout, stderr } = spawnSync(file, args, { ...options, maxBuffer: 100_000_000 })
    return { isDone: status === 0, output: error === undefined ? `${stdout}${stderr}` : `${file}: ${error.message}` }
  },
  pause: () => sleep(1_000),
  say: (line) => process.stdout.write(`${line}\n`),
}

/** The path of the first of the programs that is installed, or undefined. */
export function findProgram({ programs }: Pick<DebianProgram, 'programs'>, { find } = thisSystem): string | undefined {
  return programs.map(find).find((path) => path !== undefined)
}

/**
 * Makes sure that all the programs are there: installs Debian's packages where that is allowed (root, with apt-get), and elsewhere throws one
 * error with the command to give. Several runs may do so at once: who finds apt or dpkg busy waits for it.
 */
export async function ensurePrograms(programs: readonly DebianProgram[], system: System = thisSystem): Promise<void> {
  const missing = programs.filter((program) => findProgram(program, system) === undefined || isBeingInstalled(program, system))
  if (missing.length === 0) return
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing.map(({ packageName }) => packageName)]
  const names = missing.map(({ what }) => what).join(', ')
  const byHand = `Install them with: sudo sh -c 'apt-get update && ${install.join(' ')}' (or your system's packages), then run the tests again.`
  if (!system.isRoot || system.find('apt-get') === undefined) throw new Error(`The tests need ${names}. ${byHand}`)
  system.say(`Installing what the tests need: ${names}`)
  for (const command of [['apt-get', 'update'], install]) {
    const { isDone, output } = await runOnceFree(command, system)
    if (!isDone) throw new Error(`The tests need ${names}, and \`${command.join(' ')}\` failed:\n${output}\n${byHand}`)
  }
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills it in.
const showStatus = '--showformat=${db:Status-Status}'

/** Another run may have unpacked a program and not yet what it depends on. */
function isBeingInstalled({ packageName }: DebianProgram, { find, run }: System): boolean {
  const query = find('dpkg-query')
  if (query === undefined) return false
  const { isDone, output } = run([query, '--show', showStatus, packageName])
  return isDone && !['installed', 'not-installed', 'config-files'].includes(output.trim())
}

/** Runs apt-get, again and again while another process holds one of its locks: it waits by itself for some of them only. */
async function runOnceFree(command: readonly string[], { run, pause }: System): Promise<Ran> {
  for (;;) {
    const ran = run(command)
    if (ran.isDone || !/Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock directory/.test(ran.output)) return ran
    await pause()
  }
}

function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}
