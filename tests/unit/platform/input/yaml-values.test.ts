import { expect, test } from 'vitest'
import { z } from 'zod'
import { dateSchema, textSchema } from '../../../../src/contracts/primitives.js'
import { checkDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { readTextFile } from '../../../../src/platform/input/text-file.js'
import { parseYamlWithSchema } from '../../../../src/platform/input/yaml-problems.js'

const schema = z.strictObject({
  name: textSchema,
  short: textSchema.nullable().default(null),
  day: dateSchema,
  allowed: z.enum(['yes', 'no', 'unknown']),
  price: z.number().nonnegative().nullable(),
  open: z.boolean(),
  rivals: z.array(textSchema),
  limits: z.record(z.string(), z.strictObject({ note: textSchema.nullable(), most: z.int() })),
})
const good = {
  name: 'Ferry',
  short: 'null',
  day: '2026-11-22',
  allowed: 'yes',
  price: '3',
  open: 'true',
  rivals: '[Raft]',
  limits: '{ ollama: { note: slow, most: 3 } }',
}

/** What is said of a document that is good but for these lines: `line:column message | fix`. */
function said(change: Partial<typeof good>, head = ''): string[] {
  const lines = Object.entries({ ...good, ...change }).map(([key, value]) => `${key}: ${value}`)
  const result = parseYamlWithSchema({ text: `${head}${lines.join('\n')}\n`, file: 'ferry.yaml', schema })
  return 'problems' in result ? result.problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`) : []
}

const inQuotes = 'write text; in quotes it is read as text'
test.each([
  ['3.10', 'the number 3.1, written 3.10'],
  ['2026', 'the number 2026'],
  ['08', 'the number 8, written 08'],
  ['0x1F', 'the number 31, written 0x1F'],
  ['0o17', 'the number 15, written 0o17'],
  ['1e3', 'the number 1000, written 1e3'],
  ['.inf', 'the number Infinity, written .inf'],
  ['.NaN', 'the number NaN, written .NaN'],
  ['12345678901234567890', 'the number 12345678901234567000, written 12345678901234567890'],
  ['true', 'the value true'],
  ['False', 'the value false, written False'],
])('%s where text belongs is reported as it was written, and that quotes make text of it', (written, is) => {
  expect(said({ name: written })).toEqual([`1:7 name is ${is} | ${inQuotes}`])
  expect(said({ short: written })).toEqual([`2:8 short is ${is} | write text, or null; in quotes it is read as text`])
  expect(said({ rivals: `[Raft, ${written}]` })).toEqual([`7:16 rivals[1] is ${is} | ${inQuotes}`])
  expect(said({ limits: `{ ollama: { note: ${written}, most: 3 } }` })).toEqual([
    `8:27 limits.ollama.note is ${is} | write text, or null; in quotes it is read as text`,
  ])
  expect(said({ name: `"${written}"`, short: `'${written}'` })).toEqual([])
})

test.each(['null', '~', 'Null'])('%s where text belongs says that it is empty, and how to write the word', (written) => {
  expect(said({ name: written })).toEqual([`1:7 name is empty, written ${written} | ${inQuotes}`])
  expect(said({ short: written })).toEqual([])
})

test.each(['yes', 'no', 'on', 'off', '12:30', '2026-11-22', '2026-11-22T10:00:00Z', '1_000', '190:20:30', '0b11'])(
  '%s is text, as YAML 1.2 has it',
  (written) => {
    expect(said({ name: written, short: written, rivals: `[${written}]` })).toEqual([])
  },
)

test('a word in place of a choice, a quoted number and a quoted truth say what was probably meant', () => {
  const choices = 'write one of "yes", "no" or "unknown"'
  expect(said({ allowed: 'true' })).toEqual([`4:10 allowed is the value true | did you mean "yes"? ${choices}`])
  expect(said({ allowed: 'false' })).toEqual([`4:10 allowed is the value false | did you mean "no"? ${choices}`])
  expect(said({ allowed: '1' })).toEqual([`4:10 allowed is the number 1 | ${choices}`])
  expect(said({ price: '"20"' })).toEqual([
    '5:8 price is "20" | write a number of at least 0, or null; without quotes it is read as a number',
  ])
  expect(said({ price: '.inf' })).toEqual(['5:8 price is the number Infinity, written .inf | write a number of at least 0, or null'])
  expect(said({ open: "'true'" })).toEqual(['6:7 open is "true" | write true or false; without quotes it is read as true'])
})

test('a number where a date belongs is not to be put in quotes', () => {
  expect(said({ day: '2026' })).toEqual(['3:6 day is the number 2026 | use a date that exists, written YYYY-MM-DD'])
})

test('a text that says it is YAML 1.1 is reported once, and its dates stay dates', () => {
  const versionProblem = '1:1 the text says that it is YAML 1.1, and YAML 1.2 is read here: dates, yes, no and 12:30 are text in it'
  expect(said({}, '%YAML 1.1\n---\n')).toEqual([`${versionProblem} | remove the line that begins with "%YAML"`])
  expect(said({ rivals: '[yes, 12:30]' }, '%YAML 1.1\n---\n')).toHaveLength(1)
  expect(said({}, '%YAML 1.2\n---\n')).toEqual([])
  expect(said({}, '%WAVE 7\n---\n')).toEqual(['1:1 this is not valid YAML: Unknown directive %WAVE | remove the line that begins with "%"'])
})

test('a merge key gets the message that nothing is merged', () => {
  expect(said({ limits: '{ ollama: { <<: { note: slow }, note: slow, most: 3 } }' })).toEqual([
    '8:21 the key "<<" is unknown in limits.ollama | values of other mappings are not merged here; write each key out, remove it, or write one of the keys known here: note, most',
  ])
})

test('a text tag makes text, and other tags are refused by name', () => {
  expect(said({ name: '!!str 3.10', day: '!!str 2026-11-22' })).toEqual([])
  expect(said({ day: '!!timestamp 2026-11-22' })).toEqual([
    '3:6 this is not valid YAML: a value begins with a tag, and tags are not used here | remove the word that begins with "!"',
  ])
})

test('lines that end in a carriage return alone are reported, not read as one', () => {
  const text = Object.entries(good)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\r')
  const result = parseYamlWithSchema({ text, file: 'ferry.yaml', schema })
  expect('problems' in result && result.problems).toEqual([
    {
      file: 'ferry.yaml',
      line: 1,
      column: 12,
      message: 'the lines end in a carriage return alone, which begins no new line here',
      fix: 'save the file with the line ends LF or CR LF',
    },
  ])
})

test('a dossier says it of each of its texts that may be left out', async () => {
  const [path = ''] = packageFiles.sampleDossiers
  const sample = await readTextFile(path)
  if ('problem' in sample) throw new Error(sample.problem.message)
  const text = ['shortName', 'spdx', 'note', 'per'].reduce(
    (written, key) => written.replace(new RegExp(`^( +)${key}:.*$`, 'm'), `$1${key}: 3.10`),
    sample.text,
  )
  const { outcome } = checkDossier({ text, file: 'ferry.yaml' })
  expect('problems' in outcome && outcome.problems.map(({ message, fix }) => [message, fix])).toEqual(
    ['tool.shortName', 'license.spdx', 'entryPrice.per', 'entryPrice.note'].map((place) => [
      `${place} is the number 3.1, written 3.10`,
      'write text, or null; in quotes it is read as text',
    ]),
  )
})
