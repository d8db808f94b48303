import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readTextFile } from '../../../../src/platform/input/text-file.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-text-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function place(bytes: number[]): Promise<string> {
  const file = join(folder, 'bytes')
  await writeFile(file, Buffer.from(bytes))
  const content = await readTextFile(file)
  return 'problem' in content ? `${content.problem.line}:${content.problem.column}` : 'fine'
}

it('reads UTF-8 as it is', async () => {
  const file = join(folder, 'text file.txt')
  await writeFile(file, '\uFEFFé 🚢\r\n')
  expect(await readTextFile(file)).toEqual({ text: '\uFEFFé 🚢\r\n' })
})

it('tells the line and column of the first byte that is not UTF-8', async () => {
  expect(await place([0x61, 0x62])).toBe('fine')
  expect(await place([0xff])).toBe('1:1')
  expect(await place([0x61, 0x0a, 0x62, 0xff, 0x63])).toBe('2:2')
  // é (two bytes), 🚢 (four bytes, two UTF-16 code units), then half of an é.
  expect(await place([0xc3, 0xa9, 0xf0, 0x9f, 0x9a, 0xa2, 0xc3])).toBe('1:4')
  expect(await place([0x61, 0xc3, 0x61, 0xff])).toBe('1:2')
})

it('explains a path that leads nowhere, through a file, to a folder or to a device', async () => {
  const file = join(folder, 'file')
  await writeFile(file, 'x')
  const problem = (path: string, message: string) => ({ problem: expect.objectContaining({ file: path, line: 1, column: 1, message }) })
  expect(await readTextFile(join(folder, 'missing'))).toEqual(problem(join(folder, 'missing'), 'there is no such file'))
  expect(await readTextFile(join(file, 'below'))).toEqual(problem(join(file, 'below'), 'there is no such file'))
  expect(await readTextFile(folder)).toEqual(problem(folder, 'this is a folder, not a file'))
  expect(await readTextFile('/dev/null')).toEqual(problem('/dev/null', 'this is neither a file nor a pipe'))
  expect(await readTextFile('a\0b')).toEqual({
    problem: expect.objectContaining({ message: expect.stringContaining('could not be read') }),
  })
})
