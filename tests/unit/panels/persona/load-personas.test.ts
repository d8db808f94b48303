import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { InputError, UsageError } from '../../../../src/platform/errors.js'
import { goodPersona, spoiled } from '../../../support/panels/persona/sample.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel personas '))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

function write(name: string, content: string): Promise<void> {
  return writeFile(join(folder, name), content)
}

function persona(id: string, order: number): string {
  return spoiled(['id: pilot', `id: ${id}`], ['order: 5', `order: ${order}`])
}

it('loads every persona of a folder, sorted by order and then by id', async () => {
  await write('zulu.md', persona('zulu', 1))
  await write('mike.md', persona('mike', 2))
  await write('alpha.md', persona('alpha', 2))
  await write('bravo.md', persona('bravo', -1))
  expect((await loadPersonas(folder)).map(({ id }) => id)).toEqual(['bravo', 'zulu', 'alpha', 'mike'])
})

it('leaves alone what is no persona: README.md, dotfiles and other endings', async () => {
  await write('pilot.md', goodPersona)
  await write('README.md', 'About these files.')
  await write('.draft.md', 'not ready')
  await write('notes.txt', 'x')
  await mkdir(join(folder, 'old'))
  expect((await loadPersonas(folder)).map(({ id }) => id)).toEqual(['pilot'])
})

it('tells the problems of all files at once, by file and line', async () => {
  await write('pilot.md', goodPersona)
  await write('captain.md', spoiled(['seat: The Pilot', 'seat: ""']))
  await write('mate.md', 'no front matter')
  await mkdir(join(folder, 'folder.md'))
  const error = await loadPersonas(folder).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof InputError)) throw new Error('no InputError was thrown', { cause: error })
  expect(error.message.split('\n')[0]).toBe(`5 problems in the personas of ${folder}`)
  expect(error.problems.map(({ file, line, column, message }) => `${file.slice(folder.length + 1)}:${line}:${column} ${message}`)).toEqual([
    'captain.md:3:5 id is "pilot", but the file is called captain.md',
    'captain.md:5:7 seat is empty',
    'folder.md:1:1 this is a folder, not a file',
    'mate.md:1:1 the file has no front matter',
    `pilot.md:3:5 id is "pilot", as it is in ${join(folder, 'captain.md')}`,
  ])
})

it('says where a persona would go when there is none', async () => {
  await write('README.md', 'About these files.')
  await expect(loadPersonas(folder)).rejects.toThrow(
    new UsageError(`there is no persona in ${folder}; add one as ${join(folder, '<id>.md')}`),
  )
})

it('says that there is no such folder', async () => {
  const missing = join(folder, 'missing')
  const error: unknown = await loadPersonas(missing).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UsageError)
  expect(String(error)).toContain(`the folder of personas, ${missing}, cannot be read: ENOENT`)
})

it('loads the four personas that come with the package', async () => {
  expect((await loadPersonas('personas')).map(({ id }) => id)).toEqual(['dx', 'competitor', 'thesis', 'business'])
})
