import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { FileWriteError, writeWhole } from '../../../../src/platform/files/write-whole.js'
import { createTestDatabase } from '../../../support/database.js'
import { runPanelCommand } from '../../../support/run-panel-command.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-write-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What a shell ends with and says, whose files may have that many KiB each: beyond that a write fails as on a full disk, with EFBIG. */
async function limited(kibibytes: number, command: string, env: Record<string, string> = {}) {
  const child = spawn('bash', ['-c', `ulimit -f ${kibibytes}; ${command}`], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stderr }
}

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
const module = pathToFileURL(join(packageFiles.root, 'dist', 'src', 'platform', 'files', 'write-whole.js')).href

test('a file that does not fit leaves the one before as it was, and nothing beside it', async () => {
  const place = join(folder, 'fits-not')
  await mkdir(place)
  await writeFile(join(place, 'kept.json'), 'before')
  const script = `const { writeWhole } = await import('${module}'); await writeWhole(process.argv[1], 'x'.repeat(100_000))`
  for (const name of ['kept.json', 'new.json']) {
    const { code, stderr } = await limited(64, `${process.execPath} --input-type=module -e "${script}" ${join(place, name)}`)
    expect(code).toBe(1)
    expect(stderr).toContain(`${join(place, name)} could not be written: the file would be larger than a file may be here`)
  }
  expect(await readdir(place)).toEqual(['kept.json'])
  expect(await readFile(join(place, 'kept.json'), 'utf8')).toBe('before')
})

test('panel bundle and panel export without room write nothing under a final name, and say why', async () => {
  const database = await createTestDatabase()
  const env = { DATABASE_URL: database.connectionString, PANEL_HOME: join(folder, 'home') }
  try {
    const { code, stdout } = await runPanelCommand(['demo', '--json'], { env, cwd: folder })
    expect(code).toBe(0)
    const { id } = JSON.parse(stdout) as { id: string }
    const place = join(folder, 'bundles')
    await mkdir(place)
    const bundled = await limited(8, `${process.execPath} ${main} bundle ${id} --to ${join(place, 'one.json')}`, env)
    expect([bundled.code, await readdir(place)]).toEqual([1, []])
    expect(bundled.stderr).toContain(
      'one.json could not be written: the file would be larger than a file may be here. To fix it, raise the limit',
    )
    const exported = await limited(8, `${process.execPath} ${main} export ${join(folder, 'site')}`, env)
    expect(exported.code).toBe(1)
    expect((await readdir(join(folder, 'site'), { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([])
    const again = await limited(8, `${process.execPath} ${main} demo`, { ...env, PANEL_HOME: join(folder, 'other-home') })
    expect(again.code).toBe(1)
    expect(await readdir(join(folder, 'other-home', 'records'))).toEqual([])
  } finally {
    await database.drop()
  }
})

test('a file that is replaced keeps its mode, through a link too; a new one takes the mode that is given', async () => {
  const [file, link, secret] = [join(folder, 'mode.txt'), join(folder, 'link.txt'), join(folder, 'secret.txt')]
  await writeFile(file, 'one')
  await chmod(file, 0o640)
  await symlink(file, link)
  await writeWhole(link, 'two')
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777]).toEqual(['two', 0o640])
  await writeWhole(secret, 'three', { mode: 0o600 })
  expect((await stat(secret)).mode & 0o777).toBe(0o600)
})

test('what is no file is written to, and what is a folder is refused with nothing left in it', async () => {
  await writeWhole('/dev/null', 'anything')
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  const place = join(folder, 'a-folder')
  await mkdir(place)
  await expect(writeWhole(place, 'text')).rejects.toThrow(FileWriteError)
  await expect(writeWhole(join(folder, 'nowhere', 'file'), 'text')).rejects.toThrow('there is no such folder')
  expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([])
})
