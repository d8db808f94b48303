import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { maxJsonDepth, nestsTooDeep, readJsonText } from '../../../../src/platform/input/bounded-json.js'
import { readYaml } from '../../../../src/platform/input/yaml-document.js'
import { build } from '../../../support/build.js'

const kilo = 1_000
const megabyte = 1_000_000

function problemsIn(text: string): string[] {
  return readYaml({ text, file: 'f' }).problems.map(({ message }) => message)
}

describe('YAML that nests too deep', () => {
  test.each([
    ['lists in brackets', '['.repeat(6 * kilo)],
    ['lists in brackets that are closed', `${'['.repeat(6 * kilo)}${']'.repeat(6 * kilo)}`],
    ['mappings in braces', '{a: '.repeat(6 * kilo)],
    ['list entries on one line', '- '.repeat(6 * kilo)],
    ['explicit keys', '? '.repeat(6 * kilo)],
    ['values on one line', 'a: '.repeat(6 * kilo)],
    ['values without keys', ': '.repeat(6 * kilo)],
    ['entries by indentation', Array.from({ length: 1_400 }, (_, depth) => `${' '.repeat(depth)}-\n`).join('')],
    ['mappings by indentation', Array.from({ length: 1_400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['tags before each bracket', '!a ['.repeat(6 * kilo)],
    ['anchors before each bracket', '&a ['.repeat(6 * kilo)],
    ['behind a good start', `name: x\nlist: ${'['.repeat(6 * kilo)}`],
  ])('is refused in one sentence: %s', (_name, text) => {
    // Three times: the stack that the first ends must not be the second's.
    for (let time = 0; time < 3; time += 1) expect(problemsIn(text)).toEqual(['this is not valid YAML: the nesting is too deep to read'])
  })

  it('is what brackets are, not what texts say: in block scalars, quotes, plain text and comments they do not count', () => {
    const brackets = '['.repeat(1_000)
    const text = `a: |\n  ${brackets}\n  ${'- '.repeat(1_000)}\nb: "${brackets}"\nc: '${brackets}'\nd: x ${brackets}\n# ${brackets}\ne: >\n  ${'? '.repeat(500)}\n`
    const { problems, value } = readYaml({ text, file: 'f' })
    expect(problems).toEqual([])
    expect(value).toMatchObject({ b: brackets, c: brackets, d: `x ${brackets}` })
  })

  it('is far from what a dossier needs', () => {
    const ten = `${'a: {'.repeat(10)}b: 1${'}'.repeat(10)}`.replaceAll('a: {a', 'a: { a')
    expect(problemsIn(ten)).toEqual([])
  })
})

test.each([
  ['flow mappings', `a: [${'{a: 1}, '.repeat(75 * kilo)}]`],
  ['flow mappings that are never closed', 'a: {a\n'.repeat(100 * kilo)],
  ['empty lists', `[${'[],'.repeat(200 * kilo)}]`],
  ['keys', Array.from({ length: 60 * kilo }, (_, index) => `k${index}: 1\n`).join('')],
  ['list entries', '- a\n'.repeat(200 * kilo)],
  ['line ends', '\n'.repeat(megabyte)],
  ['documents', '---\n'.repeat(200 * kilo)],
  ['indented comments behind empty lines', `a:\n${'\n'.repeat(300 * kilo)}${'  #\n'.repeat(150 * kilo)}`],
])('YAML with a great many parts is refused before it is built: %s', (_name, text) => {
  expect(problemsIn(text)).toEqual(['the YAML has more than 50000 parts'])
})

test('a text of a megabyte is one part, whatever it holds', () => {
  const lines = `${'  [ { - ? : # & * ! | > %\n'.repeat(35_000)}`
  expect(problemsIn(`a: |\n${lines}`)).toEqual([])
  expect(problemsIn(`a: "${'word '.repeat(200_000)}"\n`)).toEqual([])
})

test('of very many problems the first are reported, with names cut short', () => {
  const name = 'n'.repeat(20_000)
  const problems = problemsIn(`${name}: 1\n`.repeat(40))
  expect(problems.length).toBeGreaterThan(38)
  for (const message of problems) expect(message.length).toBeLessThan(200)
})

describe('JSON', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

  it('is read up to the depth that is allowed', () => {
    expect(readJsonText(nested(maxJsonDepth))).toHaveProperty('value')
    expect(readJsonText(nested(maxJsonDepth + 1))).toEqual({ why: 'nested deeper than 64 levels' })
    expect(readJsonText(`{"a":${nested(maxJsonDepth)}}`)).toEqual({ why: 'nested deeper than 64 levels' })
  })

  it('may hold any number of brackets in its strings, whatever is escaped there', () => {
    const text = JSON.stringify({ a: '['.repeat(1_000), b: '\\"[[[', c: '{'.repeat(1_000), d: '\\' })
    expect(nestsTooDeep(text)).toBe(false)
    expect(readJsonText(text)).toEqual({ value: JSON.parse(text) })
  })

  it('says what is wrong with a text that is none', () => {
    expect(readJsonText('{')).toEqual({ why: expect.stringMatching(/^not JSON: /) })
  })
})

beforeAll(build)

test('a process that is sent deep YAML and JSON again and again answers each time and goes on', async () => {
  const shapes = ['[', '{a: ', '- ', '? ', ': ', 'a: ', '{"a":', '[{"a":']
  const script = `
    import { readYaml } from './dist/src/platform/input/yaml-document.js'
    import { readJsonText } from './dist/src/platform/input/bounded-json.js'
    for (const shape of ${JSON.stringify(shapes)}) for (const count of [3000, 6000, 60000, 6000, 6000]) {
      const text = shape.repeat(count)
      if (readYaml({ text, file: 'f' }).problems.length === 0) throw new Error(shape)
      if (!('why' in readJsonText(text))) throw new Error(shape)
    }
    process.stdout.write('still here')
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFiles.root,
  })
  expect(stdout).toBe('still here')
})
