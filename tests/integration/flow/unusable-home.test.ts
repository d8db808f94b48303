import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EmbeddedPostgresError } from '../../../src/platform/db/embedded/embedded-postgres-error.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

/* What people meet who start on a machine where the data cannot be kept: one sentence with the cause and the fix, an end, and nothing left running. */

const run = promisify(execFile)
const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-home-'))
  await chmod(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The servers that were started on data below that folder. */
async function serversBelow(place: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return folders.filter((each) => each.startsWith(place))
}

async function demo(home: string) {
  const { code, stderr } = await runPanelCommand(['demo'], { env: { PANEL_HOME: home }, cwd: folder })
  expect(stderr).not.toMatch(/\n {4}at |Failed query|CREATE TABLE|password in/i)
  expect(await serversBelow(home)).toEqual([])
  return { code, stderr }
}

test.each([
  ['/proc/panel', () => '/proc/panel', 'cannot be created: there is no such folder, and none can be made there'],
  ['a file', () => join(folder, 'file'), 'cannot be created: there is a file where a folder is needed'],
  ['below a file', () => join(folder, 'file', 'home'), 'cannot be created: there is a file where a folder is needed'],
  ['a name that is too long', () => join(folder, 'x'.repeat(300)), 'cannot be created: the path is too long'],
])('a home that is %s ends the command, with the cause and a fix', async (_name, home, why) => {
  await writeFile(join(folder, 'file'), '')
  const { code, stderr } = await demo(home())
  expect(code).toBe(1)
  expect(stderr).toContain(why)
  expect(stderr).toContain('To fix it, ')
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2)
})

test('with no room for the files of PostgreSQL, the command says that, and leaves no server and no half of a database', async () => {
  // As on a full disk, and without being root: no file may have more than 256 KiB.
  const home = join(folder, 'small')
  const child = spawn('bash', ['-c', `ulimit -f 256; ${process.execPath} ${main} demo`], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, PANEL_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  expect(code).toBe(1)
  expect(stderr).toContain('The database could not be created in ')
  expect(stderr).toMatch(/To fix it, (?:raise the limit|free some space)/)
  const location = (await readFile(join(home, 'postgres-location'), 'utf8').catch(() => '')).trim()
  expect(await readdir(location || home)).not.toContainEqual(expect.stringContaining('postgres.tmp'))
  expect(await serversBelow(location || home)).toEqual([])
  if (location !== '') await rm(location, { recursive: true })
})

test.each([
  ['could not extend file "base/5/1": No space left on device', 'the disk is full'],
  ['PANIC:  could not write to file "pg_wal/xlogtemp.31": Disk quota exceeded', 'disk quota is used up'],
  [
    'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 10\nHINT:  Check free disk space.',
    'the disk is full',
  ],
  ['initdb: could not look up effective user ID 1001: user does not exist', 'has no entry in /etc/passwd'],
  ['FATAL:  could not open shared memory segment "/PostgreSQL.1": No such file or directory', 'no shared memory'],
  ['could not open file "base/1/2": Too many open files', 'too many files are open'],
  ['could not create directory "data": Read-only file system', 'mounted read-only'],
])('what PostgreSQL says is reported in a sentence: %s', (said, why) => {
  const { message } = new EmbeddedPostgresError(`The database could not be created in /srv/panel. initdb said:\nmuch else\n${said}`)
  expect(message).toMatch(/^The database could not be created in \/srv\/panel: /)
  expect(message).toContain(why)
  expect(message).toContain('To fix it, ')
  expect(message).not.toContain('much else')
})

test('a user without an entry in /etc/passwd is answered so', async () => {
  const home = join(folder, 'of-nobody')
  await mkdir(home)
  await chmod(home, 0o777)
  const isRoot = process.geteuid?.() === 0
  const user = isRoot ? { uid: 424_242, gid: 424_242 } : {}
  const env = { PATH: process.env.PATH ?? '', HOME: home, PANEL_HOME: home }
  const ended = await run(process.execPath, [main, 'demo'], { env, cwd: '/', ...user }).catch(
    (error: { code: number; stderr: string }) => error,
  )
  // Who is not root cannot become such a user: then the sentence above is all that is tested.
  if (isRoot) expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('has no entry in /etc/passwd') })
  else expect('code' in ended).toBe(false)
})
